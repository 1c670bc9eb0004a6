"""What a school teaches of functions is decided rightly: identities hold, near misses are refuted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.engine import Outcome
from grading.engine.answering import equal
from grading.tests.identities import IDENTITIES, NEAR_MISSES


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_identity_is_correct_in_both_directions(left: str, right: str):
    verdicts = equal(left, right), equal(right, left)

    assert [verdict.outcome for verdict in verdicts] == [Outcome.CORRECT, Outcome.CORRECT]


@pytest.mark.parametrize(("left", "right"), NEAR_MISSES)
def test_near_miss_is_refuted_with_a_witness(left: str, right: str):
    verdict = equal(left, right)

    assert verdict.outcome is Outcome.INCORRECT
    assert verdict.witness is not None


PROVED = (
    ("sin(x)^2 + cos(x)^2", "1"),
    ("sin(2x)", "2 sin(x) cos(x)"),
    ("sin(x + y)", "sin(x)cos(y) + cos(x)sin(y)"),
    ("tan(x/2)", "sin(x)/(1 + cos(x))"),
    ("cos(x)^3", "(3cos(x) + cos(3x))/4"),
    ("sqrt(3) sin(x) + cos(x)", "2 sin(x + pi/6)"),
    ("e^(i x)", "cos(x) + i sin(x)"),
    ("cosh(x)^2 - sinh(x)^2", "1"),
    ("2^x * 3^x", "6^x"),
    ("e^(2x) - 1", "(e^x - 1)(e^x + 1)"),
    ("log_2(x)", "ln(x)/ln(2)"),
    ("diff(sin(x)^2, x)", "sin(2x)"),
    ("integrate(x^2, x, 0, 3)", "9"),
    ("sum(k^2, k, 1, 10)", "385"),
    ("binomial(n, 2)", "n(n-1)/2"),
)


@pytest.mark.parametrize(("left", "right"), PROVED)
def test_identity_of_analytic_functions_is_proved_and_not_only_seen(left: str, right: str):
    verdict = equal(left, right)

    assert (verdict.reason.code, verdict.certificate["method"]) == ("equal_exactly", "exact")


VALUES = (
    ("arcoth(2)", "artanh(1/2)"),
    ("arsech(1/2)", "arcosh(2)"),
    ("arcsch(3)", "arsinh(1/3)"),
    ("round(5/2)", "3"),
    ("round(-5/2)", "-3"),
    ("round(3.14159, 2)", "3.14"),
    ("floor(-1.5)", "-2"),
    ("ceiling(-1.5)", "-1"),
    ("sign(-3)", "-1"),
    ("max(1, 5, 3)", "5"),
    ("min(1/2, 1/3)", "1/3"),
    ("gcd(12, 18, 27)", "3"),
    ("mod(-7, 3)", "2"),
    ("mod(7/2, 1)", "1/2"),
    ("nPr(5, 2)", "20"),
    ("nCr(5, 0)", "1"),
    ("root(-8, 3)", "-2"),
    ("(-8)^(1/3)", "-2"),
    ("re(3 + 4i)", "3"),
    ("im(3 + 4i)", "4"),
    ("arg(i)", "pi/2"),
    ("0!", "1"),
    ("product(k, k, 1, 0)", "1"),
    ("sum(k, k, 1, 0)", "0"),
    ("sum(k, k, 1, 1000)", "500500"),
    ("integrate(abs(x), x, -1, 2)", "5/2"),
    ("integrate(x^(1/3), x, 0, 1)", "3/4"),
    ("integrate(sqrt(1 - x^2), x, -1, 1)", "pi/2"),
)


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value_is_right_and_its_neighbour_is_wrong(text: str, value: str):
    assert equal(text, value).outcome is Outcome.CORRECT
    assert equal(text, f"{value} + 10^(-9)").outcome is Outcome.INCORRECT


OPEN = (
    ("integrate(1/x^2, x, -1, 1)", "-2"),
    ("integrate(1/x, x, -1, 1)", "0"),
    ("integrate(x^(1/3), x, -1, 1)", "0"),
    ("sum(k, k, 1, 10^9)", "3"),
    ("diff(floor(x), x)", "0"),
    ("diff(f(x, y), x)", "0"),
)


@pytest.mark.parametrize(("text", "key"), OPEN)
def test_what_has_no_value_by_rule_is_left_to_a_person(text: str, key: str):
    assert equal(text, key).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize("text", ["integrate(sqrt(x^2 - 4x + 3), x)", "diff(f(x, y), x)", "f'(x)"])
def test_what_has_no_rule_is_equal_to_itself(text: str):
    assert equal(text, text).outcome is Outcome.CORRECT


def test_witness_for_a_derivative_of_an_unknown_function_can_be_checked_by_hand():
    verdict = equal("diff(f(x)^2, x)", "2f(x)")

    assert verdict.witness is not None
    assert dict(verdict.witness.at) == {"x": "2", "f(t)": "t^2 + t + 1"}
    assert (verdict.witness.student, verdict.witness.key) == ("70", "14")


def test_closed_form_that_is_right_for_small_numbers_only_is_refuted_at_a_larger_one():
    wrong = "n(n+1)/2 + n(n-1)(n-2)(n-3)(n-4)(n-5)(n-6)"

    verdict = equal(wrong, "sum(k, k, 1, n)")

    assert verdict.reason.code == "differs_at_point"


def test_letter_of_a_sum_is_no_letter_of_the_answer():
    assert equal("sum(k, k, 1, n)", "n(n+1)/2").outcome is Outcome.CORRECT
    assert equal("sum(k, k, 1, n) + k", "n(n+1)/2").reason.code == "unknown_letter"


def test_denominator_that_is_zero_everywhere_does_not_vanish_unseen():
    verdict = equal("0/(sin(x)^2 + cos(x)^2 - 1)", "0")

    assert verdict.outcome is not Outcome.CORRECT


def test_root_of_a_square_of_a_cosine_keeps_its_sign():
    assert equal("sqrt(cos(x)^2)", "cos(x)").outcome is Outcome.INCORRECT
    assert equal("sqrt(cos(x)^2)", "|cos(x)|").outcome is Outcome.CORRECT


angles = st.fractions(-6, 6, max_denominator=4)


@given(angles, angles)
def test_sine_of_a_sum_is_expanded_for_all_multiples(first, second):
    left = f"sin(({first})x + ({second})y)"
    right = f"sin(({first})x)cos(({second})y) + cos(({first})x)sin(({second})y)"

    assert equal(left, right).reason.code == "equal_exactly"


@given(st.integers(1, 7), st.integers(1, 7))
def test_product_of_cosines_is_a_sum_and_not_a_difference(first, second):
    product = f"2cos({first}x)cos({second}x)"

    assert equal(product, f"cos({first + second}x) + cos({first - second}x)").outcome is Outcome.CORRECT
    assert equal(product, f"cos({first + second}x) - cos({first - second}x)").outcome is Outcome.INCORRECT


@given(st.integers(1, 12), st.integers(1, 40))
def test_sum_of_powers_agrees_with_addition(exponent, count):
    total = sum(term**exponent for term in range(1, count + 1))

    assert equal(f"sum(k^{exponent}, k, 1, {count})", str(total)).outcome is Outcome.CORRECT
