"""What an answer earns that follows rightly from the student's own answer to an earlier part."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from grading.engine import Outcome, Symbols, Verdict
from grading.keys import (
    DerivativeKey,
    EquationKey,
    ExpressionKey,
    Follow,
    IntegerKey,
    Key,
    Mistake,
    NumberKey,
    QuantityKey,
    SetKey,
)
from grading.marking import AskedPart, mark_parts
from grading.responses import TextResponse

CORRECT, PARTIAL, INCORRECT = Outcome.CORRECT, Outcome.PARTIAL, Outcome.INCORRECT
UNDECIDED, UNREADABLE = Outcome.UNDECIDED, Outcome.UNREADABLE
OPTIONS = ("o1", "o2", "o3", "o4", "o5")
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
X = Symbols(variables=("x",))


def typed(text: str) -> TextResponse:
    return TextResponse(text=text)


def told(verdict: Verdict) -> tuple[Outcome, Fraction, str]:
    return verdict.outcome, verdict.credit, verdict.reason.code


def follow_marked(key: Key, given: str, *, own: str, own_key: Key, symbols: Symbols = X) -> Verdict:
    """The verdict on part b, after part a was answered with ``own``."""
    parts = [
        AskedPart(id="a", key=own_key, response=typed(own), symbols=symbols),
        AskedPart(id="b", key=key, response=typed(given), symbols=symbols),
    ]
    return mark_parts(parts)[1]


TRIPLE = Follow(answer="3*{@a}")
FOLLOWED: list[tuple[Key, str, Key, str, Outcome, Any, str]] = [
    # key of b, answer to b, key of a, answer to a, outcome, credit, reason
    (
        IntegerKey(value="12", follow=TRIPLE),
        "15",
        IntegerKey(value="4"),
        "5",
        CORRECT,
        1,
        "follows_own_value",
    ),
    (IntegerKey(value="12", follow=TRIPLE), "12", IntegerKey(value="4"), "5", CORRECT, 1, "equal_exactly"),
    (
        IntegerKey(value="12", follow=TRIPLE),
        "16",
        IntegerKey(value="4"),
        "5",
        INCORRECT,
        0,
        "different_number",
    ),
    (
        IntegerKey(value="12", follow=TRIPLE),
        "15",
        IntegerKey(value="4"),
        "?",
        INCORRECT,
        0,
        "different_number",
    ),
    (
        IntegerKey(value="12", follow=TRIPLE),
        "15",
        IntegerKey(value="4"),
        "",
        INCORRECT,
        0,
        "different_number",
    ),
    (
        IntegerKey(value="12", follow=TRIPLE),
        "2",
        NumberKey(value="4"),
        "2/3",
        CORRECT,
        1,
        "follows_own_value",
    ),
    (
        IntegerKey(value="12", follow=TRIPLE),
        "1",
        NumberKey(value="4"),
        "1/2",
        INCORRECT,
        0,
        "different_number",
    ),
    (
        IntegerKey(value="12", follow=TRIPLE),
        "1",
        NumberKey(value="4"),
        "400",
        INCORRECT,
        0,
        "different_number",
    ),
    (
        NumberKey(value="12", absolute="0.01", follow=TRIPLE),
        *("4.24", NumberKey(value="4"), "sqrt(2)", CORRECT, 1, "follows_own_value"),
    ),
    (
        ExpressionKey(expression="x^2-1", follow=Follow(answer="{@a}^2-1", credit="2/3")),
        *("x^2-2x", ExpressionKey(expression="x"), "x-1", PARTIAL, Fraction(2, 3), "follows_own_value"),
    ),
    (
        ExpressionKey(expression="2x", follow=Follow(answer="2{@a}")),
        *("2x=2", ExpressionKey(expression="x"), "x=1", UNREADABLE, 0, "expression_expected"),
    ),
    (
        EquationKey(answer="y=3x", follow=Follow(answer="y={@a}*x")),
        *("y=x*2", IntegerKey(value="3"), "2", CORRECT, 1, "follows_own_value"),
    ),
    (
        SetKey(answer="{1,3}", follow=Follow(answer="{1, {@a}}")),
        *("{7,1}", IntegerKey(value="3"), "7", CORRECT, 1, "follows_own_value"),
    ),
    (
        QuantityKey(answer="6 m", follow=Follow(answer="{@a} m")),
        *("8 m", IntegerKey(value="6"), "8", CORRECT, 1, "follows_own_value"),
    ),
    (
        QuantityKey(answer="12 km", follow=TRIPLE),
        *("15000 m", QuantityKey(answer="4 km"), "5 킬로미터", CORRECT, 1, "follows_own_value"),
    ),
    (
        QuantityKey(answer="12 km", follow=TRIPLE),
        *("3 km", QuantityKey(answer="4 km"), "km", INCORRECT, 0, "different_number"),
    ),
    (
        ExpressionKey(expression="12", follow=TRIPLE),
        *("3x", NumberKey(value="4"), "x", INCORRECT, 0, "differs_at_point"),
    ),
    (
        DerivativeKey(answer="2x", follow=Follow(answer="diff({@a}, x)")),
        *("3x^2", ExpressionKey(expression="x^2"), "x^3", CORRECT, 1, "follows_own_value"),
    ),
    (
        IntegerKey(value="12", follow=TRIPLE),
        *("15", ExpressionKey(expression="x"), "9^9^9^9", INCORRECT, 0, "different_number"),
    ),
]


@pytest.mark.parametrize(("key", "given", "own_key", "own", "outcome", "credit", "code"), FOLLOWED)
def test_answer_that_follows_from_an_own_value_earns(
    key: Key, given: str, own_key: Key, own: str, outcome: Outcome, credit: Fraction, code: str
) -> None:
    verdict = follow_marked(key, given, own=own, own_key=own_key)

    assert told(verdict) == (outcome, credit, code)


def test_what_follows_is_held_to_be_simplified_as_well() -> None:
    key = NumberKey(
        value="3/4", follow=Follow(answer="{@a}/4"), mistakes=(Mistake(rule="unsimplified", credit="1/2"),)
    )

    verdict = follow_marked(key, "2/4", own="2", own_key=IntegerKey(value="3"))

    assert told(verdict) == (PARTIAL, HALF, "mistake_unsimplified")


def test_follow_through_names_the_part_and_what_it_was_judged_by() -> None:
    key = IntegerKey(value="12", follow=Follow(answer="3*{@a}", message={"en": "Check part a."}))

    verdict = follow_marked(key, "15", own="5", own_key=IntegerKey(value="4"))

    assert verdict.reason.values == {"part": "a", "message": {"en": "Check part a."}}
    assert verdict.certificate["earned"] == {"by": "follow", "answer": "3*(5)"}
    assert verdict.witness is None


@pytest.mark.parametrize(
    ("first", "second", "third", "outcome"),
    [("5", "6", "30", CORRECT), ("5", "7", "30", INCORRECT), ("5", "?", "30", INCORRECT)],
)
def test_follow_through_needs_every_part_that_it_names(
    first: str, second: str, third: str, outcome: Outcome
) -> None:
    last = IntegerKey(value="8", follow=Follow(answer="{@a}*{@b}"))
    parts = [
        AskedPart(id="a", key=IntegerKey(value="2"), response=typed(first)),
        AskedPart(id="b", key=IntegerKey(value="4"), response=typed(second)),
        AskedPart(id="c", key=last, response=typed(third)),
    ]

    assert mark_parts(parts)[2].outcome is outcome


def test_formula_may_be_given_in_latex_and_followed_in_plain_text() -> None:
    own = TextResponse(text=r"\frac{x}{2}", notation="latex")
    key = ExpressionKey(expression="2x", follow=Follow(answer="2*{@a}"))
    parts = [
        AskedPart(id="a", key=ExpressionKey(expression="x"), response=own, symbols=X),
        AskedPart(id="b", key=key, response=typed("x"), symbols=X),
    ]

    assert told(mark_parts(parts)[1]) == (CORRECT, 1, "follows_own_value")
