"""Who finds an exam at all, and what is never taken for markup."""

from __future__ import annotations

import pytest
from django.test import Client

from exams.models import Assignment, Attempt
from exams.models.attempt import AttemptState
from exams.tests.reading_pages import page
from exams.tests.sittings import put_answer


@pytest.mark.parametrize("who", ["stranger", "other_student", "colleague", "other_teacher"])
def test_exam_of_another_class_is_not_there(
    request: pytest.FixtureRequest, assignment: Assignment, attempt: Attempt, who: str
) -> None:
    client = request.getfixturevalue(f"{who}_client")
    reads = [page("assignment", assignment.pk)]
    reads += [page(name, attempt.pk) for name in ("attempt", "submit_attempt", "receipt", "result")]
    writes = [
        page("start_attempt", assignment.pk),
        page("attempt", attempt.pk),
        page("submit_attempt", attempt.pk),
    ]

    statuses = [client.get(address).status_code for address in reads]
    statuses += [client.post(address).status_code for address in writes]

    assert statuses == [404] * 8
    assert Attempt.objects.get().state == AttemptState.IN_PROGRESS


HOSTILE_TEXTS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ request }}{% debug %}"]


@pytest.mark.parametrize("typed", HOSTILE_TEXTS)
def test_text_of_a_student_is_never_markup(
    student_client: Client, teacher_client: Client, attempt: Attempt, typed: str
) -> None:
    put_answer(student_client, attempt, {"text": typed})
    pages = [student_client.get(page(name, attempt.pk)) for name in ("attempt", "submit_attempt")]
    student_client.post(page("submit_attempt", attempt.pk))
    pages += [client.get(page("result", attempt.pk)) for client in (student_client, teacher_client)]

    for shown in pages:
        html = shown.content.decode()
        assert (shown.status_code, "<script>alert" in html, "<img src=x" in html) == (200, False, False)


def test_signed_out_reader_is_sent_to_sign_in_and_back(client: Client, attempt: Attempt) -> None:
    reads = [page("home"), page("assignment", attempt.assignment_id)]
    reads += [page(name, attempt.pk) for name in ("attempt", "submit_attempt", "receipt", "result")]

    answers = [client.get(address) for address in reads]

    assert [answer.url for answer in answers] == [
        f"{page('account_login')}?next={address}" for address in reads
    ]
