"""Files of unsent answers: what is in them counts when a teacher says so, once, and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from exams.models import Attempt, Response, ResponseEvent
from exams.services.delivery import submit_attempt
from exams.services.handed_files import load_handed_questions, read_handed_file, take_handed_answers
from exams.services.marking import mark_attempt
from exams.tests.sittings import put_answer, run_out

RIGHT, WRONG = "x^2-3x", "x^2"


def message(
    attempt: Attempt, text: str = RIGHT, *, position: int = 1, seq: int = 1, minute: int = 1, **changes: Any
) -> dict[str, Any]:
    """A message that was typed so many minutes after the start."""
    return {
        "position": position,
        "device": "phone",
        "seq": seq,
        "base_revision": 0,
        "response": {"v": 1, "parts": {"a": {"text": text, "notation": "plain", "locale": "ko"}}},
        "typed_at": (attempt.started_at + timedelta(minutes=minute)).isoformat(),
        **changes,
    }


def file_of(attempt: Attempt, *messages: dict[str, Any], **changes: Any) -> bytes:
    whole = {
        "mathtest": "unsent answers",
        "v": 1,
        "attempt": str(attempt.pk),
        "name": "Student Kim",
        "exam": "Mock exam",
        "made_at": attempt.started_at.isoformat(),
        "messages": list(messages),
    }
    return json.dumps(whole | changes).encode()


def take(attempt: Attempt, by: User, *messages: dict[str, Any]) -> tuple[int, ...]:
    file = read_handed_file(file_of(attempt, *messages), attempt=attempt)
    positions = {one["position"] for one in messages}
    return take_handed_answers(attempt.pk, file=file, positions=positions, by=by).positions


def states(attempt: Attempt, *messages: dict[str, Any]) -> dict[int, str]:
    file = read_handed_file(file_of(attempt, *messages), attempt=attempt)
    return {one.position: one.state for one in load_handed_questions(attempt, file)}


def standing(attempt: Attempt, position: int = 1) -> tuple[int, str]:
    row = Response.objects.get(attempt=attempt, position=position)
    return row.revision, row.value["parts"]["a"]["text"]


def upload(client: Client, attempt: Attempt, raw: bytes) -> HttpResponse:
    file = SimpleUploadedFile("mathtest-unsent-01a1-20260302-1130.json", raw)
    return client.post(reverse("teacher_hand_in", args=[attempt.pk]), {"file": file})


@pytest.fixture
def ended(attempt: Attempt, student: User, student_client: Client) -> Attempt:
    """Handed in and marked, with a wrong answer to the first question."""
    put_answer(student_client, attempt, {"text": WRONG})
    mark_attempt(submit_attempt(attempt.pk, student=student))
    return Attempt.objects.get(pk=attempt.pk)


def test_newest_message_counts_and_those_before_become_history(attempt: Attempt, teacher: User) -> None:
    first, second, third = (message(attempt, f"x+{n}", seq=n, minute=10 - n) for n in (1, 2, 3))

    taken = take(attempt, teacher, third, first, second)

    events = ResponseEvent.objects.order_by("seq").values_list("seq", "revision", "outcome")
    assert (taken, standing(attempt)) == ((1,), (1, "x+3"))
    assert list(events) == [(1, None, "imported"), (2, None, "imported"), (3, 1, "imported")]


def test_answer_taken_in_after_the_end_is_marked_and_the_receipt_stays(ended: Attempt, teacher: User) -> None:
    receipt = ended.receipt

    taken = take(ended, teacher, message(ended, seq=7))

    again = Attempt.objects.get(pk=ended.pk)
    assert (taken, standing(ended)) == ((1,), (2, RIGHT))
    assert (ended.score, again.score, again.receipt) == (0, 2, receipt)
    entry = AuditEntry.objects.get(verb="answers.taken_in")
    assert (entry.actor, entry.data["positions"], entry.data["typed_in_time"]) == (teacher, [1], [1])


def test_receipt_says_that_answers_were_added_afterwards(
    ended: Attempt, teacher: User, student_client: Client
) -> None:
    address = reverse("receipt", args=[ended.pk])
    before = student_client.get(address).content.decode()
    take(ended, teacher, message(ended, seq=7), message(ended, "42", position=5, seq=8))

    after = student_client.get(address).content.decode()

    assert "from a file" not in before
    assert "2 answers were added from a file after this receipt was written" in after
    assert "not genuine" not in after


def test_same_file_twice_changes_nothing_the_second_time(ended: Attempt, teacher: User) -> None:
    one = message(ended, seq=7)
    take(ended, teacher, one)
    events = ResponseEvent.objects.count()

    again = take(ended, teacher, one)

    assert (again, standing(ended), ResponseEvent.objects.count()) == ((), (2, RIGHT), events)
    assert states(ended, one) == {1: "arrived"}
    assert AuditEntry.objects.filter(verb="answers.taken_in").count() == 1


def test_message_that_comes_over_the_network_later_changes_nothing(
    attempt: Attempt, teacher: User, student_client: Client
) -> None:
    take(attempt, teacher, message(attempt, seq=3))

    reply = put_answer(student_client, attempt, {"text": RIGHT, "notation": "plain", "locale": "ko"}, seq=3)

    said = reply.json()
    assert (reply.status_code, said["revision"], said["outcome"]) == (200, 1, "imported")
    assert ResponseEvent.objects.count() == 1


def test_file_is_compared_with_what_arrived(attempt: Attempt, student_client: Client) -> None:
    put_answer(student_client, attempt, {"text": RIGHT, "notation": "plain", "locale": "ko"}, seq=1)
    put_answer(student_client, attempt, {"text": "42"}, position=5, seq=2)
    run_out(attempt)
    put_answer(student_client, attempt, {"text": "3.14"}, position=6, seq=3)

    found = states(
        attempt,
        message(attempt, seq=1),
        message(attempt, "42", position=5, seq=8),
        message(attempt, "3.14", position=6, seq=3),
        message(attempt, "x", position=2, seq=9, response={"v": 1, "parts": {"a": {"choice": ["o2"]}}}),
        message(attempt, "x", position=3, seq=9, response={"v": 1, "parts": {"a": {"choice": ["o9"]}}}),
    )

    assert found == {1: "arrived", 2: "new", 3: "unfit", 5: "same", 6: "late"}


def test_answer_that_came_late_can_be_let_count(
    attempt: Attempt, teacher: User, student_client: Client
) -> None:
    run_out(attempt)
    put_answer(student_client, attempt, {"text": RIGHT}, seq=3)
    late = message(attempt, seq=3)

    first, second = take(attempt, teacher, late), take(attempt, teacher, late)

    assert (first, second, standing(attempt)) == ((1,), (), (1, RIGHT))
    outcomes = ResponseEvent.objects.order_by("pk").values_list("outcome", "seq")
    assert list(outcomes) == [("late", 3), ("imported", 3)]


def test_number_that_was_used_for_another_answer_loses_neither(
    attempt: Attempt, teacher: User, student_client: Client
) -> None:
    put_answer(student_client, attempt, {"text": WRONG}, seq=1)
    one, other = message(attempt, seq=1, minute=2), message(attempt, "x+1", seq=1, minute=1)

    taken = take(attempt, teacher, one, other, one)

    assert (taken, standing(attempt)) == ((1,), (2, RIGHT))
    kept = ResponseEvent.objects.order_by("pk").values_list("revision", "outcome")
    assert list(kept) == [(1, "accepted"), (None, "imported"), (2, "imported")]
    assert take(attempt, teacher, one, other) == ()


def without(name: str) -> Callable[[Attempt], bytes]:
    def build(attempt: Attempt) -> bytes:
        whole = json.loads(file_of(attempt, message(attempt)))
        del whole[name]
        return json.dumps(whole).encode()

    return build


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda attempt: b"", "This is no file of unsent answers."),
        (lambda attempt: b"\xff\xfe\x00", "This is no file of unsent answers."),
        (lambda attempt: b"{" * 5000, "This is no file of unsent answers."),
        (lambda attempt: b"[" * 100_000, "This is no file of unsent answers."),
        (lambda attempt: b'{"questions": []}', "This is no file of unsent answers."),
        (lambda attempt: b"<html>", "This is no file of unsent answers."),
        (lambda attempt: b" " * 1_000_001, "larger than 1000000 bytes"),
        (without("attempt"), "The file is damaged (attempt)"),
        (without("messages"), "The file is damaged (messages)"),
        (lambda attempt: file_of(Attempt(pk=uuid4(), started_at=attempt.started_at)), "another sitting"),
        (lambda attempt: file_of(attempt, v=2), "The file is damaged (v)"),
        (lambda attempt: file_of(attempt, extra=1), "The file is damaged (extra)"),
        (lambda attempt: file_of(attempt, made_at="soon"), "The file is damaged (made_at)"),
        (
            lambda attempt: file_of(attempt, message(attempt, typed_at="9999-12-31T23:59:59Z")),
            "messages.0.typed_at",
        ),
        (lambda attempt: file_of(attempt, message(attempt, seq=0)), "messages.0.seq"),
        (lambda attempt: file_of(attempt, message(attempt, seq=2**53)), "messages.0.seq"),
        (lambda attempt: file_of(attempt, message(attempt, device="<script>")), "messages.0.device"),
        (lambda attempt: file_of(attempt, message(attempt, position=10**6)), "messages.0.position"),
        (lambda attempt: file_of(attempt, message(attempt, "x" * 10_001)), "messages.0.response"),
        (lambda attempt: file_of(attempt, *[{}] * 200_000), "messages.0.position"),
        (lambda attempt: file_of(attempt, *[message(attempt)] * 1500), "more than 1000 answers"),
        (lambda attempt: file_of(attempt, *[message(attempt)] * 10_000), "larger than 1000000 bytes"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_a_sentence(
    teacher_client: Client, attempt: Attempt, build: Callable[[Attempt], bytes], sentence: str
) -> None:
    response = upload(teacher_client, attempt, build(attempt))

    assert (response.status_code, ResponseEvent.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"position": 99}, "This exam has no question 99."),
        ({"response": {"v": 1, "parts": {"z": {"text": "x"}}}}, "This question has no part “z”."),
        ({"position": 2, "response": {"v": 1, "parts": {"a": {"choice": ["zz"]}}}}, "no option “zz”"),
        ({"response": {"v": 1, "parts": {"a": {"text": "x" * 2001}}}}, "at most 2000 characters"),
    ],
)
def test_answer_that_fits_nothing_is_named_and_cannot_be_chosen(
    teacher_client: Client, attempt: Attempt, changes: dict[str, Any], sentence: str
) -> None:
    raw = file_of(attempt, message(attempt, **changes))

    shown = upload(teacher_client, attempt, raw)
    body = {"handed": raw.decode(), "positions": [changes.get("position", 1)]}
    teacher_client.post(reverse("teacher_hand_in", args=[attempt.pk]), body)

    html = shown.content.decode()
    assert (shown.status_code, sentence in html, 'name="positions"' in html) == (200, True, False)
    assert ResponseEvent.objects.count() == 0


def test_nul_and_markup_in_a_file_do_no_harm(teacher_client: Client, attempt: Attempt) -> None:
    raw = file_of(attempt, message(attempt, "x\0<script>alert(1)</script>"), name="\0<b>")

    shown = upload(teacher_client, attempt, raw)
    body = {"handed": shown.context["handed"], "positions": ["1"]}
    taken = teacher_client.post(reverse("teacher_hand_in", args=[attempt.pk]), body)

    assert "<script>alert(1)" not in shown.content.decode()
    assert (taken.status_code, standing(attempt)[1][:2]) == (302, "x\ufffd")


def test_teacher_looks_chooses_and_takes(teacher_client: Client, ended: Attempt, teacher: User) -> None:
    raw = file_of(
        ended,
        message(ended, seq=7),
        message(ended, "42", position=5, seq=8, minute=500),
    )
    shown = upload(teacher_client, ended, raw)
    proposed = {one.handed.position: one.is_proposed for one in shown.context["questions"]}
    body = {"handed": shown.context["handed"], "positions": ["1"]}

    response = teacher_client.post(reverse("teacher_hand_in", args=[ended.pk]), body, follow=True)

    assert proposed == {1: True, 5: False}
    assert "after the end" in shown.content.decode()
    assert "1 answer was taken in." in response.content.decode()
    assert not Response.objects.filter(attempt=ended, position=5).exists()


def test_answer_that_was_changed_on_another_device_since_is_not_proposed(
    teacher_client: Client, student_client: Client, attempt: Attempt
) -> None:
    Attempt.objects.update(started_at=attempt.started_at - timedelta(hours=1))
    old, new = message(attempt, minute=-30), message(attempt, minute=1, position=2, seq=2)
    put_answer(student_client, attempt, {"text": WRONG})
    new["response"] = {"v": 1, "parts": {"a": {"choice": ["o2"]}}}

    shown = upload(teacher_client, attempt, file_of(attempt, old, new))

    proposed = {one.handed.position: one.is_proposed for one in shown.context["questions"]}
    assert proposed == {1: False, 2: True}


def test_choosing_nothing_is_said_and_keeps_the_file(teacher_client: Client, attempt: Attempt) -> None:
    raw = file_of(attempt, message(attempt))

    response = teacher_client.post(reverse("teacher_hand_in", args=[attempt.pk]), {"handed": raw.decode()})

    assert (response.status_code, ResponseEvent.objects.count()) == (422, 0)
    assert "Choose at least one question." in response.content.decode()
    assert response.context["handed"]


def test_another_teacher_takes_nothing_in(other_teacher_client: Client, attempt: Attempt) -> None:
    raw = file_of(attempt, message(attempt))

    response = other_teacher_client.post(
        reverse("teacher_hand_in", args=[attempt.pk]), {"handed": raw.decode(), "positions": ["1"]}
    )

    assert (response.status_code, ResponseEvent.objects.count()) == (404, 0)
