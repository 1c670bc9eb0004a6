"""A job worker that is killed in the middle of its work loses nothing and does nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Classroom, User
from accounts.tests.factories import EnrollmentFactory
from exams.models import Assignment, Attempt
from exams.services.clock import with_clock
from exams.services.delivery import SaveMessage, save_response, start_attempt, submit_attempt
from exams.services.sweep import sweep_all
from exams.shapes import ResponseValue
from exams.tests.factories import make_assignment
from grading.models import Mark

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

STUDENTS = 20
QUESTIONS = 5
KILLS = 3
ENOUGH_S = 60


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, questions=QUESTIONS)


@pytest.fixture
def ended(assignment: Assignment, classroom: Classroom) -> list[Attempt]:
    """A class that has handed in: a task waits for each of them."""
    given = with_clock(Assignment.objects.select_related("paper", "classroom")).get(pk=assignment.pk)
    attempts = []
    for _number in range(STUDENTS):
        student = EnrollmentFactory(classroom=classroom).user
        attempt = start_attempt(given, student=student)
        response = ResponseValue.model_validate({"parts": {"a": {"text": "x^2+x"}}})
        message = SaveMessage(device="phone", seq=1, base_revision=0, response=response)
        save_response(attempt.pk, student=student, position=1, message=message)
        attempts.append(submit_attempt(attempt.pk, student=student))
    return attempts


@contextmanager
def running_worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker of its own process on the database of the test."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "run_jobs", "--sweep-every", "0.2"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "MARK_AFTER_S": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def wait_for_marks(more_than: int) -> None:
    """Until there are so many."""
    end = time.monotonic() + ENOUGH_S
    while Mark.objects.count() <= more_than and Attempt.objects.unmarked().exists():
        assert time.monotonic() < end, "the worker marked nothing"
        time.sleep(0.005)


def test_worker_killed_again_and_again_loses_and_doubles_nothing(ended: list[Attempt]) -> None:
    left = []
    for _kill in range(KILLS):
        with running_worker() as worker:
            wait_for_marks(more_than=Mark.objects.count())
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        left.append(Attempt.objects.unmarked().count())
    # Leases of the dead run out by themselves; nobody waits for that here.
    Attempt.objects.update(marking_lease_until=timezone.now() - timedelta(seconds=1))

    sweep_all()

    assert left[0] > 0, "the first worker was not killed in the middle"
    assert Mark.objects.count() == Mark.objects.current().count() == STUDENTS * QUESTIONS
    assert sorted(Attempt.objects.values_list("score", flat=True)) == [2] * STUDENTS
    assert not Attempt.objects.unmarked().exists()
