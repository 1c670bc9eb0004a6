"""Fixtures of these tests."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt
from exams.services.delivery import start_attempt
from exams.services.marking import mark_attempt
from exams.tests.sittings import give_mixed_exam, put_answer


@pytest.fixture
def in_english() -> Iterator[None]:
    """The reader of every sentence reads English."""
    with translation.override("en"):
        yield


@pytest.fixture
def assignment(classroom: Classroom, teacher: User) -> Assignment:
    return give_mixed_exam(classroom, by=teacher)


@pytest.fixture
def attempt(assignment: Assignment, student: User) -> Attempt:
    return start_attempt(assignment, student=student)


@pytest.fixture
def marked(attempt: Attempt, student_client: Client) -> Attempt:
    """Right, wrong, some right, unreadable, nothing, and outside the tolerance."""
    put_answer(student_client, attempt, {"text": "x(x-3)"}, position=1, seq=1)
    put_answer(student_client, attempt, {"choice": ["o1"]}, position=2, seq=2)
    put_answer(student_client, attempt, {"choice": ["o1"]}, position=3, seq=3)
    put_answer(student_client, attempt, {"text": "forty-two"}, position=5, seq=4)
    put_answer(student_client, attempt, {"text": "3.2"}, position=6, seq=5)
    student_client.post(reverse("submit_attempt", args=[attempt.pk]))
    ended = Attempt.objects.get(pk=attempt.pk)
    mark_attempt(ended)
    return ended
