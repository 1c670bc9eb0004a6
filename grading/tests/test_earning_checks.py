"""Keys that foresee what they cannot: refused before the question is saved, with what and where."""

from __future__ import annotations

from typing import Any

import pytest

from grading.engine import Symbols
from grading.engine.variants import Values
from grading.keys import (
    AntiderivativeKey,
    ChoiceKey,
    ClozeKey,
    ExpressionKey,
    Follow,
    Foreseen,
    FormRequirement,
    IntegerKey,
    Key,
    KeyProblem,
    MultipleChoiceKey,
    NumberKey,
    OrderingKey,
    QuantityKey,
    WorkingKey,
    check_key,
    fill_key,
)
from grading.marking import check_alternatives

OPTIONS = ("o1", "o2", "o3")
PLACES = ("1", "2", "3")
X = Symbols(variables=("x",), closed=True)


def foreseen(*answers: str) -> tuple[Foreseen, ...]:
    return tuple(Foreseen(answer=answer) for answer in answers)


def check(key: Key, *, earlier: tuple[str, ...] = ()) -> None:
    check_key(key, options=OPTIONS, stems=PLACES, symbols=X, earlier=earlier)
    check_alternatives(key, options=OPTIONS, stems=PLACES, symbols=X)


def expression(*answers: str) -> ExpressionKey:
    return ExpressionKey(expression="x^2-3x", alternatives=foreseen(*answers))


FACTORED = (FormRequirement(test="factored"),)
REFUSED: list[tuple[Key, str, dict[str, Any]]] = [
    (expression("x(x-3)"), "alternative_is_right", {"number": 1, "text": "x(x-3)"}),
    (expression("x^2", "3x+x^2", "x x"), "alternative_never_decides", {"number": 3, "text": "x x", "by": 1}),
    (expression("x^2-(3x"), "unreadable_key", {"text": "x^2-(3x", "read_code": "unbalanced_bracket"}),
    (expression("y"), "unreadable_key", {"text": "y", "read_code": "unknown_symbol"}),
    (expression("x=1"), "alternative_is_no_answer", {"number": 1, "text": "x=1"}),
    (expression("{b}x"), "unknown_parameter", {"name": "b"}),
    (expression("{@a}x"), "part_out_of_place", {"name": "a"}),
    (ExpressionKey(expression="2{@a}"), "part_out_of_place", {"name": "a"}),
    (IntegerKey(value="{@a}"), "part_out_of_place", {"name": "a"}),
    (WorkingKey(lines=("2x=4", "x={@a}")), "part_out_of_place", {"name": "a"}),
    (
        ExpressionKey(expression="x(x-3)", forms=FACTORED, alternatives=foreseen("x^2+3x")),
        *("alternative_lacks_form", {"number": 1, "text": "x^2+3x"}),
    ),
    (IntegerKey(value="7", alternatives=foreseen("07")), "alternative_is_right", {"number": 1, "text": "07"}),
    (
        IntegerKey(value="7", alternatives=foreseen("1000")),
        *("alternative_is_no_answer", {"number": 1, "text": "1000"}),
    ),
    (
        NumberKey(value="3.14", absolute="0.01", alternatives=foreseen("22/7")),
        *("alternative_is_right", {"number": 1, "text": "22/7"}),
    ),
    (
        QuantityKey(answer="5 m/s", alternatives=foreseen("18 km/h")),
        *("alternative_is_right", {"number": 1, "text": "18 km/h"}),
    ),
    (ChoiceKey(correct="o1", alternatives=foreseen("o9")), "unknown_option", {"option": "o9"}),
    (
        ChoiceKey(correct="o1", alternatives=foreseen("o2, o3")),
        *("alternative_is_no_answer", {"number": 1, "text": "o2, o3"}),
    ),
    (
        ChoiceKey(correct="o1", alternatives=foreseen("o1")),
        *("alternative_is_right", {"number": 1, "text": "o1"}),
    ),
    (
        MultipleChoiceKey(correct=("o1", "o2"), alternatives=foreseen("o1", "o3", "o3 , ")),
        *("alternative_never_decides", {"number": 3, "text": "o3 , ", "by": 2}),
    ),
    (
        OrderingKey(order=OPTIONS, alternatives=foreseen("o2, o1")),
        *("alternative_is_no_answer", {"number": 1, "text": "o2, o1"}),
    ),
    (
        ClozeKey(blanks={blank: expression("x(x-3)") if blank == "2" else expression() for blank in PLACES}),
        *("alternative_is_right", {"number": 1, "text": "x(x-3)"}),
    ),
    (IntegerKey(value="6", follow=Follow(answer="3*2")), "follows_nothing", {"text": "3*2"}),
    (IntegerKey(value="6", follow=Follow(answer="3*{@c}")), "follows_unknown_part", {"name": "c"}),
    (IntegerKey(value="6", follow=Follow(answer="{k}*{@a}")), "unknown_parameter", {"name": "k"}),
    (
        ExpressionKey(expression="x", follow=Follow(answer="({@a}x")),
        *("unreadable_key", {"text": "({@a}x", "read_code": "unbalanced_bracket"}),
    ),
]


@pytest.mark.parametrize(("key", "code", "values"), REFUSED)
def test_key_that_foresees_what_it_cannot_is_refused(key: Key, code: str, values: dict[str, Any]) -> None:
    with pytest.raises(KeyProblem) as problem:
        check(key, earlier=("a", "b"))

    found = {name: value for name, value in problem.value.values.items() if name != "reading"}
    assert (problem.value.code, found) == (code, values)


TAKEN: list[Key] = [
    expression("x^2", "x^2+3x", "0"),
    ExpressionKey(expression="x(x-3)", forms=FACTORED, alternatives=foreseen("x(x+3)")),
    IntegerKey(value="7", alternatives=foreseen("14", "28/2+1")),
    NumberKey(value="3.14", absolute="0.01", alternatives=foreseen("6.28")),
    QuantityKey(answer="5 m/s", alternatives=foreseen("7 m/s", "7 km/h")),
    ChoiceKey(correct="o1", alternatives=foreseen("o2", "o3")),
    MultipleChoiceKey(correct=("o1", "o2"), alternatives=foreseen("o1", "o1, o3")),
    OrderingKey(order=OPTIONS, alternatives=foreseen("o3, o2, o1")),
    IntegerKey(value="6", follow=Follow(answer="3*{@a}")),
    ExpressionKey(expression="6x", follow=Follow(answer="{@a}{@b}x")),
    QuantityKey(answer="6 m", follow=Follow(answer="{@a} m")),
    AntiderivativeKey(answer="x^2+C", alternatives=foreseen("2x+C"), follow=Follow(answer="{@a}x+C")),
]


@pytest.mark.parametrize("key", TAKEN, ids=lambda key: key.kind)
def test_key_that_can_be_used_is_taken(key: Key) -> None:
    check(key, earlier=("a", "b"))


@pytest.mark.parametrize(("b", "is_taken"), [(-3, True), (0, False)])
def test_alternative_is_tried_with_the_values_of_each_variant(b: int, is_taken: bool) -> None:
    key = fill_key(
        ExpressionKey(expression="x^2+{b}x", alternatives=foreseen("x^2-{b}x")),
        Values.from_json({"b": str(b)}),
    )

    try:
        check(key)
    except KeyProblem as problem:
        found = problem.code
    else:
        found = ""

    assert found == ("" if is_taken else "alternative_is_right")
