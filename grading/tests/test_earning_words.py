"""What a student reads of an answer that was foreseen: the reason, and what its author wrote."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from grading.engine import Symbols
from grading.engine.variants import Values
from grading.keys import fill_key, load_key
from grading.readings import read_for_page, show_reason
from grading.wording import word_reason

BOTH = {"ko": "부호를 보세요", "en": "Mind the sign."}
WORDS: list[tuple[str, dict[str, Any], str]] = [
    ("foreseen_answer", {"message": {}}, "This is not the right answer, but one that was foreseen."),
    ("foreseen_answer", {"message": BOTH}, "Mind the sign."),
    ("foreseen_answer", {"message": {"ko": "부호를 보세요"}}, "부호를 보세요"),
    ("mistake_sign", {"rule": "sign", "message": {}}, "Only the sign is different."),
    ("mistake_sign", {"rule": "sign", "message": BOTH}, "Only the sign is different. Mind the sign."),
    ("mistake_factor", {"factor": "1/2"}, "This is 1/2 times the right answer."),
    ("mistake_unsimplified", {"part": "6/4"}, "This is right, but 6/4 can still be simplified."),
    (
        "follows_own_value",
        {"part": "a", "message": {"en": "50 % of it."}},
        "Right, worked out from your own answer to an earlier part. 50 % of it.",
    ),
    ("mistake_sign", {"message": {"ko": "", "en": ""}}, "Only the sign is different."),
]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("code", "values", "sentence"), WORDS)
def test_reason_has_the_authors_message(code: str, values: dict[str, Any], sentence: str) -> None:
    assert word_reason("partial", {"code": code, "values": values}) == sentence


@pytest.mark.parametrize(("language", "message"), [("ko", "부호를 보세요"), ("en", "Mind the sign.")])
def test_message_is_in_the_readers_language(language: str, message: str) -> None:
    with translation.override(language):
        assert word_reason("partial", {"code": "foreseen_answer", "values": {"message": BOTH}}) == message


@pytest.mark.usefixtures("in_english")
def test_message_on_a_page_is_never_markup() -> None:
    reason = {"code": "foreseen_answer", "values": {"message": {"en": "<b>x < 1</b>"}}}

    assert show_reason("partial", reason, symbols=Symbols()) == "&lt;b&gt;x &lt; 1&lt;/b&gt;"


@pytest.mark.usefixtures("in_english")
def test_factor_on_a_page_is_mathematics() -> None:
    shown = show_reason("partial", {"code": "mistake_factor", "values": {"factor": "1/2"}}, symbols=Symbols())

    assert "<mfrac>" in shown


@pytest.mark.usefixtures("in_english")
def test_formula_in_a_message_is_mathematics_and_one_that_cannot_be_shown_stays() -> None:
    message = {"en": r"Not $x^2$, but $\nothing$ and $5"}
    whole = {"en": r"Not $x^2$, but $\nothing{$"}

    shown = show_reason(
        "partial", {"code": "foreseen_answer", "values": {"message": whole}}, symbols=Symbols()
    )
    unclosed = show_reason(
        "partial", {"code": "foreseen_answer", "values": {"message": message}}, symbols=Symbols()
    )

    assert "<msup>" in shown
    assert r"$\nothing{$" in shown
    assert "<math" not in unclosed
    assert "$x^2$" in unclosed


def test_message_of_a_variant_shows_its_values_in_formulas_as_people_write_them() -> None:
    told = {"answer": "x", "message": {"ko": "$x^2+{b}x$ 대신", "en": "instead of {b}"}}
    key = load_key({"kind": "expression", "expression": "x+{b}", "alternatives": [told]})

    filled = fill_key(key, Values.of({"b": -3}))

    assert filled.alternatives[0].message == {"ko": "$x^2-3x$ 대신", "en": "instead of -3"}


@pytest.mark.parametrize(("language", "word"), [("ko", "또는"), ("en", "or")])
def test_solutions_are_joined_by_a_word_and_statements_by_their_sign(language: str, word: str) -> None:
    symbols = Symbols(variables=("x", "p", "q"))

    with translation.override(language):
        solutions = read_for_page("x=1 or x=2", symbols=symbols).math
        statement = read_for_page("p or q", symbols=symbols).math

    assert (f"\u00a0{word}\u00a0" in solutions, "∨" in solutions, "∨" in statement) == (True, False, True)
