"""What a key takes for right although it is altered: told where the author may not have meant it."""

from __future__ import annotations

import pytest

from exams.services.mutating import find_survivors
from grading.engine import Symbols
from grading.keys import (
    AntiderivativeKey,
    ChoiceKey,
    ClozeKey,
    DerivativeKey,
    EquationKey,
    ExpressionKey,
    Foreseen,
    InequalityKey,
    IntegerKey,
    Key,
    ListKey,
    MatrixKey,
    Mistake,
    NumberKey,
    PropertyKey,
    SetKey,
    WorkingKey,
)
from grading.marking import AskedPart

X = Symbols(variables=("x", "y"))

TIGHT: list[Key] = [
    ChoiceKey(correct="o1"),
    IntegerKey(value="7"),
    NumberKey(value="1/3"),
    NumberKey(value="0.25", absolute="0.01"),
    ExpressionKey(expression="x^2-3x"),
    EquationKey(answer="y=2x+1"),
    InequalityKey(answer="1<x<=3"),
    SetKey(answer="{1,2}"),
    ListKey(answer="(1,2)"),
    MatrixKey(answer="[[1,2],[3,4]]"),
    DerivativeKey(answer="2x"),
    AntiderivativeKey(answer="x^2+C"),
    PropertyKey(answer="x^2-1", properties="degree=2"),
    WorkingKey(lines=("2x=6", "x=3")),
]


def survivors(key: Key) -> list[tuple[str, str, str, int]]:
    part = AskedPart("a", key, None, symbols=X)
    return [
        (one.blank, one.mutant.text, one.mutant.change, one.alternative) for one in find_survivors([part])
    ]


@pytest.mark.parametrize("key", TIGHT, ids=lambda key: key.kind)
def test_survivors_of_a_tight_key_are_none(key: Key) -> None:
    found = survivors(key)

    assert found == []


def test_survivors_of_a_wide_tolerance_are_the_numbers_within_it() -> None:
    found = survivors(NumberKey(value="10", absolute="1"))

    assert found == [("", "11", "number", 0), ("", "9", "number", 0)]


def test_survivors_of_a_foreseen_answer_name_its_number() -> None:
    foreseen = (Foreseen(answer="2x", credit="0"), Foreseen(answer="x^2+3x", credit="1/2"))

    found = survivors(ExpressionKey(expression="x^2-3x", alternatives=foreseen))

    assert found == [("", "x^2 + 3*x", "sign", 2)]


def test_survivors_of_a_key_with_rules_are_those_without_them() -> None:
    mistakes = (Mistake(rule="sign", credit="1/2"), Mistake(rule="unsimplified", credit="1/2"))
    key = NumberKey(value="10", absolute="1")

    found = survivors(key.model_copy(update={"mistakes": mistakes}))

    assert found == survivors(key)


def test_survivors_of_a_blank_name_the_blank() -> None:
    found = survivors(
        ClozeKey(blanks={"b1": IntegerKey(value="7"), "b2": NumberKey(value="10", absolute="1")})
    )

    assert found == [("b2", "11", "number", 0), ("b2", "9", "number", 0)]
