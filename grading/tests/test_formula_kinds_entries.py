"""Sets, lists and matrices, worked out by hand; what all kinds of formula have in common."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.engine import Symbols
from grading.engine.verdict import certificate_hash
from grading.keys import (
    AntiderivativeKey,
    DerivativeKey,
    EquationKey,
    InequalityKey,
    Key,
    ListKey,
    MatrixKey,
    PropertyKey,
    QuantityKey,
    SetKey,
)
from grading.marking import mark_response
from grading.responses import TextResponse
from grading.tests.formula_cases import CORRECT, INCORRECT, PARTIAL, UNREADABLE, Case, marked

THREE = SetKey(answer="{1, 2, 3}", policy="per_element")
SHARES: list[tuple[str, Fraction | int, str]] = [
    ("{3, 2, 1}", 1, "equal_exactly"),
    ("1, 2, 3", 1, "equal_exactly"),
    ("{1.0, 4/2, 3, 3}", 1, "equal_exactly"),
    ("{1, 2}", Fraction(2, 3), "some_right_elements"),
    ("{1, 1.0, 2}", Fraction(2, 3), "some_right_elements"),
    ("x=1 or x=2", Fraction(2, 3), "some_right_elements"),
    ("3", Fraction(1, 3), "some_right_elements"),
    ("{1, 2, 4}", Fraction(1, 3), "some_right_elements"),
    ("{1, 2, 4, 8/2}", Fraction(1, 3), "some_right_elements"),
    ("{1, 4}", 0, "extra_element"),
    ("4", 0, "extra_element"),
    ("{1, 2, 3, 4, 5, 6}", 0, "extra_element"),
    ("{}", 0, "missing_element"),
    ("(1, 2, 3)", 0, "extra_element"),
]
SETS: dict[str, list[Case]] = {
    "{3}": [
        ("3", CORRECT, "equal_exactly"),
        ("x = 3", CORRECT, "equal_exactly"),
        ("{3, 6/2}", CORRECT, "equal_exactly"),
        ("{4}", INCORRECT, "extra_element"),
        ("2x = 6", UNREADABLE, "set_expected"),
        ("x > 3", UNREADABLE, "set_expected"),
        ("[[3]]", UNREADABLE, "set_expected"),
        ("x=3, y=3", UNREADABLE, "set_expected"),
    ],
    "∅": [
        ("{}", CORRECT, "equal_exactly"),
        ("해가 없다", CORRECT, "equal_exactly"),
        ("{∅}", INCORRECT, "extra_element"),
        ("0", INCORRECT, "extra_element"),
    ],
    "{sqrt(2), -sqrt(2)}": [
        ("±√2", CORRECT, "equal_exactly"),
        ("x = ±√2", CORRECT, "equal_exactly"),
        ("{√2}", INCORRECT, "missing_element"),
    ],
    "{(1,2), (3,4)}": [
        ("(3, 4), (1, 2)", CORRECT, "equal_exactly"),
        ("(1, 2)", INCORRECT, "missing_element"),
    ],
    "[1, 3]": [("[1, 3]", CORRECT, "equal_exactly"), ("(1, 3)", INCORRECT, "missing_element")],
}
TRIPLE = ListKey(answer="(1, 2, 3)", policy="per_element")
TRIPLES: list[tuple[str, Fraction | int, str]] = [
    ("(1, 2, 3)", 1, "equal_exactly"),
    ("[1, 2, 3]", 1, "equal_exactly"),
    ("1, 2, 3", 1, "equal_exactly"),
    ("{1, 2, 3}", 1, "equal_exactly"),
    ("(1, 4/2, 3.0)", 1, "equal_exactly"),
    ("(1, 2, 4)", Fraction(2, 3), "some_right_entries"),
    ("(1, 3, 2)", Fraction(1, 3), "some_right_entries"),
    ("(3, 1, 2)", 0, "entry_differs"),
    ("(1, 2)", 0, "different_length"),
    ("(1, 2, 3, 4)", 0, "different_length"),
    ("6", 0, "list_expected"),
    ("x=1, y=2", 0, "list_expected"),
    ("]1, 2[", 0, "list_expected"),
]
POINTS: list[Case] = [
    ("[[1, 2], [3, 4]]", CORRECT, "equal_exactly"),
    ("(1, 2), (3, 4)", CORRECT, "equal_exactly"),
    ("(3, 4), (1, 2)", INCORRECT, "entry_differs"),
]
SQUARE = MatrixKey(answer="[[1, 2], [3, 4]]", policy="per_entry")
SQUARES: list[tuple[str, Fraction | int, str]] = [
    ("[[1, 2], [3, 4]]", 1, "equal_exactly"),
    ("(1, 2), (3, 4)", 1, "equal_exactly"),
    ("[[2/2, 2.0], [3, 4]]", 1, "equal_exactly"),
    ("[[1, 2], [3, 5]]", Fraction(3, 4), "some_right_entries"),
    ("[[1, 0], [0, 4]]", HALF := Fraction(1, 2), "some_right_entries"),
    ("[[2, 1], [4, 3]]", 0, "entry_differs"),
    ("[[1, 2, 0], [3, 4, 0]]", 0, "different_size"),
    ("[1, 2, 3, 4]", 0, "different_size"),
    ("1, 2, 3, 4", 0, "matrix_expected"),
    ("[[1, 2], [3]]", 0, "matrix_expected"),
    ("5", 0, "matrix_expected"),
    ("x = 5", 0, "matrix_expected"),
]
KEYS: list[Key] = [
    QuantityKey(answer="12 m/s"),
    EquationKey(answer="y=2x+1"),
    InequalityKey(answer="1<x<=3"),
    THREE,
    TRIPLE,
    SQUARE,
    DerivativeKey(answer="3x^2"),
    AntiderivativeKey(answer="x^3/3+C"),
    PropertyKey(answer="x-1", properties="degree=1; roots=1"),
]
HOSTILE = [
    "9^9^9^9",
    "{9^9^9^9, 1}",
    "(100000!, 1, 2)",
    "[[9^9^9^9, 2], [3, 4]]",
    "x = ((9^9)^9999)^9999",
    "1 < x < 9^9^9^9",
    "{" + ",".join(map(str, range(140))) + "}",
    "(" * 200,
    "x" * 501,
    "{{ request.user }}",
    "<script>alert(1)</script>",
    "__import__('os').system('ls')",
    "12 m^999999999",
    "∫_0^x e^(t^2) dt + C",
    "\u202e3x^2",
]


@pytest.mark.parametrize(("text", "credit", "reason"), SHARES)
def test_set_gives_a_share_for_each_right_element_less_the_wrong_ones(
    text: str, credit: Fraction | int, reason: str
) -> None:
    assert marked(THREE, text)[1:] == (credit, reason)


def test_set_says_how_many_elements_are_right() -> None:
    verdict = mark_response(THREE, TextResponse(text="{1, 2, 4}"))

    assert dict(verdict.reason.values) == {"right": 2, "wrong": 1, "of": 3}


@pytest.mark.parametrize(
    ("key", "text", "outcome", "reason"), [(key, *case) for key, cases in SETS.items() for case in cases]
)
def test_set_has_the_elements_of_the_key(key: str, text: str, outcome: str, reason: str) -> None:
    assert marked(SetKey(answer=key), text)[::2] == (outcome, reason)


@pytest.mark.parametrize(("text", "credit", "reason"), TRIPLES)
def test_list_gives_a_share_for_each_entry_at_its_place(
    text: str, credit: Fraction | int, reason: str
) -> None:
    assert marked(TRIPLE, text)[1:] == (credit, reason)


@pytest.mark.parametrize(("text", "outcome", "reason"), POINTS)
def test_list_of_points_is_one_whatever_its_brackets(text: str, outcome: str, reason: str) -> None:
    assert marked(ListKey(answer="(1,2), (3,4)"), text)[::2] == (outcome, reason)


@pytest.mark.parametrize(("text", "credit", "reason"), SQUARES)
def test_matrix_gives_a_share_for_each_entry_at_its_place(
    text: str, credit: Fraction | int, reason: str
) -> None:
    assert marked(SQUARE, text)[1:] == (credit, reason)


def test_matrix_of_another_size_is_told_its_own() -> None:
    verdict = mark_response(SQUARE, TextResponse(text="[[1, 2, 0], [3, 4, 0]]"))

    assert verdict.reason.values["size"] == "2×3"


@pytest.mark.parametrize(("text", "outcome"), [("(1, 2)", CORRECT), ("[[1], [2]]", CORRECT), ("[[1, 2]]", 0)])
def test_column_may_be_typed_as_a_list(text: str, outcome: str) -> None:
    assert marked(MatrixKey(answer="[[1], [2]]"), text)[0] == (outcome or INCORRECT)


def test_matrix_may_be_typed_as_latex() -> None:
    latex = r"\begin{pmatrix}1&2\\3&4\end{pmatrix}"

    assert marked(SQUARE, latex, notation="latex")[0] == CORRECT


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.kind)
def test_own_text_of_a_key_is_right(key: Key) -> None:
    assert marked(key, key.spelled)[:2] == (CORRECT, 1)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.kind)
def test_hostile_text_is_never_right_and_always_the_same(key: Key, text: str) -> None:
    response = TextResponse(text=text)

    first, second = (mark_response(key, response) for _ in range(2))

    assert first == second
    assert certificate_hash(first.certificate) == certificate_hash(second.certificate)
    assert first.outcome != CORRECT


def test_elements_that_cost_too_much_together_are_left_to_a_person() -> None:
    elements = ",".join(f"sqrt({n}+sqrt({n + 1}+sqrt({n + 2})))" for n in range(2, 18))
    key = SetKey(answer="{" + ",".join(map(str, range(20))) + "}", policy="per_element")

    assert marked(key, elements)[0] in (INCORRECT, "undecided")


def test_letters_outside_of_the_list_are_unreadable_in_every_kind() -> None:
    only_x = Symbols(variables=("x",), closed=True)
    typed = {
        "equation": "x = t",
        "inequality": "x > t",
        "set": "{t}",
        "list": "(1, t)",
        "matrix": "[[t, 1], [2, 3]]",
        "derivative": "t",
        "property": "x - t",
    }

    codes = {key.kind: marked(key, typed[key.kind], symbols=only_x)[::2] for key in KEYS if key.kind in typed}

    assert codes == dict.fromkeys(typed, (UNREADABLE, "unknown_symbol"))


def test_partial_answers_of_sets_keep_what_the_verdict_rests_on() -> None:
    verdict = mark_response(THREE, TextResponse(text="{1, 2}"))

    assert (verdict.outcome, verdict.certificate["right"], verdict.certificate["student"]) == (
        PARTIAL,
        2,
        "{1, 2}",
    )
