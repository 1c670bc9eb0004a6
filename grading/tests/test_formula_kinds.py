"""Quantities, equations, inequalities and calculus, worked out by hand: one row, one answer."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grading.engine import Symbols
from grading.keys import (
    AntiderivativeKey,
    DerivativeKey,
    EquationKey,
    FormRequirement,
    InequalityKey,
    Key,
    NumberKey,
    PropertyKey,
    QuantityKey,
)
from grading.tests.formula_cases import CORRECT, INCORRECT, PARTIAL, UNREADABLE, Case, marked

ONLY_X = Symbols(variables=("x",), closed=True)
HALF = Fraction(1, 2)

SPEED = QuantityKey(answer="12 m/s", number_credit="1/2")
SPEEDS: list[Case] = [
    ("12 m/s", CORRECT, "equal_exactly"),
    ("12m/s", CORRECT, "equal_exactly"),
    ("43.2 km/h", CORRECT, "equal_exactly"),
    ("12 미터/초", CORRECT, "equal_exactly"),
    ("24/2 m s^-1", CORRECT, "equal_exactly"),
    ("12", PARTIAL, "no_unit"),
    ("12 m", PARTIAL, "wrong_dimension"),
    ("13", INCORRECT, "no_unit"),
    ("13 m", INCORRECT, "wrong_dimension"),
    ("12 km/s", INCORRECT, "wrong_scale"),
    ("13 m/s", INCORRECT, "different_number"),
    ("12 Kg", INCORRECT, "unknown_unit"),
    ("m/s", UNREADABLE, "no_number"),
    ("5 + 3 m", UNREADABLE, "not_a_quantity"),
    ("v = 12 m/s", UNREADABLE, "expression_expected"),
    ("12 m/s, 13 m/s", UNREADABLE, "expression_expected"),
    ("12 m/0 s", UNREADABLE, "division_by_zero"),
    ("열두 미터", UNREADABLE, "prose"),
]
QUANTITIES: list[tuple[QuantityKey, str, str]] = [
    (QuantityKey(answer="12 m/s", unit="same"), "43.2 km/h", "other_unit"),
    (QuantityKey(answer="12 m/s", unit="same"), "12 m/s", "equal_exactly"),
    (QuantityKey(answer="12.0 m/s", figures=3), "12.0 m/s", "right_figures"),
    (QuantityKey(answer="12.0 m/s", figures=3), "12 m/s", "too_few_figures"),
    (QuantityKey(answer="12 m/s", absolute="0.5"), "12.5 m/s", "within_tolerance"),
    (QuantityKey(answer="12 m/s", absolute="0.5"), "12.51 m/s", "outside_tolerance"),
    (QuantityKey(answer="9.81 m/s^2", relative="0.01"), "9.8 m/s^2", "within_tolerance"),
    (QuantityKey(answer="sqrt(2) m"), "2/sqrt(2) m", "equal_exactly"),
    (QuantityKey(answer="sqrt(2) m"), "1.41 m", "different_number"),
    (QuantityKey(answer="3 apples"), "3 apples", "equal_exactly"),
    (QuantityKey(answer="500 원"), "500원", "equal_exactly"),
    (QuantityKey(answer="30°"), "pi/6 rad", "equal_exactly"),
]
EQUATIONS: dict[str, list[Case]] = {
    "x=3": [
        ("x = 3", CORRECT, "equal_exactly"),
        ("3 = x", CORRECT, "equal_exactly"),
        ("x = 6/2", CORRECT, "equal_exactly"),
        ("{3}", CORRECT, "equal_exactly"),
        ("2x = 6", INCORRECT, "not_solved"),
        ("x - 3 = 0", INCORRECT, "not_solved"),
        ("x = 4", INCORRECT, "differs_at_point"),
        ("해가 없다", INCORRECT, "missing_solution"),
        ("3", UNREADABLE, "equation_expected"),
        ("x > 3", UNREADABLE, "equation_expected"),
        ("(x, 3)", UNREADABLE, "equation_expected"),
        ("x = 3/0", UNREADABLE, "division_by_zero"),
    ],
    "x=1 or x=2": [
        ("x=2 또는 x=1", CORRECT, "equal_exactly"),
        ("x = 1, 2", CORRECT, "equal_exactly"),
        ("x=(3±1)/2", CORRECT, "equal_exactly"),
        ("{1, 2}", CORRECT, "equal_exactly"),
        ("{x=1, x=2}", CORRECT, "equal_exactly"),
        ("(x-1)(x-2)=0", INCORRECT, "not_solved"),
        ("x = 1", INCORRECT, "missing_solution"),
        ("x=1, x=2, x=3", INCORRECT, "extra_solution"),
    ],
    "y=2x+1": [
        ("y = 1 + 2x", CORRECT, "equal_exactly"),
        ("2x + 1 = y", CORRECT, "equal_exactly"),
        ("y - 1 = 2x", INCORRECT, "not_solved"),
        ("x = (y-1)/2", INCORRECT, "not_solved"),
        ("y = 2x", INCORRECT, "differs_at_point"),
        ("{1, 2}", INCORRECT, "solution_set_given"),
        ("2x + 1", UNREADABLE, "equation_expected"),
    ],
    "x^2+y^2=1": [
        ("2x^2 + 2y^2 = 2", CORRECT, "equal_exactly"),
        ("x^2 + y^2 = 2", INCORRECT, "missing_solution"),
    ],
    "x=1, y=2": [
        ("y=2 그리고 x=1", CORRECT, "equal_exactly"),
        ("(x, y) = (1, 2)", CORRECT, "equal_exactly"),
        ("{x=1, y=2}", CORRECT, "equal_exactly"),
        ("x+y=3, x-y=-1", INCORRECT, "not_solved"),
        ("x=2, y=1", INCORRECT, "extra_solution"),
    ],
    "f(x)=2x+1": [
        ("f(x) = 1 + 2x", CORRECT, "equal_exactly"),
        ("f(x) - 1 = 2x", INCORRECT, "not_solved"),
    ],
    "no solution": [
        ("해가 없다", CORRECT, "equal_exactly"),
        ("∅", CORRECT, "equal_exactly"),
        ("x = 1", INCORRECT, "extra_solution"),
        ("0x = 1", INCORRECT, "not_solved"),
    ],
}
INEQUALITIES: dict[str, list[Case]] = {
    "x>3": [
        ("x > 3", CORRECT, "equal_exactly"),
        ("3 < x", CORRECT, "equal_exactly"),
        ("(3, ∞)", CORRECT, "equal_exactly"),
        ("]3, ∞[", CORRECT, "equal_exactly"),
        ("x ∈ (3, ∞)", CORRECT, "equal_exactly"),
        ("2x > 6", INCORRECT, "not_solved"),
        ("not (x <= 3)", INCORRECT, "not_solved"),
        ("x >= 3", INCORRECT, "extra_solution"),
        ("모든 실수", INCORRECT, "extra_solution"),
        ("x = 3", UNREADABLE, "inequality_expected"),
        ("3", UNREADABLE, "inequality_expected"),
        ("x > 3, x < 5", UNREADABLE, "ambiguous"),
    ],
    "1<x<=3": [
        ("(1, 3]", CORRECT, "equal_exactly"),
        ("1 < x and x ≤ 3", CORRECT, "equal_exactly"),
        ("[1, 3]", INCORRECT, "extra_solution"),
        ("2 < 2x <= 6", INCORRECT, "not_solved"),
    ],
    "(1,3)": [
        ("(1, 3)", CORRECT, "equal_exactly"),
        ("1 < t < 3", CORRECT, "equal_exactly"),
        ("[1, 3]", INCORRECT, "extra_element"),
        ("x > 1 and y < 3", INCORRECT, "different_letters"),
    ],
    "x<1 or x>3": [
        ("x < 1 또는 x > 3", CORRECT, "equal_exactly"),
        ("(-∞, 1) ∪ (3, ∞)", CORRECT, "equal_exactly"),
        ("(x-1)(x-3) > 0", INCORRECT, "not_solved"),
    ],
    "x^2>4": [("x < -2 or x > 2", CORRECT, "equal_exactly"), ("x^2 - 4 > 0", CORRECT, "equal_exactly")],
    "x≠2": [
        ("x < 2 or x > 2", CORRECT, "equal_exactly"),
        ("x ≠ 2", CORRECT, "equal_exactly"),
        (r"(-∞, ∞)\{2}", CORRECT, "equal_exactly"),
    ],
    "y>2x+1": [("2x + 1 < y", CORRECT, "equal_exactly"), ("y - 1 > 2x", INCORRECT, "not_solved")],
    "all": [("-∞ < x < ∞", CORRECT, "equal_exactly"), ("x > 0", INCORRECT, "missing_solution")],
}
DERIVATIVES: list[Case] = [
    ("3x^2", CORRECT, "equal_exactly"),
    ("x^2 * 3", CORRECT, "equal_exactly"),
    ("3x·x", CORRECT, "equal_exactly"),
    ("x^3", INCORRECT, "not_differentiated"),
    ("x^4/4", INCORRECT, "integrated_instead"),
    ("3x", INCORRECT, "differs_at_point"),
    ("3t^2", UNREADABLE, "unknown_symbol"),
    ("diff(x^3, x)", UNREADABLE, "not_worked_out"),
    ("x = 3x^2", UNREADABLE, "expression_expected"),
    ("3x^2, 6x", UNREADABLE, "expression_expected"),
    ("3x^", UNREADABLE, "missing_operand"),
    ("3x^2/0", UNREADABLE, "division_by_zero"),
]
ANTIDERIVATIVES: list[tuple[AntiderivativeKey, str, str]] = [
    (AntiderivativeKey(answer="x^3/3+C"), "x^3/3 + C", "antiderivative"),
    (AntiderivativeKey(answer="x^3/3+C"), "x^3/3 + k", "antiderivative"),
    (AntiderivativeKey(answer="x^3/3+C"), "(x^3 + c)/3", "antiderivative"),
    (AntiderivativeKey(answer="x^3/3+C"), "x^3/3", "constant_missing"),
    (AntiderivativeKey(answer="x^3/3+C"), "x^3/3 + 1", "constant_missing"),
    (AntiderivativeKey(answer="x^3/3+C"), "x^3/3 + C^2", "constant_not_general"),
    (AntiderivativeKey(answer="x^3/3+C"), "x^3/3 + C + D", "several_constants"),
    (AntiderivativeKey(answer="x^3/3+C"), "2x + C", "wrong_derivative"),
    (AntiderivativeKey(answer="x^3/3+C"), "∫x^2 dx", "not_worked_out"),
    (AntiderivativeKey(answer="x^3/3+C"), "y = x^3/3 + C", "expression_expected"),
    (AntiderivativeKey(answer="x^3/3", constant="optional"), "x^3/3", "antiderivative"),
    (AntiderivativeKey(answer="x^3/3", constant="optional"), "x^3/3 + C^2", "constant_not_general"),
    (AntiderivativeKey(answer="x^3/3", constant="any"), "x^3/3 + 1", "antiderivative"),
    (AntiderivativeKey(answer="x^3/3", constant="any"), "x^3/3 + C^2", "antiderivative"),
    (AntiderivativeKey(answer="x^3/3", constant="any"), "C x^3/3", "constant_not_additive"),
    (AntiderivativeKey(answer="ln|x|+C"), "ln x + C", "absolute_value_missing"),
    (AntiderivativeKey(answer="ln|x|+C", absolute_values="optional"), "ln x + C", "antiderivative"),
    (AntiderivativeKey(answer="ln|x|+C", absolute_values="optional"), "ln x", "constant_missing"),
    (AntiderivativeKey(answer="ln|x|+C", constant="any"), "ln x + 2", "absolute_value_missing"),
]
PARABOLA = PropertyKey(answer="(x-1)(x-2)", properties="degree=2; roots=1, 2")
PARABOLAS: list[Case] = [
    ("(x-1)(x-2)", CORRECT, "has_properties"),
    ("x^2 - 3x + 2", CORRECT, "has_properties"),
    ("-5(x-1)(x-2)", CORRECT, "has_properties"),
    ("(2-x)(1-x)", CORRECT, "has_properties"),
    ("(x-1)(x-3)", INCORRECT, "wrong_value"),
    ("(x-1)(x-2)x", INCORRECT, "wrong_degree"),
    ("0", INCORRECT, "zero_polynomial"),
    ("sin x", INCORRECT, "not_polynomial"),
    ("1/x", INCORRECT, "not_polynomial"),
    ("x = (x-1)(x-2)", UNREADABLE, "expression_expected"),
    ("(x-1)(x-2", UNREADABLE, "unbalanced_bracket"),
    ("x^2 - 3x + 2, 0", UNREADABLE, "expression_expected"),
]


@pytest.mark.parametrize(("text", "outcome", "reason"), SPEEDS)
def test_quantity_is_a_number_with_its_unit(text: str, outcome: str, reason: str) -> None:
    credit = {CORRECT: 1, PARTIAL: HALF}.get(outcome, 0)

    assert marked(SPEED, text) == (outcome, credit, reason)


@pytest.mark.parametrize(("key", "text", "reason"), QUANTITIES)
def test_quantity_is_compared_as_its_key_asks(key: QuantityKey, text: str, reason: str) -> None:
    assert marked(key, text)[2] == reason


def test_quantity_in_another_unit_than_the_keys_earns_what_its_number_earns() -> None:
    strict = QuantityKey(answer="12 m/s", unit="same", number_credit="1/3")

    assert marked(strict, "43.2 km/h") == (PARTIAL, Fraction(1, 3), "other_unit")


@pytest.mark.parametrize(
    ("key", "text", "outcome", "reason"),
    [(key, *case) for key, cases in EQUATIONS.items() for case in cases],
)
def test_equation_has_the_solutions_of_the_key_and_is_solved_where_the_key_is(
    key: str, text: str, outcome: str, reason: str
) -> None:
    assert marked(EquationKey(answer=key), text)[::2] == (outcome, reason)


@pytest.mark.parametrize(
    ("key", "text", "outcome", "reason"),
    [(key, *case) for key, cases in INEQUALITIES.items() for case in cases],
)
def test_inequality_holds_for_the_numbers_of_the_key(key: str, text: str, outcome: str, reason: str) -> None:
    assert marked(InequalityKey(answer=key), text)[::2] == (outcome, reason)


@pytest.mark.parametrize(
    ("written_as", "text", "outcome", "reason"),
    [
        ("any", "x < 1 or x > 3", CORRECT, "equal_exactly"),
        ("inequality", "x < 1 or x > 3", CORRECT, "equal_exactly"),
        ("inequality", "(-∞, 1) ∪ (3, ∞)", INCORRECT, "written_as_inequality"),
        ("interval", "(-∞, 1) ∪ (3, ∞)", CORRECT, "equal_exactly"),
        ("interval", "x < 1 or x > 3", INCORRECT, "written_as_interval"),
        ("interval", "x < 1 or x > 4", INCORRECT, "missing_solution"),
    ],
)
def test_inequality_may_have_to_be_written_in_one_way(
    written_as: str, text: str, outcome: str, reason: str
) -> None:
    key = InequalityKey.model_validate({"answer": "x<1 or x>3", "written_as": written_as})

    assert marked(key, text)[::2] == (outcome, reason)


@pytest.mark.parametrize(("text", "outcome", "reason"), DERIVATIVES)
def test_derivative_is_equal_to_the_key(text: str, outcome: str, reason: str) -> None:
    assert marked(DerivativeKey(answer="3x^2"), text, symbols=ONLY_X)[::2] == (outcome, reason)


def test_derivative_is_held_to_its_forms() -> None:
    factored = FormRequirement(test="factored", options="x")
    key = DerivativeKey(answer="(x-1)(x+1)", forms=(factored,), form_credit="1/2")

    assert marked(key, "x^2-1") == (PARTIAL, HALF, "not_factored")
    assert marked(key, "(x+1)(x-1)") == (CORRECT, 1, "equal_exactly")


def test_derivative_is_taken_by_the_letter_of_the_key() -> None:
    assert marked(DerivativeKey(answer="2a t", variable="t"), "a t^2")[2] == "not_differentiated"


@pytest.mark.parametrize(("key", "text", "reason"), ANTIDERIVATIVES)
def test_antiderivative_has_its_constant_and_bars_as_the_key_asks(
    key: AntiderivativeKey, text: str, reason: str
) -> None:
    assert marked(key, text, symbols=ONLY_X)[2] == reason


@pytest.mark.parametrize(("text", "outcome", "reason"), PARABOLAS)
def test_polynomial_has_the_properties_that_are_asked_for(text: str, outcome: str, reason: str) -> None:
    assert marked(PARABOLA, text, symbols=ONLY_X)[::2] == (outcome, reason)


LATEX: list[tuple[Key, str]] = [
    (QuantityKey(answer="12 m/s"), r"12\,\mathrm{m/s}"),
    (EquationKey(answer="y=2x+1"), r"y=2x+1"),
    (EquationKey(answer="x=1, y=2"), r"\begin{cases}x=1\\y=2\end{cases}"),
    (InequalityKey(answer="1<x<=3"), r"1<x\le 3"),
    (InequalityKey(answer="x>3"), r"\left(3,\infty\right)"),
    (DerivativeKey(answer="3x^2"), r"3x^{2}"),
    (AntiderivativeKey(answer="x^3/3+C"), r"\frac{x^{3}}{3}+C"),
    (PARABOLA, r"\left(x-1\right)\left(x-2\right)"),
]


@pytest.mark.parametrize(("key", "text"), LATEX)
def test_answer_may_be_typed_as_latex(key: Key, text: str) -> None:
    assert marked(key, text, notation="latex")[0] == CORRECT


def test_plain_text_is_not_taken_for_latex_when_forms_are_looked_at() -> None:
    exact = FormRequirement(test="exact")

    assert marked(NumberKey(value="1/2", forms=(exact,)), r"\frac{1}{2}")[0] == UNREADABLE
    assert marked(NumberKey(value="1/2", forms=(exact,)), r"\frac{1}{2}", notation="latex")[0] == CORRECT
