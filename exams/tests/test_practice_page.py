"""Trying how answers are typed: the fields of an exam, and nothing behind them."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.tests.browsers import client_of
from exams.models import Attempt, Response
from exams.presenting.practice import ways_to_write
from exams.tests.reading_pages import page, text


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", ["이 식을 그대로 써 보세요.", "하나를 골라 보세요."]), ("en", ["Copy this.", "Choose one."])],
)
def test_practice_speaks_the_language_of_its_reader(student: User, language: str, words: list[str]) -> None:
    client = client_of(student)
    client.cookies["django_language"] = language

    shown = text(client.get(page("try_typing")))

    assert [word for word in words if word not in shown] == []


def test_practice_is_open_to_who_is_in_no_class(stranger_client: Client) -> None:
    assert stranger_client.get(page("try_typing")).status_code == 200


def test_practice_has_a_field_of_every_kind(student_client: Client) -> None:
    questions = student_client.get(page("try_typing")).context["questions"]

    kinds = {part.kind for question in questions for part in question.parts}

    assert kinds == {
        "expression",
        "number",
        "integer",
        "choice",
        "multiple_choice",
        "matching",
        "ordering",
        "cloze",
        "short_text",
        "working",
    }


def test_practice_keeps_nothing(student_client: Client) -> None:
    answer = student_client.post(page("try_typing"), {"q1-part-a": "x"})

    assert answer.status_code == 405
    assert (Attempt.objects.count(), Response.objects.count()) == (0, 0)


@pytest.mark.parametrize("place", range(8))
def test_every_way_to_write_is_read(place: int) -> None:
    _typed, reading = ways_to_write()[place]

    assert (bool(reading.math), reading.error) == (True, "")


def test_preview_reads_what_is_typed_on_the_practice_page(student_client: Client) -> None:
    sent = {"name": "q1-part-a", "symbols": '{"variables": ["x"]}', "kind": "expression", "q1-part-a": "x^2"}

    assert "We read this as" in text(student_client.post(page("grading_read"), sent))
