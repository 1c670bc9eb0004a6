"""Derivatives, antiderivatives and constants of integration: what is right, and which mistake it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import OptionsError, Outcome, equal

CORRECT, INCORRECT, UNDECIDED = Outcome.CORRECT, Outcome.INCORRECT, Outcome.UNDECIDED


def said(test, student, key, options):
    """The outcome and the reason code."""
    verdict = equal(student, key, test=test, options=options)
    return verdict.outcome, verdict.reason.code


@pytest.mark.parametrize(
    ("student", "key", "options", "expected"),
    [
        ("4x^3 + 1", "1 + 4x^3", "x", (CORRECT, "equal_exactly")),
        ("2 sin x cos x", "sin(2x)", "x", (CORRECT, "equal_exactly")),
        ("-2 a t", "-2 a t", "[t]", (CORRECT, "equal_exactly")),
        ("x^4 + x", "4x^3 + 1", "x", (INCORRECT, "not_differentiated")),
        ("x^5/5 + x^2/2", "4x^3 + 1", "x", (INCORRECT, "integrated_instead")),
        ("x^5/5 + x^2/2 + C", "4x^3 + 1", "x", (INCORRECT, "integrated_instead")),
        ("-cos t", "cos t", "t", (INCORRECT, "integrated_instead")),
        ("4x^3", "4x^3 + 1", "x", (INCORRECT, "differs_at_point")),
        ("4x^3 + x", "4x^3 + 1", "x", (INCORRECT, "differs_at_point")),
        ("4y^3 + 1", "4x^3 + 1", "x", (INCORRECT, "unknown_letter")),
        ("e^x", "e^x", "x", (CORRECT, "equal_exactly")),
        ("e^x + 2", "e^x", "x", (INCORRECT, "not_differentiated")),
        ("x/|x|", "|x|/x", "x", (CORRECT, "equal_exactly")),
    ],
)
def test_derivative_names_what_was_done_instead(student, key, options, expected):
    assert said("derivative", student, key, options) == expected


@pytest.mark.parametrize(
    ("student", "key", "options", "expected"),
    [
        # the derivative
        ("x^4/4 + C", "x^4/4", "x", (CORRECT, "antiderivative")),
        ("(x^4 - 3)/4 + C", "x^4/4 + K", "[x]", (CORRECT, "antiderivative")),
        ("x sin x + cos x + C", "cos x + x sin x", "x", (CORRECT, "antiderivative")),
        ("tan^2(x)/2 + C", "1/(2cos(x)^2)", "x", (CORRECT, "antiderivative")),
        ("-arccos u + C", "arcsin u", "u", (CORRECT, "antiderivative")),
        ("x^(n+1)/(n+1) + C", "x^(n+1)/(n+1)", "x", (CORRECT, "antiderivative")),
        ("f(x)^2 + C", "f(x)^2", "x", (CORRECT, "antiderivative")),
        ("x^3", "x^4/4", "x", (INCORRECT, "not_integrated")),
        ("3x^2", "x^4/4", "x", (INCORRECT, "differentiated_instead")),
        ("x^4/3 + C", "x^4/4", "x", (INCORRECT, "wrong_derivative")),
        ("Y^4/4 + C", "y^4/4", "y", (INCORRECT, "wrong_derivative")),
        ("F = x^4/4 + C", "x^4/4", "x", (INCORRECT, "expression_expected")),
        ("floor(x) + C", "x^4/4", "x", (UNDECIDED, "no_derivative")),
        # the constant
        ("x^4/4", "x^4/4", "x", (INCORRECT, "constant_missing")),
        ("x^4/4 + 7", "x^4/4 + C", "x", (INCORRECT, "constant_missing")),
        ("x^4/4 + C - C", "x^4/4", "x", (INCORRECT, "constant_missing")),
        ("a x^4/4 + a", "a x^4/4", "x", (INCORRECT, "constant_missing")),
        ("x^4/4 - C", "x^4/4", "x", (CORRECT, "antiderivative")),
        ("(x^4 + C)/4", "x^4/4", "x", (CORRECT, "antiderivative")),
        ("x^4/4 + 2C + 1", "x^4/4", "x", (CORRECT, "antiderivative")),
        ("x^4/4 + ln C", "x^4/4", "x", (CORRECT, "antiderivative")),
        ("x^4/4 + C^2", "x^4/4", "x", (INCORRECT, "constant_not_general")),
        ("x^4/4 + e^C", "x^4/4", "x", (INCORRECT, "constant_not_general")),
        ("x^4/4 + sin C", "x^4/4", "x", (INCORRECT, "constant_not_general")),
        ("x^4/4 + C + K", "x^4/4", "x", (INCORRECT, "several_constants")),
        ("x^4/4 + C x", "x^4/4", "x", (INCORRECT, "constant_not_additive")),
        ("C x^4/4", "x^4/4", "x", (INCORRECT, "constant_not_additive")),
        ("e^(x + C)", "e^x", "x", (INCORRECT, "constant_not_additive")),
        ("x^4/4", "x^4/4", "[x, NOCONST]", (CORRECT, "antiderivative")),
        ("x^4/4 + 5", "x^4/4 + C", "[x,NOCONST]", (CORRECT, "antiderivative")),
        ("x^4/4 + C^2", "x^4/4", "[x,NOCONST]", (INCORRECT, "constant_not_general")),
        ("x^4/4 + C^2", "x^4/4", "[x, FORMAL]", (CORRECT, "antiderivative")),
        ("x^4/3", "x^4/4", "[x, FORMAL]", (INCORRECT, "wrong_derivative")),
        # bars in logarithms
        ("ln(t) + C", "ln t", "t", (CORRECT, "antiderivative")),
        ("ln|t| + C", "ln t", "t", (CORRECT, "antiderivative")),
        ("ln(5 k t)", "ln t", "t", (CORRECT, "antiderivative")),
        ("ln|k t|", "ln|t|", "t", (CORRECT, "antiderivative")),
        ("ln(k|t|)", "ln|t|", "t", (CORRECT, "antiderivative")),
        ("ln(t^2)/2 + C", "ln|t|", "t", (CORRECT, "antiderivative")),
        ("ln(t) + C", "ln|t|", "t", (INCORRECT, "absolute_value_missing")),
        ("ln(k t)", "ln|t|", "t", (INCORRECT, "absolute_value_missing")),
        ("ln|t| + ln(t - 2) + C", "ln|t| + ln|t - 2|", "t", (INCORRECT, "absolute_value_missing")),
        ("ln|t| + ln(t - 2) + C", "ln t + ln(t - 2)", "t", (INCORRECT, "absolute_value_mixed")),
        ("ln|t| + ln|t - 2| + C", "ln t + ln(t - 2)", "t", (CORRECT, "antiderivative")),
        ("ln|t^2 - 2t| + C", "ln|t| + ln|t - 2|", "t", (CORRECT, "antiderivative")),
        ("ln|t| + ln(t^2 + 4) + C", "ln|t| + ln|t^2 + 4|", "t", (CORRECT, "antiderivative")),
        ("ln(t + sqrt(t^2 + 3)) + C", "ln|t + sqrt(t^2 + 3)|", "t", (CORRECT, "antiderivative")),
        ("ln(e^t + 1) + C", "ln|e^t + 1|", "t", (CORRECT, "antiderivative")),
        # a bare log is natural unless said otherwise
        ("log|t| + C", "ln|t|", "t", (CORRECT, "antiderivative")),
        ("log|t| + C", "ln|t|", "[t, log=10]", (INCORRECT, "wrong_derivative")),
        # the function to integrate
        ("x e^x - e^x + C", "(x - 1)e^x", "[x, x e^x]", (CORRECT, "antiderivative")),
        ("x e^x + C", "(x - 1)e^x", "[x, x e^x]", (INCORRECT, "wrong_derivative")),
        ("x e^x - e^x", "(x - 1)e^x", "[x, x e^x, NOCONST]", (CORRECT, "antiderivative")),
    ],
)
def test_antiderivative_is_a_family_with_the_right_derivative(student, key, options, expected):
    assert said("antiderivative", student, key, options) == expected


@pytest.mark.parametrize(
    ("student", "key", "expected"),
    [
        ("x^4/4", "x^4/4", (CORRECT, "antiderivative")),
        ("x^4/4 + 7 - C + K", "x^4/4", (CORRECT, "antiderivative")),
        ("ln x", "ln|x| + C", (CORRECT, "antiderivative")),
        ("ln|3x|", "ln x", (CORRECT, "antiderivative")),
        ("ln|x| + ln(x - 2)", "ln x + ln(x - 2)", (CORRECT, "antiderivative")),
        ("(ln x)^2 - 2 ln(a) ln(x)", "ln(x/a)^2", (CORRECT, "antiderivative")),
        ("x^3", "x^4/4", (INCORRECT, "not_integrated")),
        ("3x^2", "x^4/4", (INCORRECT, "differentiated_instead")),
        ("x^4 + C", "x^4/4", (INCORRECT, "wrong_derivative")),
    ],
)
def test_any_antiderivative_needs_the_right_derivative_only(student, key, expected):
    assert said("antiderivative_exact_constant", student, key, "x") == expected


@pytest.mark.parametrize(
    ("student", "options", "expected"),
    [
        ("x^4/4 + C", "x", (CORRECT, "constant_present")),
        ("cos(x) + C - 5", "[x]", (CORRECT, "constant_present")),
        ("ln(x e^C)", "x", (CORRECT, "constant_present")),
        ("a x + C", "[x, a]", (CORRECT, "constant_present")),
        ("x^n/n + C", "n, x", (CORRECT, "constant_present")),
        ("x^4/4", "x", (INCORRECT, "constant_missing")),
        ("x^4/4 + 3", "x", (INCORRECT, "constant_missing")),
        ("x^4/4 + 0C", "x", (INCORRECT, "constant_missing")),
        ("x^4/4 + C", "[x, C]", (INCORRECT, "constant_missing")),
        ("a x + C", "x", (INCORRECT, "several_constants")),
        ("x^4/4 - C", "x", (INCORRECT, "constant_not_plain")),
        ("(x^4 + C)/4", "x", (INCORRECT, "constant_not_plain")),
        ("ln(k x)", "x", (INCORRECT, "constant_not_plain")),
        ("C x", "x", (INCORRECT, "constant_not_additive")),
        ("x^4/4 - C", "[x, NONSTRICT]", (CORRECT, "constant_present")),
        ("x^4/4 + C^3", "[NONSTRICT, x]", (CORRECT, "constant_present")),
        ("ln|k x|", "[x, NONSTRICT]", (CORRECT, "constant_present")),
        ("C x", "[x, NONSTRICT]", (INCORRECT, "constant_not_additive")),
        ("x + a C", "[x, a, NONSTRICT]", (INCORRECT, "constant_not_additive")),
        ("{x + C}", "x", (INCORRECT, "expression_expected")),
    ],
)
def test_constant_of_integration_is_one_added_letter(student, options, expected):
    assert said("constant_of_integration", student, "x", options) == expected


@pytest.mark.parametrize(
    ("test", "key", "options", "code"),
    [
        ("derivative", "2x", "", "variable_expected"),
        ("derivative", "2x", "2", "variable_expected"),
        ("derivative", "2x", "sin", "variable_expected"),
        ("derivative", "2x", "e", "variable_expected"),
        ("derivative", "2x", "(x", "variable_expected"),
        ("derivative", "2x", "[[x]]", "variable_expected"),
        ("derivative", "2x", "x, y", "too_many_options"),
        ("derivative", "2x +", "x", "key_missing_operand"),
        ("antiderivative", "x^2", "NOCONST", "variable_expected"),
        ("antiderivative", "x^2", "[x, 2x, 3x]", "too_many_options"),
        ("antiderivative", "x^2", "[x, 2x)]", "option_unbalanced_bracket"),
        ("antiderivative", "y = x^2", "x", "key_expression_expected"),
        ("antiderivative", "floor(x)", "x", "key_no_derivative"),
        ("antiderivative_exact_constant", "x^2", "[x, NOCONST]", "too_many_options"),
        ("constant_of_integration", "x^2", "NONSTRICT", "variable_expected"),
        ("constant_of_integration", "x^2", "[x, 3]", "variable_expected"),
    ],
)
def test_key_and_options_that_do_not_suit_are_refused(test, key, options, code):
    with pytest.raises(OptionsError) as refused:
        equal("x + C", key, test=test, options=options)

    assert refused.value.code == code


def test_wrong_derivative_shows_two_values_of_derivatives():
    verdict = equal("x^3 + C", "x^4/4", test="antiderivative", options="x")

    assert dict(verdict.reason.values) == {"at": "x = 2", "student": "12", "key": "8"}
    assert verdict.certificate["student"] == "x^3 + C"
    assert verdict.certificate["derivatives"] == ["3*x^2", "4*x^3/4"]


def test_a_name_of_several_letters_is_one_variable():
    verdict = equal("time^2/2 + C", "time^2/2", test="antiderivative", options="[time]")

    assert (verdict.outcome, verdict.reason.code) == (CORRECT, "antiderivative")


POLYNOMIALS = st.lists(st.integers(-9, 9), min_size=1, max_size=5)


def power_sum(coefficients):
    return " + ".join(f"({value}) x^{degree}" for degree, value in enumerate(coefficients))


@settings(max_examples=40, deadline=None)
@given(POLYNOMIALS, st.integers(-9, 9))
def test_every_polynomial_is_accepted_with_a_constant_and_never_without(coefficients, shift):
    integral = " + ".join(
        f"({value})/{degree + 1} x^{degree + 1}" for degree, value in enumerate(coefficients)
    )
    options = f"[x, {power_sum(coefficients)}]"

    assert said("antiderivative", f"{integral} + C + ({shift})", integral, options) == (
        CORRECT,
        "antiderivative",
    )
    assert said("antiderivative", f"{integral} + ({shift})", integral, options)[0] is INCORRECT


@settings(max_examples=40, deadline=None)
@given(POLYNOMIALS, st.integers(1, 9), st.integers(0, 4))
def test_a_changed_coefficient_is_never_accepted(coefficients, change, place):
    changed = [*coefficients, 0, 0, 0, 0, 0]
    changed[place] += change
    for test, constant in (("antiderivative", " + C"), ("antiderivative_exact_constant", "")):
        student = f"x ({power_sum(changed)}){constant}"

        assert said(test, student, f"x ({power_sum(coefficients)})", "x")[0] is INCORRECT
