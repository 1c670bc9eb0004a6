"""How an exam ends: time runs out, or it is handed in; and the receipt."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.browsers import client_of
from exams.models import Assignment, Attempt, Response, ResponseEvent
from exams.models.attempt import AttemptState, EventOutcome
from exams.tests.reading_pages import page, text
from exams.tests.sittings import put_answer, run_out


@pytest.mark.parametrize("name", ["attempt", "receipt", "result", "submit_attempt"])
def test_overdue_attempt_ends_when_it_is_touched(attempt: Attempt, student: User, name: str) -> None:
    run_out(attempt)

    last = client_of(student).get(page(name, attempt.pk), follow=True)

    ended = Attempt.objects.get()
    assert (ended.state, ended.submitted_at) == (AttemptState.EXPIRED, attempt.deadline_at)
    assert last.status_code == 200
    assert "Time was up: your answers are in" in text(last)


def test_answer_posted_after_the_end_is_kept_as_evidence(attempt: Attempt, student: User) -> None:
    run_out(attempt)

    sent = {"position": "1", "q1-part-a": "x(x-3)", "next": "2"}
    moved = client_of(student).post(page("attempt", attempt.pk), sent)

    assert moved.url == page("receipt", attempt.pk)
    assert ResponseEvent.objects.get().outcome == EventOutcome.LATE
    assert Response.objects.count() == 0


def test_void_attempt_says_so(student_client: Client, attempt: Attempt) -> None:
    Attempt.objects.update(state=AttemptState.VOID)

    answers = [
        student_client.get(page(name, attempt.pk), follow=True)
        for name in ("attempt", "submit_attempt", "receipt", "result")
    ]
    answers.append(student_client.post(page("submit_attempt", attempt.pk)))

    assert [answer.status_code for answer in answers] == [409] * 5
    assert {"This attempt was declared void. Ask your teacher." in text(answer) for answer in answers} == {
        True
    }


def test_ended_attempt_leads_to_its_receipt(student_client: Client, marked: Attempt) -> None:
    addresses = {student_client.get(page(name, marked.pk)).url for name in ("attempt", "submit_attempt")}

    assert addresses == {page("receipt", marked.pk)}


def test_submit_page_lists_what_is_unanswered_and_what_cannot_be_read(
    student_client: Client, attempt: Attempt
) -> None:
    put_answer(student_client, attempt, {"text": "x(x-"}, position=1, seq=1)
    put_answer(student_client, attempt, {"choice": ["o1"]}, position=2, seq=2)
    put_answer(student_client, attempt, {"choice": []}, position=3, seq=3)
    put_answer(student_client, attempt, {"text": "forty-two"}, position=5, seq=4)
    put_answer(student_client, attempt, {"text": "x"}, position=6, seq=5)

    context = student_client.get(page("submit_attempt", attempt.pk)).context

    assert [question.position for question in context["unanswered"]] == [3, 4]
    assert [question.position for question in context["unreadable"]] == [1, 5, 6]


def test_submit_page_hands_nothing_in(student_client: Client, attempt: Attempt) -> None:
    shown = student_client.get(page("submit_attempt", attempt.pk))

    assert "Nothing is handed in yet." in text(shown)
    assert Attempt.objects.get().state == AttemptState.IN_PROGRESS


def test_submit_page_of_a_whole_paper_says_so(student_client: Client, attempt: Attempt) -> None:
    for position, value in enumerate(
        [{"text": "x"}, *[{"choice": ["o1"]}] * 2, {"choice": ["true"]}, {"text": "7"}, {"text": "3"}],
        start=1,
    ):
        put_answer(student_client, attempt, value, position=position, seq=position)

    assert "Every question has an answer that can be read." in text(
        student_client.get(page("submit_attempt", attempt.pk))
    )


def test_submit_leads_to_the_receipt_and_waits_for_no_marking(
    student_client: Client, attempt: Attempt
) -> None:
    put_answer(student_client, attempt, {"text": "x(x-3)"})

    moved = student_client.post(page("submit_attempt", attempt.pk))

    ended = Attempt.objects.get()
    assert moved.url == page("receipt", attempt.pk)
    assert (ended.state, ended.score) == (AttemptState.SUBMITTED, None)
    assert "Handed in" in text(student_client.get(moved.url))


def test_first_look_at_the_result_does_not_wait_for_the_worker(
    student_client: Client, attempt: Attempt
) -> None:
    put_answer(student_client, attempt, {"text": "x(x-3)"})
    student_client.post(page("submit_attempt", attempt.pk))

    shown = student_client.get(page("result", attempt.pk))

    assert "2 / 12" in text(shown)
    assert Attempt.objects.get().score == 2


def test_receipt_says_what_was_received_and_is_genuine(
    student_client: Client, teacher_client: Client, marked: Attempt
) -> None:
    own, taught = (client.get(page("receipt", marked.pk)) for client in (student_client, teacher_client))

    assert [words in text(own) for words in ("Handed in", "Answered 5 / 6", "Signature genuine")] == [
        True
    ] * 3
    assert [words in text(taught) for words in ("Student Kim", "Answered 5 / 6", "genuine")] == [True] * 3


def test_receipt_that_was_changed_is_not_genuine(teacher_client: Client, marked: Attempt) -> None:
    Attempt.objects.update(receipt={**marked.receipt, "answered": 6})

    assert "Signature not genuine" in text(teacher_client.get(page("receipt", marked.pk)))


def test_receipt_and_result_of_a_running_attempt_lead_the_teacher_home(
    teacher_client: Client, attempt: Attempt
) -> None:
    assert teacher_client.get(page("receipt", attempt.pk)).url == page("home")


@pytest.mark.parametrize(
    ("review", "words"),
    [("after_close", "The result can be seen from "), ("never", "Your teacher tells you the result.")],
)
def test_receipt_and_result_say_when_there_is_a_result(
    student_client: Client, marked: Attempt, review: str, words: str
) -> None:
    Assignment.objects.update(review={"v": 1, "result": review, "solution": "never"})

    shown = [text(student_client.get(page(name, marked.pk))) for name in ("receipt", "result")]

    assert [words in one for one in shown] == [True, True]
