"""“We read this as …”: what the fragment below an answer field says to good and to hostile input."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.tests.browsers import BACKEND
from grading.engine import Symbols
from grading.readings import read_answer_for_page, show_reason
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
        ("number", "x = 2", "Write only the number, without = or an inequality sign."),
        ("number", "0,5", "Write a decimal with a point: 0.5, not 0,5."),
        ("expression", "y = 2x", "Write an expression, without = or an inequality sign."),
        ("expression", "x &gt; 2", "Write an expression, without = or an inequality sign."),
        ("expression", "x, 2", "Write one expression only, without commas between several."),
        ("expression", "1,5x", "Write a decimal with a point: 1.5, not 1,5."),
        ("expression", "x/0", "Nothing can be divided by 0."),
        (
            "expression",
            "∫_0^1 x dx",
            "Work it out: no integral, derivative, limit or sum may be left as it stands.",
        ),
    ],
)
def test_what_this_kind_of_question_cannot_take_is_said_while_typing(
    student_client: Client, kind: str, text: str, sentence: str
) -> None:
    status, html = ask(student_client, unescape(text), symbols="", kind=kind)

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


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("x^2-(3x", "x^2-<mark>(</mark>3x"),
        ("x+y", "x+<mark>y</mark>"),
        ("x+", "x+<mark> </mark>"),
        ("3 apples", "3 <mark>apples</mark>"),
        ("x<<x", "x&lt;<mark>&lt;</mark>x"),
        ("1+" * 20 + "(" + "+1" * 20, f"…{'1+' * 12}<mark>(</mark>{'+1' * 12}…"),
    ],
)
def test_place_of_what_cannot_be_read_is_marked_in_what_was_typed(
    student_client: Client, text: str, marked: str
) -> None:
    _status, html = ask(student_client, text)

    assert f'<p class="reading-place" aria-hidden="true"><code>{marked}</code></p>' in html


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("sin x/2", ["sin(x)/2", "sin(x/2)"]),
        ("|x|x|x|", ["abs(x)*x*abs(x)", "abs(x*abs(x)*x)"]),
        ("2e-3", ["2*e - 3", "2E-3"]),
    ],
)
def test_both_ways_to_read_what_is_ambiguous_are_offered(
    student_client: Client, text: str, ways: list[str]
) -> None:
    _status, html = ask(student_client, text)

    offered = [unescape(way) for way in re.findall(r'data-write="([^"]*)"', html)]
    assert (sorted(offered), html.count("<math")) == (sorted(ways), 2)
    assert [ask(student_client, way)[1].count("reading-error") for way in offered] == [0, 0]


@pytest.mark.parametrize(("language", "words"), [("en", "x squared minus four"), ("ko", "엑스 제곱 빼기 사")])
def test_reading_is_also_said_in_words(language: str, words: str) -> None:
    with translation.override(language):
        reading = read_answer_for_page(TextResponse(text="x^2-4"), kind="expression", symbols=Symbols())

    assert f'<math aria-label="{words}">' in reading.math


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
        ("expression", "x = 2", "Write an expression, without = or an inequality sign."),
        ("expression", "(1, 2)", "Write one expression only, without commas between several."),
        ("expression", "±2", ""),
        ("expression", "  ", ""),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_page_says_before_the_end_what_marking_will_call_unreadable(kind: str, text: str, error: str) -> None:
    reading = read_answer_for_page(TextResponse(text=text), kind=kind, symbols=Symbols())

    assert reading.error == error


def test_reason_on_a_page_shows_its_formulas_and_escapes_the_rest() -> None:
    values = {"part": "x^2 - 4", "equal": True, "form": "factored"}

    shown = show_reason("incorrect", {"code": "not_factored", "values": values}, symbols=Symbols())

    assert shown.startswith("The value is right, but the form is not. <math")
    assert shown.endswith("</math> can still be factored.")
    assert "<msup>" in shown


def test_reason_without_a_formula_is_text() -> None:
    reason = {"code": "decided_by_person", "values": {"comment": "<b>2 < 3</b>"}}

    shown = show_reason("partial", reason, symbols=Symbols())

    assert shown == "Your teacher writes: &lt;b&gt;2 &lt; 3&lt;/b&gt;"
