"""The forms by which a teacher acts on a running exam: pages of their own, and the page of one student."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Classroom, User
from exams.models import Assignment, Attempt, Notice
from exams.services.delivery import start_attempt, submit_attempt
from exams.services.supervising import pause_attempts
from exams.tests.factories import make_assignment
from exams.tests.teaching import fill_class


@pytest.fixture
def running(classroom: Classroom, teacher: User) -> Assignment:
    return make_assignment(classroom, by=teacher, limit_s=1800)


@pytest.fixture
def sitting(running: Assignment, student: User) -> Attempt:
    return start_attempt(running, student=student)


def send(client: Client, page: str, assignment: Assignment, **fields: Any) -> HttpResponse:
    return client.post(reverse(page, args=[assignment.pk]), fields)


def messages_of(client: Client, response: HttpResponse) -> list[str]:
    return [str(message) for message in client.get(response["Location"]).context["messages"]]


def deadline(attempt: Attempt) -> str:
    return timezone.localtime(Attempt.objects.get(pk=attempt.pk).deadline_at).strftime("%H:%M")


def test_time_for_everyone_goes_back_to_the_board_and_says_until_when(
    teacher_client: Client, running: Assignment, sitting: Attempt
) -> None:
    response = send(teacher_client, "teacher_give_time", running, minutes="10", attempt="", names="hidden")

    assert response["Location"] == f"{reverse('teacher_assignment', args=[running.pk])}?names=hidden"
    said = f"10 minutes more for 1 student. Time is up at {deadline(sitting)}."
    assert messages_of(teacher_client, response) == [said]
    assert Attempt.objects.get().deadline_at == sitting.deadline_at + timedelta(minutes=10)


def test_time_for_one_from_their_page_goes_back_there(
    teacher_client: Client, running: Assignment, sitting: Attempt
) -> None:
    page = reverse("teacher_attempt", args=[sitting.pk])
    form = next(
        form for act, form in teacher_client.get(page).context["supervise"] if "minutes" in form.fields
    )
    body = {field.name: field.value() or "" for field in form}

    response = send(teacher_client, "teacher_give_time", running, **body)

    assert response["Location"] == page
    said = f"1 Student Kim: 5 minutes more. Time is up at {deadline(sitting)}."
    assert messages_of(teacher_client, response) == [said]


def test_page_of_a_student_says_how_the_deadline_moved(
    teacher_client: Client, running: Assignment, sitting: Attempt
) -> None:
    send(teacher_client, "teacher_give_time", running, minutes="10", reason="broken tablet")

    html = teacher_client.get(reverse("teacher_attempt", args=[sitting.pk])).content.decode()

    assert "More time" in html
    assert "10 minutes</span> · Teacher Han" in html
    assert "broken tablet" in html


def test_form_sent_twice_acts_once_and_says_so(
    teacher_client: Client, running: Assignment, sitting: Attempt
) -> None:
    body = {"minutes": "5", "attempt": "", "token": "a" * 32}
    send(teacher_client, "teacher_give_time", running, **body)

    second = send(teacher_client, "teacher_give_time", running, **body)

    assert "sent twice" in messages_of(teacher_client, second)[-1]
    assert Attempt.objects.get().deadline_at == sitting.deadline_at + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("page", "fields", "sentence"),
    [
        ("teacher_give_time", {"minutes": "0"}, "greater than or equal to 1"),
        ("teacher_give_time", {"minutes": "121"}, "less than or equal to 120"),
        ("teacher_give_time", {"minutes": "soon"}, "Enter a whole number."),
        ("teacher_give_time", {"minutes": "5", "attempt": "0" * 32}, "not sitting the exam any more"),
        ("teacher_give_time", {"minutes": "5", "reason": "\0"}, "Null characters are not allowed."),
        ("teacher_announce", {"text": "  "}, "Write what students are to read."),
        ("teacher_announce", {"text": "x" * 501}, "at most 500 characters"),
        ("teacher_announce", {"text": "Look.", "token": "<script>"}, ""),
        ("teacher_pause", {"attempt": "x"}, "not sitting the exam any more"),
    ],
)
def test_what_cannot_be_done_is_said_above_the_filled_form(
    teacher_client: Client,
    running: Assignment,
    sitting: Attempt,
    page: str,
    fields: dict[str, str],
    sentence: str,
) -> None:
    response = send(teacher_client, page, running, **fields)

    assert (response.status_code, Notice.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_nobody_sitting_is_said(teacher_client: Client, running: Assignment, sitting: Attempt) -> None:
    submit_attempt(sitting.pk, student=sitting.student)

    response = send(teacher_client, "teacher_give_time", running, minutes="5")

    assert (response.status_code, Notice.objects.count()) == (422, 0)
    assert "Nobody it concerns is sitting this exam now" in response.content.decode()


def test_announcement_and_pause_and_going_on(
    teacher_client: Client, running: Assignment, sitting: Attempt
) -> None:
    send(teacher_client, "teacher_announce", running, text="Five minutes left.")
    send(teacher_client, "teacher_pause", running, attempt=str(sitting.pk))
    board = [
        act.page
        for act, _form in teacher_client.get(reverse("teacher_attempt", args=[sitting.pk])).context[
            "supervise"
        ]
    ]
    response = send(teacher_client, "teacher_resume", running, attempt="")

    assert board == ["teacher_give_time", "teacher_announce", "teacher_resume"]
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == [
        "announcement",
        "pause",
        "resume",
    ]
    assert "1 student goes on." in messages_of(teacher_client, response)[-1]


def test_pages_with_names_hidden_name_nobody(
    teacher_client: Client, running: Assignment, sitting: Attempt
) -> None:
    address = f"{reverse('teacher_give_time', args=[running.pk])}?names=hidden"

    html = teacher_client.get(address).content.decode()
    response = send(
        teacher_client, "teacher_give_time", running, minutes="5", attempt=str(sitting.pk), names="hidden"
    )

    assert "Student Kim" not in html
    assert ">Place 1</option>" in html
    assert messages_of(teacher_client, response)[0].startswith("Place 1: 5 minutes more.")


def test_without_names_a_student_is_called_as_on_the_board(
    teacher_client: Client, running: Assignment, classroom: Classroom
) -> None:
    """Numbers on the roster have gaps: the second on the board has number 12."""
    _first, second = fill_class(classroom, count=2)
    start_attempt(running, student=second)

    page = teacher_client.get(f"{reverse('teacher_assignment', args=[running.pk])}?names=hidden")

    assert [row.place for row in page.context["board"].rows if row.attempt_id] == [2]
    assert ">Place 2</option>" in page.content.decode()


def test_without_names_nothing_on_the_board_says_who_has_more_time(
    teacher_client: Client, running: Assignment, sitting: Attempt
) -> None:
    address = f"{reverse('teacher_assignment', args=[running.pk])}?sort=left"

    named = teacher_client.get(address)
    hidden = teacher_client.get(f"{address}&names=hidden")

    assert (named.context["sort"], hidden.context["sort"]) == ("left", "")
    assert ("Time left" in named.content.decode(), "Time left" in hidden.content.decode()) == (True, False)
    assert f"(until {deadline(sitting)})" in named.content.decode()
    assert f"(until {deadline(sitting)})" not in hidden.content.decode()


def test_another_teacher_changes_nothing(
    other_teacher_client: Client, running: Assignment, sitting: Attempt
) -> None:
    answers = [
        send(other_teacher_client, page, running, minutes="5", text="Hello.")
        for page in ("teacher_give_time", "teacher_announce", "teacher_pause", "teacher_resume")
    ]

    assert [response.status_code for response in answers] == [404] * 4
    assert Notice.objects.count() == 0


def test_attempt_of_another_class_cannot_be_named(
    teacher_client: Client,
    teacher: User,
    running: Assignment,
    sitting: Attempt,
    classroom: Classroom,
    classmate: User,
) -> None:
    elsewhere = start_attempt(make_assignment(classroom, by=teacher), student=classmate)
    pause_attempts(elsewhere.assignment, by=teacher)

    for page in ("teacher_give_time", "teacher_announce", "teacher_resume"):
        response = send(teacher_client, page, running, attempt=str(elsewhere.pk), minutes="5", text="Hello.")
        assert response.status_code == 422
