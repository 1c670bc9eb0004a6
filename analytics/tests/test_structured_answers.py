"""Orders and blanks in the report."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from accounts.tests.browsers import client_of
from analytics.queries import load_answers
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.marking import mark_attempt
from exams.tests.sittings import put_answer
from exams.tests.structured import CLOZE, ORDER, give


def test_report_names_what_was_given_to_places_and_blanks(
    classroom: Classroom, teacher: User, student: User, teacher_client: Client
) -> None:
    assignment = give(classroom, ORDER, CLOZE, by=teacher)
    attempt = start_attempt(assignment, student=student)
    order, blanks = {"match": {"1": "o4", "2": "o1"}}, {"blanks": {"q": "8", "p": "x+3"}}
    put_answer(client_of(student), attempt, order, position=1, seq=1)
    put_answer(client_of(student), attempt, blanks, position=2, seq=2)
    mark_attempt(submit_attempt(attempt.pk, student=student))

    (answers,) = load_answers(assignment).values()
    shown = teacher_client.get(reverse("report", args=[assignment.pk]))

    assert [(one.text, one.choice) for one in answers] == [("", ("1:o4", "2:o1")), ("p: x+3, q: 8", ())]
    assert shown.status_code == 200
    assert "(A) x+3, (B) 8" in shown.content.decode()
