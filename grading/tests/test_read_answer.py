"""“We read this as …”: what the fragment below an answer field says to good and to hostile input."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.browsers import BACKEND
from grading.engine import Symbols
from grading.readings import read_answer_for_page
from grading.responses import TextResponse

X = json.dumps({"variables": ["x"], "closed": True})


def ask(
    client: Client, text: str, *, symbols: str = X, name: str = "q1-part-a", kind: str = "expression"
) -> tuple[int, str]:
    """Status and fragment for ``text`` typed into the field ``name`` of a part of ``kind``."""
    sent = {"name": name, name: text, "symbols": symbols, "kind": kind}
    answer = client.post(reverse("grading_read"), sent)
    return answer.status_code, answer.content.decode().strip()


def test_formula_comes_back_as_mathematics_in_a_fragment(student_client: Client) -> None:
    status, html = ask(student_client, "x^2/3")

    assert (status, "We read this as" in html, "<mfrac>" in html, "<html" in html) == (200, True, True, False)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("integer", "1000", "Write a whole number from 0 to 999."),
        ("integer", "x^2", "Write a whole number from 0 to 999."),
        ("number", "2x", "Write one number, without letters."),
    ],
)
def test_what_this_kind_of_question_cannot_take_is_said_while_typing(
    student_client: Client, kind: str, text: str, sentence: str
) -> None:
    status, html = ask(student_client, text, kind=kind)

    assert (status, html) == (200, f'<p class="reading-error">{sentence}</p>')


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x^2-(3x", "A bracket has no partner. (Character 5)"),
        ("x+y", "The letter y is not used in this question. Letters to use: x. (Character 3)"),
        ("sin x/2", "This can be read in two ways. Add brackets or a multiplication sign. (Character 6)"),
        ("<script>alert(1)</script>", "Please write only the answer as a formula, without words."),
        ("\\input{/etc/passwd}", "“\\” is not a sign that can be used here. (Character 1)"),
        ("x" * 501, "This is too long to read. Please shorten it."),
        ("(" * 400, "There are too many brackets inside one another to read this."),
        ("{{ request.user }}", "Please write only the answer as a formula, without words."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(student_client: Client, text: str, sentence: str) -> None:
    status, html = ask(student_client, text)

    assert (status, "reading-error" in html, sentence in html, "<script" in html) == (200, True, True, False)


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_nothing_written_gives_an_empty_fragment(student_client: Client, text: str) -> None:
    assert ask(student_client, text) == (200, "")


def test_field_that_the_form_does_not_hold_is_nothing_written(student_client: Client) -> None:
    answer = student_client.post(reverse("grading_read"), {"name": "another", "symbols": X})

    assert (answer.status_code, answer.content.strip()) == (200, b"")


@pytest.mark.parametrize(
    "symbols",
    [
        "x",
        "[]",
        '{"variables": "x"}',
        '{"letters": ["x"]}',
        '{"variables": [1]}',
        '{"variables": [""]}',
        json.dumps({"variables": ["x" * 21]}),
        json.dumps({"variables": ["x"] * 41}),
        "[" * 5_000,
    ],
)
def test_symbols_of_another_shape_are_422(student_client: Client, symbols: str) -> None:
    assert ask(student_client, "x", symbols=symbols) == (422, "")


def test_answer_without_symbols_may_use_any_letter(student_client: Client) -> None:
    status, html = ask(student_client, "x+y", symbols="")

    assert (status, "We read this as" in html) == (200, True)


def test_signed_out_reader_is_sent_to_sign_in(client: Client) -> None:
    answer = client.post(reverse("grading_read"), {"name": "a", "a": "x"})

    assert answer.url.startswith(reverse("account_login"))


def test_reading_takes_nothing_but_post(student_client: Client) -> None:
    assert student_client.get(reverse("grading_read")).status_code == 405


def test_reading_needs_the_csrf_token(student: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(student, backend=BACKEND)

    assert browser.post(reverse("grading_read"), {"name": "a", "a": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("kind", "text", "error"),
    [
        ("integer", "042", ""),
        ("integer", "4²", "Write a whole number from 0 to 999."),
        ("integer", "forty", "Write a whole number from 0 to 999."),
        ("number", "22/7", ""),
        ("number", "x", "Write one number, without letters."),
        ("number", "3.1.4", "This number cannot be read. (Character 1)"),
        ("expression", "x", ""),
        ("expression", "(x", "A bracket has no partner. (Character 1)"),
        ("expression", "  ", ""),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_page_says_before_the_end_what_marking_will_call_unreadable(kind: str, text: str, error: str) -> None:
    reading = read_answer_for_page(TextResponse(text=text), kind=kind, symbols=Symbols())

    assert reading.error == error
