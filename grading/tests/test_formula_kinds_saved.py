"""Keys of formulas before they are saved, and their answers while they are typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from grading.engine import Outcome, Symbols
from grading.hints import TYPING_HINTS
from grading.keys import Key, KeyProblem, SymbolList, check_key, load_key
from grading.kinds import KINDS
from grading.marking import mark_response
from grading.readings import read_answer_for_page
from grading.responses import TextResponse

ONLY_X = Symbols(variables=("x",), closed=True)
GOOD: list[dict[str, Any]] = [
    {"kind": "quantity", "answer": "12 m/s"},
    {"kind": "quantity", "answer": "37/3 m/s", "figures": 3},
    {"kind": "quantity", "answer": "3 apples", "unit": "same"},
    {"kind": "quantity", "answer": "12 m/s", "absolute": "0.5 m/s"},
    {"kind": "equation", "answer": "y = 2x + 1"},
    {"kind": "equation", "answer": "no solution"},
    {"kind": "inequality", "answer": "x < 1 or x > 3", "written_as": "inequality"},
    {"kind": "inequality", "answer": "(1, 3)", "written_as": "interval"},
    {"kind": "set", "answer": "{1, 2}", "policy": "per_element"},
    {"kind": "set", "answer": "[1, 3]"},
    {"kind": "set", "answer": "∅"},
    {"kind": "list", "answer": "1, 2, 3"},
    {"kind": "matrix", "answer": "[[1, 2], [3, 4]]"},
    {"kind": "derivative", "answer": "3x^2", "forms": [{"test": "expanded"}]},
    {"kind": "antiderivative", "answer": "x^3/3 + C"},
    {"kind": "antiderivative", "answer": "x^3/3", "constant": "optional"},
    {"kind": "property", "answer": "x^2 - 1", "properties": "degree=2; roots=1, -1"},
]
BAD: list[tuple[dict[str, Any], str]] = [
    ({"kind": "quantity", "answer": "12"}, "unit_expected"),
    ({"kind": "quantity", "answer": "12 m + 3 s"}, "quantity_expected"),
    ({"kind": "quantity", "answer": "v = 12 m"}, "quantity_expected"),
    ({"kind": "quantity", "answer": "12 Kg"}, "unknown_unit"),
    ({"kind": "quantity", "answer": "12 m/"}, "unreadable_key"),
    ({"kind": "quantity", "answer": "12 m", "absolute": "some"}, "bad_tolerance"),
    ({"kind": "quantity", "answer": "12 m", "absolute": "3 kg"}, "bad_tolerance"),
    ({"kind": "quantity", "answer": "12 m", "relative": "-1"}, "bad_tolerance"),
    ({"kind": "equation", "answer": "2x + 1"}, "equation_expected"),
    ({"kind": "equation", "answer": "x > 1"}, "equation_expected"),
    ({"kind": "equation", "answer": "{1, 2}"}, "equation_expected"),
    ({"kind": "equation", "answer": "x = ∫_0^1 t dt"}, "unreadable_key"),
    ({"kind": "inequality", "answer": "x = 1"}, "inequality_expected"),
    ({"kind": "inequality", "answer": "x > 3", "written_as": "interval"}, "key_not_right"),
    ({"kind": "inequality", "answer": "(3, 4)", "written_as": "inequality"}, "key_not_right"),
    ({"kind": "set", "answer": "x > 3"}, "set_expected"),
    ({"kind": "set", "answer": "[1, 3]", "policy": "per_element"}, "elements_expected"),
    ({"kind": "set", "answer": "{}", "policy": "per_element"}, "elements_expected"),
    ({"kind": "set", "answer": "{1/0}"}, "unreadable_key"),
    ({"kind": "list", "answer": "5"}, "list_expected"),
    ({"kind": "list", "answer": "[1, 2)"}, "list_expected"),
    ({"kind": "matrix", "answer": "[[1, 2], [3]]"}, "matrix_expected"),
    ({"kind": "matrix", "answer": "1, 2"}, "matrix_expected"),
    ({"kind": "derivative", "answer": "diff(x^3, x)"}, "unreadable_key"),
    ({"kind": "derivative", "answer": "y = 3x^2"}, "expression_expected"),
    ({"kind": "derivative", "answer": "3x^2", "variable": "pi"}, "variable_expected"),
    ({"kind": "derivative", "answer": "(x+1)^2", "forms": [{"test": "expanded"}]}, "key_lacks_form"),
    ({"kind": "derivative", "answer": "3x^2", "forms": [{"test": "decimal_places"}]}, "form_options"),
    ({"kind": "antiderivative", "answer": "x^3/3"}, "key_not_right"),
    ({"kind": "antiderivative", "answer": "x^3/3 + C^2"}, "key_not_right"),
    ({"kind": "antiderivative", "answer": "x! + C"}, "no_derivative"),
    ({"kind": "property", "answer": "x - 1", "properties": "degree=2"}, "key_not_right"),
    ({"kind": "property", "answer": "x - 1", "properties": "colour=red"}, "bad_properties"),
    ({"kind": "property", "answer": "x - 1", "properties": "degree=many"}, "bad_properties"),
    ({"kind": "property", "answer": "x = 1", "properties": "degree=1"}, "expression_expected"),
]
# What cannot be an answer to any key of the kind, and what may be one.
REFUSED = {
    "quantity": ("m/s", "v = 5 m", "5 m, 3 m"),
    "equation": ("2x + 1", "x > 3", "(1, 2)"),
    "inequality": ("x = 3", "5", "(1, 2, 3)"),
    "set": ("x > 1", "2x = 6", "[[1]]"),
    "list": ("5", "x = 1", "[1, 2)"),
    "matrix": ("5", "1, 2", "[[1, 2], [3]]"),
    "derivative": ("diff(x^3, x)", "x = 3x^2", "1, 2"),
    "antiderivative": ("∫x dx", "x = 1", "x/0"),
    "property": ("x = 1", "1, 2", "x +"),
}
TAKEN = {
    "quantity": ("12 m/s", "3 apples", "12"),
    "equation": ("x = 3", "{1, 2}", "no solution", "x = 1 or x = 2"),
    "inequality": ("x > 3", "(1, 3]", "[1, 3]", "all", "x ≠ 2"),
    "set": ("{1, 2}", "3", "x = 1", "[1, 3]", "∅"),
    "list": ("(1, 2)", "1, 2, 3", "[1, 2]"),
    "matrix": ("[[1, 2], [3, 4]]", "(1, 2), (3, 4)", "[1, 2]"),
    "derivative": ("3x^2", "x^3"),
    "antiderivative": ("x^3/3 + C", "x^3/3"),
    "property": ("(x-1)(x-2)", "0"),
}
OWN: dict[str, Key] = {row["kind"]: load_key(row) for row in GOOD}


def problem_with(data: dict[str, Any]) -> KeyProblem:
    with pytest.raises(KeyProblem) as refusal:
        check_key(load_key(data))
    return refusal.value


@pytest.mark.parametrize("data", GOOD)
def test_good_key_is_saved(data: dict[str, Any]) -> None:
    key = load_key(data)

    check_key(key, symbols=Symbols(variables=("x", "y"), closed=True))


@pytest.mark.parametrize(("data", "code"), BAD)
def test_key_that_marking_cannot_use_is_refused(data: dict[str, Any], code: str) -> None:
    assert problem_with(data).code == code


def test_key_that_is_not_right_by_itself_says_why() -> None:
    problem = problem_with({"kind": "antiderivative", "answer": "x^3/3"})

    assert problem.values["reason"]["code"] == "constant_missing"


@pytest.mark.parametrize("data", [row for row in GOOD if row.get("figures") is None])
def test_key_that_is_saved_is_right_by_its_own_text(data: dict[str, Any]) -> None:
    key: Any = load_key(data)

    verdict = mark_response(key, TextResponse(text=key.spelled))

    assert (verdict.outcome, verdict.credit) == (Outcome.CORRECT, 1)


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in REFUSED.items() for text in texts]
)
def test_what_marking_calls_unreadable_is_said_while_typing(kind: str, text: str) -> None:
    typed = TextResponse(text=text)

    verdict = mark_response(OWN[kind], typed, symbols=ONLY_X)
    with translation.override("en"):
        reading = read_answer_for_page(typed, kind=kind, symbols=ONLY_X)

    assert verdict.outcome is Outcome.UNREADABLE
    assert (reading.error != "", reading.math) == (True, "")
    assert "cannot be read yet" not in reading.error


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TAKEN.items() for text in texts])
def test_what_marking_can_judge_is_shown_as_it_is_read(kind: str, text: str) -> None:
    typed = TextResponse(text=text)

    verdict = mark_response(OWN[kind], typed, symbols=ONLY_X)
    reading = read_answer_for_page(typed, kind=kind, symbols=ONLY_X)

    assert verdict.outcome is not Outcome.UNREADABLE
    assert (reading.error, reading.math.startswith("<math")) == ("", True)


@pytest.mark.parametrize("kind", sorted(TAKEN))
def test_answer_is_read_whatever_letters_the_question_has(kind: str) -> None:
    only_t = Symbols(variables=("t",), closed=True)

    reading = read_answer_for_page(TextResponse(text="t"), kind=kind, symbols=only_t)

    assert (reading.error == "") is (kind in ("set", "derivative", "antiderivative", "property"))


def test_reading_while_typing_asks_the_database_for_session_and_reader_only(student_client: Client) -> None:
    sent = {
        "name": "q1",
        "q1": "{1, 2}",
        "kind": "set",
        "symbols": SymbolList(variables=("x",)).model_dump_json(),
    }

    with CaptureQueriesContext(connection) as queries:
        reply = student_client.post(reverse("grading_read"), sent)

    assert (reply.status_code, len(queries) <= 2) == (200, True)


def test_hints_are_for_kinds_that_are_typed_as_formulas() -> None:
    assert {KINDS[kind].answered_by for kind in TYPING_HINTS} == {"formula"}
    assert set(TYPING_HINTS) == set(REFUSED)
