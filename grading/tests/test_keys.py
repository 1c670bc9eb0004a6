"""Keys in and out of JSON, filled with a variant's values, refused where marking could not use them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from grading.engine import Symbols
from grading.engine.variants import Values
from grading.keys import (
    ChoiceKey,
    ExpressionKey,
    IntegerKey,
    Key,
    KeyProblem,
    MultipleChoiceKey,
    NumberKey,
    SymbolList,
    TrueFalseKey,
    check_key,
    fill_key,
    load_key,
    read_integer,
)

OPTIONS = ("o1", "o2", "o3")
STORED: list[dict[str, Any]] = [
    {"v": 1, "kind": "choice", "correct": "o3"},
    {"v": 1, "kind": "multiple_choice", "correct": ["o1", "o3"], "policy": "per_option"},
    {"v": 1, "kind": "true_false", "correct": False},
    {"v": 1, "kind": "integer", "value": "{k}"},
    {"v": 1, "kind": "number", "value": "3.14", "absolute": "0.01", "relative": None},
    {"v": 1, "kind": "expression", "expression": "x^2-{b}x"},
]


@pytest.mark.parametrize("stored", STORED, ids=lambda stored: stored["kind"])
def test_key_of_every_kind_comes_out_of_json_as_it_went_in(stored: dict[str, Any]) -> None:
    assert load_key(stored).model_dump(mode="json") == stored


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"kind": "oral"},
        {"v": 2, "kind": "choice", "correct": "o1"},
        {"kind": "choice"},
        {"kind": "choice", "correct": ["o1"]},
        {"kind": "choice", "correct": "o1", "hint": "the first"},
        {"kind": "multiple_choice", "correct": []},
        {"kind": "multiple_choice", "correct": ["o1", "o1"]},
        {"kind": "multiple_choice", "correct": ["o1"], "policy": "generous"},
        {"kind": "true_false", "correct": "perhaps"},
        {"kind": "integer", "value": ""},
        {"kind": "number", "value": "1", "absolute": "0.1", "relative": "0.1"},
        {"kind": "expression", "expression": "x" * 501},
        {"kind": "expression", "expression": ["x"]},
    ],
)
def test_key_of_another_shape_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        load_key(stored)


@pytest.mark.parametrize(
    ("key", "filled"),
    [
        (ChoiceKey(correct="o3"), ChoiceKey(correct="o3")),
        (MultipleChoiceKey(correct=("o1",)), MultipleChoiceKey(correct=("o1",))),
        (TrueFalseKey(correct=True), TrueFalseKey(correct=True)),
        (IntegerKey(value="{k}"), IntegerKey(value="12")),
        (NumberKey(value="{k}", absolute="{k}"), NumberKey(value="12", absolute="12")),
        (ExpressionKey(expression="x^2-{b}x"), ExpressionKey(expression="x^2-(-3)x")),
        (ExpressionKey(expression="2{k}+x{b}"), ExpressionKey(expression="2(12)+x(-3)")),
        (ExpressionKey(expression="{half}"), ExpressionKey(expression="1/2")),
    ],
)
def test_fill_key_puts_numbers_where_names_were(key: Key, filled: Key) -> None:
    values = Values.from_json({"k": "12", "b": "-3", "half": "1/2"})

    assert fill_key(key, values) == filled


def test_fill_key_leaves_braces_around_another_name() -> None:
    key = ExpressionKey(expression="{x}")

    assert fill_key(key, Values.from_json({"k": "1"})) == key


@pytest.mark.parametrize(
    "key",
    [
        ChoiceKey(correct="o3"),
        MultipleChoiceKey(correct=("o1", "o2")),
        TrueFalseKey(correct=False),
        IntegerKey(value="0"),
        IntegerKey(value="999"),
        NumberKey(value="-3/4", relative="1/100"),
        NumberKey(value="sqrt(2)", absolute="0.01"),
        NumberKey(value="pi"),
        ExpressionKey(expression="sin(x)/x"),
    ],
)
def test_check_key_accepts_what_marking_can_use(key: Key) -> None:
    check_key(key, options=OPTIONS, symbols=Symbols(variables=("x",), closed=True))


@pytest.mark.parametrize(
    ("key", "code", "values"),
    [
        (ChoiceKey(correct="o9"), "unknown_option", {"option": "o9"}),
        (MultipleChoiceKey(correct=("o1", "o9")), "unknown_option", {"option": "o9"}),
        (IntegerKey(value="1000"), "integer_out_of_range", {"text": "1000"}),
        (IntegerKey(value="-1"), "integer_out_of_range", {"text": "-1"}),
        (IntegerKey(value="1/2"), "integer_out_of_range", {"text": "1/2"}),
        (NumberKey(value="x"), "number_expected", {"text": "x"}),
        (NumberKey(value="{1}"), "number_expected", {"text": "{1}"}),
        (NumberKey(value="1/0"), "number_expected", {"text": "1/0"}),
        (NumberKey(value="{k}"), "unknown_parameter", {"name": "k"}),
        (NumberKey(value="1", absolute="{k}"), "unknown_parameter", {"name": "k"}),
        (ExpressionKey(expression="x^2-{k}x"), "unknown_parameter", {"name": "k"}),
        (ExpressionKey(expression="{1, 2}"), "expression_expected", {"text": "{1, 2}"}),
        (ExpressionKey(expression="x = 2"), "expression_expected", {"text": "x = 2"}),
        (NumberKey(value="1", absolute="small"), "bad_tolerance", {"text": "small"}),
        (NumberKey(value="1", absolute="-0.1"), "bad_tolerance", {"text": "-0.1"}),
        (NumberKey(value="1", relative="1/0"), "bad_tolerance", {"text": "1/0"}),
        (
            NumberKey(value="3 apples"),
            "unreadable_key",
            {"text": "3 apples", "read_code": "prose", "reading": {"found": "apples", "position": 2}},
        ),
        (
            ExpressionKey(expression="x^2-(3x"),
            "unreadable_key",
            {
                "text": "x^2-(3x",
                "read_code": "unbalanced_bracket",
                "reading": {"bracket": "(", "expected": ")", "position": 4},
            },
        ),
        (
            ExpressionKey(expression="x+y"),
            "unreadable_key",
            {
                "text": "x+y",
                "read_code": "unknown_symbol",
                "reading": {"found": "y", "expected": ["x"], "position": 2},
            },
        ),
    ],
)
def test_check_key_says_what_is_wrong_and_where(key: Key, code: str, values: dict[str, Any]) -> None:
    with pytest.raises(KeyProblem) as problem:
        check_key(key, options=OPTIONS, symbols=Symbols(variables=("x",), closed=True))

    assert (problem.value.code, problem.value.values) == (code, values)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("007", 7), ("999", 999), ("1000", None), ("", None), ("-1", None), ("１", None), ("²", None)],
)
def test_read_integer_takes_one_to_three_ascii_digits(text: str, value: int | None) -> None:
    assert read_integer(text) == value


def test_symbol_list_means_what_the_engine_means() -> None:
    written = SymbolList(variables=("x",), functions=("f",), constants=("k",), natural_log=True, closed=True)

    assert written.to_symbols() == Symbols(("x",), ("f",), ("k",), True, True)
