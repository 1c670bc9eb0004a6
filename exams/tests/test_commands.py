"""``question_schema`` prints the shapes; ``run_jobs`` does what waits."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from accounts.models import Classroom, User
from exams.management.commands import run_jobs
from exams.models import Attempt
from exams.models.attempt import AttemptState
from exams.services.delivery import start_attempt, submit_attempt
from exams.tests.factories import make_assignment
from exams.tests.sittings import run_out
from grading.models import Mark


@pytest.fixture
def attempt(classroom: Classroom, teacher: User, student: User) -> Attempt:
    return start_attempt(make_assignment(classroom, by=teacher), student=student)


def test_question_schema_prints_every_stored_shape(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("question_schema")

    schema = json.loads(capsys.readouterr().out)
    shapes = {"Content", "ResponseValue", "ReviewSettings", "Outline", "Layout", "Rendered", "Receipt"}
    keys = {
        f"{kind}Key" for kind in ("Choice", "MultipleChoice", "TrueFalse", "Integer", "Number", "Expression")
    }
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (shapes | keys) - set(schema["$defs"]) == set()
    versions: set[Any] = {schema["$defs"][name]["properties"]["v"]["const"] for name in shapes | keys}
    assert versions == {1}


@pytest.mark.django_db(transaction=True)
def test_run_jobs_once_marks_what_was_handed_in(attempt: Attempt, student: User) -> None:
    submit_attempt(attempt.pk, student=student)

    call_command("run_jobs", "--once")

    assert Attempt.objects.get().score == 0
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@pytest.mark.django_db(transaction=True)
def test_run_jobs_once_ends_and_marks_what_is_overdue(attempt: Attempt) -> None:
    run_out(attempt)

    call_command("run_jobs", "--once")

    ended = Attempt.objects.get()
    assert (ended.state, ended.score, Mark.objects.count()) == (AttemptState.EXPIRED, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_sweeper_goes_on_until_it_is_told_to_end(attempt: Attempt) -> None:
    run_out(attempt)
    ended = threading.Event()
    timer = threading.Timer(1.0, ended.set)
    timer.start()

    run_jobs.keep_sweeping(ended, 0.05)

    timer.join()
    assert Attempt.objects.get().score == 0


@pytest.fixture
def _own_signal_handlers() -> Iterator[None]:
    """What the worker does with signals ends with the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def terminate_when_done() -> None:
    """Sends SIGTERM to this process when the worker has taken over its handling and done its task."""
    done = DBTaskResult.objects.exclude(finished_at=None)
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL or not done.exists():
        time.sleep(0.05)
    connection.close()
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_own_signal_handlers")
def test_run_jobs_marks_what_was_handed_in_and_ends_on_sigterm(attempt: Attempt, student: User) -> None:
    submit_attempt(attempt.pk, student=student)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sender = threading.Thread(target=terminate_when_done)
    sender.start()

    with suppress(SystemExit):  # the worker leaves this way when the signal finds it waiting
        call_command("run_jobs", "--sweep-every", "0.05")

    sender.join()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert Attempt.objects.get().score == 0
