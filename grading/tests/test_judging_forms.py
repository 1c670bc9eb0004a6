"""Tests of form: an answer that is right may still not be factored, expanded, reduced …"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import OptionsError, Outcome, Verdict, Witness, equal

# test, answer, key, options
IN_FORM = [
    ("factored", "(x-2)(x-3)", "x^2 - 5x + 6", "x"),
    ("factored", "(x-2)(3-x)", "-x^2 + 5x - 6", "x"),
    ("factored", "-x", "-x", "x"),
    ("factored", "0", "0", "x"),
    ("factored", "x^2 x", "x^3", "x"),
    ("factored", "x^2 - 2", "x^2 - 2", "x"),
    ("factored", "(x - sqrt(3))(x + sqrt(3))", "x^2 - 3", "x"),
    ("factored", "(x^2+2x+2)(x^2-2x+2)", "x^4 + 4", "x"),
    ("factored", "x/3 + 1/3", "(x+1)/3", "x"),
    ("factored", "3(0.5x + 1)", "1.5x + 3", "x"),
    ("factored", "(a+b)x", "a x + b x", "x"),
    ("factored", "(p-q)(p+q)", "p^2 - q^2", ""),
    ("factored", "(sin(t) - 1)(sin(t) + 1)", "sin(t)^2 - 1", "sin(t)"),
    ("factored", "(x+i)^2", "x^2 + 2i x - 1", "x"),
    ("factored", "x^2 + 1", "x^2 + 1", "[x, R]"),
    ("factored", "(x-i)(x+i)", "x^2 + 1", "[x, C]"),
    ("factored", "x^2 - 3", "x^2 - 3", "[x, sqrt(2)]"),
    ("factored", "(x-2)^4000", "(x-2)^4000", "x"),
    ("expanded", "x^2 + 2x + 1", "", ""),
    ("expanded", "x + x", "", ""),
    ("expanded", "3 + 2sqrt(3)", "", ""),
    ("expanded", "e^(2(x+1))", "", ""),
    ("expanded", "1/(x+1)", "", ""),
    ("expanded", "x sqrt(x+1)", "", ""),
    ("single_fraction", "(a+b)/(c d)", "a/(c d) + b/(c d)", ""),
    ("single_fraction", "-(-a/b)", "a/b", ""),
    ("single_fraction", "2x/(4x)", "1/2", ""),
    ("single_fraction", "2x + 1", "2x + 1", ""),
    ("single_fraction", "e^(x/2)/3", "e^(x/2)/3", ""),
    ("lowest_terms", "7/3", "", ""),
    ("lowest_terms", "-(x - 1/3)", "", ""),
    ("lowest_terms", "(x+1)/(x+2)", "", ""),
    ("lowest_terms", "sqrt(5)/5", "", ""),
    ("lowest_terms", "1/sqrt(x)", "", ""),
    ("lowest_terms", "x = 2/3 or x = -1/4", "", ""),
    ("lowest_terms", "(1/2, 3/5)", "", ""),
    ("rational_denominator", "sqrt(2)/2", "1/sqrt(2)", ""),
    ("rational_denominator", "-i", "1/i", ""),
    ("rational_denominator", "1/pi", "1/pi", ""),
    ("partial_fractions", "1/(x-1) - 1/(x+1)", "2/(x^2-1)", "x"),
    ("partial_fractions", "(1/(x-1) - 1/(x+1))/2", "1/(x^2-1)", "x"),
    ("partial_fractions", "1 - 1/(x^2+1)", "x^2/(x^2+1)", "x"),
    ("partial_fractions", "1/x + 2/x^2", "(x+2)/x^2", "x"),
    ("partial_fractions", "1/(x-a) + 1/(x+a)", "2x/(x^2-a^2)", "x"),
    ("partial_fractions", "(s+1)^-1 - (s+2)^-1", "1/((s+1)(s+2))", ""),
    ("partial_fractions", "1/(x-sqrt(2)) - 1/(x+sqrt(2))", "2sqrt(2)/(x^2-2)", "x"),
    ("partial_fractions", "3/(x - x + 2)", "3/2", "x"),
    ("completed_square", "(x-3)^2 - 4", "x^2 - 6x + 5", "x"),
    ("completed_square", "1/2 (x-1)^2 + 1", "x^2/2 - x + 3/2", "x"),
    ("completed_square", "3 - (2x-2)^2", "3 - 4(x-1)^2", "x"),
    ("completed_square", "a(x + b/(2a))^2 + c - b^2/(4a)", "a x^2 + b x + c", "x"),
    ("completed_square", "(cos(t) - 1)^2 + 2", "(cos(t) - 1)^2 + 2", "cos(t)"),
    ("completed_square", "5", "5", "x"),
    ("simplified_radicals", "2sqrt(2)", "sqrt(8)", ""),
    ("simplified_radicals", "2root(2, 3)", "root(16, 3)", ""),
    ("simplified_radicals", "x sqrt(x)", "sqrt(x^3)", ""),
    ("simplified_radicals", "(1 + sqrt(5))/2", "(1 + sqrt(5))/2", ""),
    ("simplified_radicals", "sqrt(2) + sqrt(3)", "sqrt(2) + sqrt(3)", ""),
    ("simplified_radicals", "2i", "sqrt(-4)", ""),
]

# test, answer, key, options, code, part
OUT_OF_FORM = [
    ("factored", "x^2 - 5x + 6", "(x-2)(x-3)", "x", "not_factored", "x^2 - 5*x + 6"),
    ("factored", "x(x^2 - 1)", "x^3 - x", "x", "not_factored", "x^2 - 1"),
    ("factored", "(x^2 - 1)^2", "(x^2 - 1)^2", "x", "not_factored", "x^2 - 1"),
    ("factored", "x^4 + 4", "x^4 + 4", "x", "not_factored", "x^4 + 4"),
    ("factored", "3(2x + 4)", "6x + 12", "x", "common_factor", "2*x + 4"),
    ("factored", "2x/3 + 4/3", "2(x+2)/3", "x", "common_factor", "2*x/3 + 4/3"),
    ("factored", "pi x + pi", "pi(x+1)", "x", "not_factored", "pi*x + pi"),
    ("factored", "x^2 + 2sqrt(2)x + 2", "(x + sqrt(2))^2", "x", "not_factored", "x^2 + 2*sqrt(2)*x + 2"),
    ("factored", "x^2 + 2i x - 1", "(x+i)^2", "x", "not_factored", "x^2 + 2*i*x - 1"),
    ("factored", "x^2 - 2", "x^2 - 2", "[x, sqrt(2)]", "not_factored", "x^2 - 2"),
    ("factored", "x^4 - 10x^2 + 1", "x^4 - 10x^2 + 1", "[x, sqrt(2), sqrt(3)]", "not_factored", None),
    ("factored", "x^2 - 2", "x^2 - 2", "[x, R]", "not_factored", "x^2 - 2"),
    ("factored", "x^3 - 2", "x^3 - 2", "[x, R]", "not_factored", "x^3 - 2"),
    ("factored", "x^2 + 1", "x^2 + 1", "[x, C]", "not_factored", "x^2 + 1"),
    ("factored", "(x-i)(x+i)", "x^2 + 1", "[x, R]", "not_over_reals", None),
    ("factored", "x(x + 1/x)", "x^2 + 1", "x", "not_polynomial", None),
    ("factored", "sin(x) + 1", "sin(x) + 1", "x", "not_polynomial", None),
    ("factored", "x + x", "2x", "x", "not_factored", "x + x"),
    ("single_fraction", "a/b + c", "a/b + c", "", "not_single_fraction", "a/b"),
    ("single_fraction", "1/2 x", "x/2", "", "not_single_fraction", "1/2"),
    ("single_fraction", "x^-1", "1/x", "", "not_single_fraction", "x^(-1)"),
    ("single_fraction", "3 1/2", "7/2", "", "not_single_fraction", "3 1/2"),
    ("single_fraction", "1/2/3", "1/6", "", "fraction_inside_fraction", "1/2"),
    ("single_fraction", "a/(1 + 1/b)", "a b/(b+1)", "", "fraction_inside_fraction", "1/b"),
    ("rational_denominator", "1/(2sqrt(3))", "sqrt(3)/6", "", "irrational_denominator", "sqrt(3)"),
    ("rational_denominator", "2^(-1/2)", "sqrt(2)/2", "", "irrational_denominator", "2^(1/2)"),
    ("rational_denominator", "1/(1+i)", "(1-i)/2", "", "irrational_denominator", "i"),
    ("partial_fractions", "2/(x^2-1)", "2/(x^2-1)", "x", "not_decomposed", "2/(x^2 - 1)"),
    ("partial_fractions", "(x+2)/x^2", "(x+2)/x^2", "x", "improper_fraction", "(x + 2)/x^2"),
    ("partial_fractions", "1/x + 1/x", "2/x", "x", "like_fractions", "1/x"),
    ("partial_fractions", "1/(1 + 1/x)", "x/(x+1)", "x", "not_polynomial", "1/(1 + 1/x)"),
    ("partial_fractions", "x(1/(x+1) + 1/x)", "(2x+1)/(x+1)", "x", "not_polynomial", None),
    ("completed_square", "x^2 - 6x + 5", "(x-3)^2 - 4", "x", "not_completed_square", "-6*x"),
    ("completed_square", "(x-1)(x-1) + 1", "(x-1)^2 + 1", "x", "not_completed_square", "(x - 1)*(x - 1)"),
    ("completed_square", "2((x-1)^2 + 1)", "2(x-1)^2 + 2", "x", "not_completed_square", None),
    ("completed_square", "(x-1)^2 + x^2", "2x^2 - 2x + 1", "x", "several_squares", "x^2"),
    ("simplified_radicals", "sqrt(8)", "2sqrt(2)", "", "root_not_simplified", "sqrt(8)"),
    ("simplified_radicals", "root(4, 4)", "sqrt(2)", "", "root_not_simplified", "root(4, 4)"),
    ("simplified_radicals", "sqrt(4x)", "2sqrt(x)", "", "root_not_simplified", "sqrt(4*x)"),
    ("simplified_radicals", "sqrt(2)^2", "2", "", "root_not_simplified", "sqrt(2)^2"),
    ("simplified_radicals", "2^(3/2)", "2sqrt(2)", "", "root_not_simplified", "2^(3/2)"),
    ("simplified_radicals", "2^1.5", "2sqrt(2)", "", "root_not_simplified", "2^1.5"),
    ("simplified_radicals", "sqrt(1/2)", "sqrt(2)/2", "", "fraction_in_root", "sqrt(1/2)"),
    ("simplified_radicals", "sqrt(x/2)", "sqrt(2x)/2", "", "fraction_in_root", "sqrt(x/2)"),
    ("simplified_radicals", "sqrt(2)sqrt(3)", "sqrt(6)", "", "roots_to_join", "sqrt(2)*sqrt(3)"),
    ("simplified_radicals", "sqrt(2) + 3sqrt(2)", "4sqrt(2)", "", "like_roots", "3*sqrt(2)"),
    ("simplified_radicals", "6/sqrt(3)", "2sqrt(3)", "", "irrational_denominator", "sqrt(3)"),
]
# test, answer, code, part
BARE_FORM = [
    ("expanded", "(x+1)^2", "not_expanded", "(x + 1)^2"),
    ("expanded", "3 + 2(x+1)", "not_expanded", "2*(x + 1)"),
    ("expanded", "x - (a+b)", "not_expanded", "-(a + b)"),
    ("expanded", "(x+1)/2", "not_expanded", "(x + 1)/2"),
    ("expanded", "sin(2(x+1))", "not_expanded", "2*(x + 1)"),
    ("lowest_terms", "3/6", "not_lowest_terms", "3/6"),
    ("lowest_terms", "1/2 + 2(x/4)", "not_lowest_terms", "2*(x/4)"),
    ("lowest_terms", "(2x+4)/6", "not_lowest_terms", "(2*x + 4)/6"),
    ("lowest_terms", "(x^2-1)/(x-1)", "not_lowest_terms", "(x^2 - 1)/(x - 1)"),
    ("lowest_terms", "x^(2/4)", "not_lowest_terms", "2/4"),
    ("lowest_terms", "-(-2/3)", "two_signs", "-(-2/3)"),
    ("lowest_terms", "y = 6/4 x", "not_lowest_terms", "6/4*x"),
    ("lowest_terms", "{1/2, 5/15}", "not_lowest_terms", "5/15"),
    ("lowest_terms", "x - 2/-3", "two_signs", "-2/(-3)"),
    ("lowest_terms", "x/sqrt(2)", "irrational_denominator", "sqrt(2)"),
]
VALUE_TESTS = [
    "completed_square",
    "factored",
    "partial_fractions",
    "rational_denominator",
    "simplified_radicals",
    "single_fraction",
]
# test, options, code
BAD_OPTIONS = [
    ("factored", "1/0", None),
    ("factored", "2", "variable_expected"),
    ("factored", "[x, y]", "field_expected"),
    ("factored", "x +", "option_missing_operand"),
    ("partial_fractions", "x = 1", "variable_expected"),
    ("completed_square", "[2, x]", "variable_expected"),
]
# answer, options
HAS_PROPERTIES = [
    ("(x-1)(x-2)", "roots=1, 2"),
    ("-5(x-1)(x-2)", "roots=1, 2; degree=2; leading=-5"),
    ("x^2 - 2", "roots=sqrt(2), -sqrt(2); degree=2"),
    ("x^2 + 5", "through=(0, 5)"),
    ("x^2 + 4", "through={(0, 4), (1, 5)}"),
    ("t^2/2 + t", "degree=2; leading=1/2; variable=t"),
    ("a x^2 + 1", "leading=a"),
]
# answer, options, code
LACKS_PROPERTY = [
    ("(x-1)(x-3)", "roots=1, 2", "wrong_value"),
    ("x(x-1)(x-2)", "roots=1, 2; degree=2", "wrong_degree"),
    ("0", "roots=1, 2", "zero_polynomial"),
    ("x^2 + 1", "leading=2", "wrong_leading_coefficient"),
    ("x^2 + 4", "through=(0, 5)", "wrong_value"),
    ("1/x", "degree=1", "not_polynomial"),
    ("x = 1", "degree=1", "expression_expected"),
]
# options, code
BAD_PROPERTIES = [
    ("", "unknown_property"),
    ("colour=red", "unknown_property"),
    ("degree", "name_and_value_expected"),
    ("degree=1; degree=2", "name_and_value_expected"),
    ("degree=x", "degree_expected"),
    ("through=5", "point_expected"),
    ("degree=2; variable=3", "variable_expected"),
]


def judged(test: str, student: str, key: str, options: str = "") -> Verdict:
    return equal(student, key, test=test, options=options)


@pytest.mark.parametrize(("test", "student", "key", "options"), IN_FORM)
def test_an_answer_in_form_is_correct_with_the_form_as_the_reason(
    test: str, student: str, key: str, options: str
) -> None:
    verdict = judged(test, student, key, options)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.CORRECT, test)


@pytest.mark.parametrize(("test", "student", "key", "options", "code", "part"), OUT_OF_FORM)
def test_an_equal_answer_out_of_form_is_incorrect_and_names_the_part(
    test: str, student: str, key: str, options: str, code: str, part: str | None
) -> None:
    verdict = judged(test, student, key, options)
    values: dict[str, Any] = dict(verdict.reason.values)

    assert (verdict.outcome, verdict.reason.code, values["equal"]) == (Outcome.INCORRECT, code, True)
    assert part is None or values["part"] == part


@pytest.mark.parametrize(("test", "student", "code", "part"), BARE_FORM)
def test_a_form_without_a_key_names_the_part(test: str, student: str, code: str, part: str) -> None:
    verdict = judged(test, student, "0")

    assert (verdict.outcome, verdict.reason.code) == (Outcome.INCORRECT, code)
    assert verdict.reason.values["part"] == part


@pytest.mark.parametrize("test", VALUE_TESTS)
def test_another_value_is_incorrect_with_a_witness_whatever_its_form(test: str) -> None:
    verdict = judged(test, "x + 3", "x + 2", "x")

    assert (verdict.outcome, verdict.reason.code) == (Outcome.INCORRECT, "differs_at_point")
    assert verdict.reason.values["equal"] is False
    assert verdict.witness == Witness({"x": "2"}, "5", "4")


@pytest.mark.parametrize("test", VALUE_TESTS)
def test_an_equation_is_not_an_expression_in_form(test: str) -> None:
    verdict = judged(test, "x = 2", "x + 2", "x")

    assert (verdict.outcome, verdict.reason.code) == (Outcome.INCORRECT, "expression_expected")


@pytest.mark.parametrize(("test", "options", "code"), BAD_OPTIONS)
def test_options_that_do_not_suit_are_refused(test: str, options: str, code: str | None) -> None:
    with pytest.raises(OptionsError) as raised:
        judged(test, "x", "x", options)

    assert code in (None, raised.value.code)


def test_the_variable_must_be_given_when_the_key_has_several_letters_but_no_x() -> None:
    with pytest.raises(OptionsError, match="variable_expected"):
        judged("completed_square", "a(t-1)^2", "a(t-1)^2")


def test_a_key_that_cannot_be_read_is_refused_even_where_it_is_not_compared() -> None:
    with pytest.raises(OptionsError, match="key_unbalanced_bracket"):
        judged("expanded", "x", "(x")


@pytest.mark.parametrize(("student", "options"), HAS_PROPERTIES)
def test_any_polynomial_with_the_properties_is_correct(student: str, options: str) -> None:
    verdict = judged("property", student, "", options)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.CORRECT, "has_properties")


@pytest.mark.parametrize(("student", "options", "code"), LACKS_PROPERTY)
def test_a_missing_property_is_named(student: str, options: str, code: str) -> None:
    verdict = judged("property", student, "", options)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.INCORRECT, code)


@pytest.mark.parametrize(("options", "code"), BAD_PROPERTIES)
def test_properties_that_cannot_be_asked_for_are_refused(options: str, code: str) -> None:
    with pytest.raises(OptionsError) as raised:
        judged("property", "x", "", options)

    assert raised.value.code == code


# What nobody may wait for: test, answer, options
COSTLY = [
    ("factored", "9^9^9^9", "x"),
    ("factored", "(a+b+c+d)^6 + (a-f)^60 + x", "x"),
    ("factored", "x^500 - 1", "x"),
    ("partial_fractions", "1/(x^500 - 1)", "x"),
    ("lowest_terms", "(x^500 - 1)/(x^300 - 1)", ""),
    ("simplified_radicals", "sqrt(x^500 - 1)", ""),
]


@pytest.mark.parametrize(("test", "student", "options"), COSTLY)
def test_what_is_beyond_the_limits_is_undecided_and_never_correct(
    test: str, student: str, options: str
) -> None:
    verdict = judged(test, student, student, options)

    assert verdict.outcome is Outcome.UNDECIDED


ROOTS = st.lists(st.integers(-9, 9), min_size=2, max_size=4)


def product_of(roots: list[int]) -> str:
    return "*".join(f"(x - {root})" if root >= 0 else f"(x + {-root})" for root in roots)


@given(ROOTS)
@settings(max_examples=25, deadline=None)
def test_a_product_of_linear_factors_is_factored_and_not_expanded(roots: list[int]) -> None:
    text = product_of(roots)

    assert judged("factored", text, text, "x").outcome is Outcome.CORRECT
    assert judged("expanded", text, "").outcome is Outcome.INCORRECT


@given(ROOTS)
@settings(max_examples=25, deadline=None)
def test_coefficients_of_a_product_are_expanded_and_not_factored(roots: list[int]) -> None:
    coefficients = [1]
    for root in roots:
        moved = [*coefficients, 0]
        coefficients = [high - root * low for high, low in zip(moved, [0, *coefficients], strict=True)]
    powers = range(len(roots), -1, -1)
    text = " + ".join(
        f"({value})*x^{power}" for value, power in zip(coefficients, powers, strict=True) if value
    )

    assert judged("expanded", text, product_of(roots)).outcome is Outcome.CORRECT
    assert (judged("factored", text, product_of(roots), "x").outcome is Outcome.CORRECT) == (
        not any(coefficients[1:])
    )


@given(st.lists(st.integers(-6, 6), min_size=2, max_size=4, unique=True), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_a_sum_of_simple_fractions_is_in_partial_fractions(roots: list[int], top: int) -> None:
    text = " + ".join(f"{top}/(x - ({root}))" for root in roots)

    assert judged("partial_fractions", text, text, "x").outcome is Outcome.CORRECT
    assert judged("single_fraction", text, text).outcome is Outcome.INCORRECT
