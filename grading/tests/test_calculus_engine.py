"""Derivatives and integrals of trees: rules, sizes, and what has none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import Outcome
from grading.engine.calculus import NoDerivativeError, derivative
from grading.engine.calculus.antiderivative import antiderivative
from grading.engine.calculus.resolving import resolved
from grading.engine.calculus.substitution import depends, free_letters, substituted
from grading.engine.cost import TooCostlyError
from grading.engine.equality import compare
from grading.engine.nodes import Call, Node, Number, Power, Product, Quotient, Sum, Symbol, walk
from grading.engine.reading import read
from grading.engine.symbols import Symbols
from grading.engine.writing import write_plain

SYMBOLS = Symbols(natural_log=True)


def tree(text: str) -> Node:
    return read(text, symbols=SYMBOLS)


WRITTEN = (
    ("7", "0"),
    ("y", "0"),
    ("x", "1"),
    ("x^3", "3*x^2"),
    ("-x^2", "-2*x"),
    ("3x", "3"),
    ("1/x", "-1/x^2"),
    ("x^2 sin(x)", "2*x*sin(x) + x^2*cos(x)"),
    ("ln|x|", "1/x"),
    ("e^x", "e^x"),
    ("2^x", "2^x*ln(2)"),
    ("sqrt(x)", "1/(2*sqrt(x))"),
    ("a*x^n", "a*n*x^(n - 1)"),
    ("f(x)", "f'(x)"),
    ("f'(2x)", "2*f''(2*x)"),
    ("(x, x^2)", "(1, 2*x)"),
)


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_derivative_is_tidy(text: str, expected: str):
    assert write_plain(derivative(tree(text), "x")) == expected


DERIVATIVES = (
    ("tan(x)", "sec(x)^2"),
    ("cot(x)", "-csc(x)^2"),
    ("sec(x)", "sec(x) tan(x)"),
    ("csc(x)", "-csc(x) cot(x)"),
    ("arcsin(x/2)", "1/sqrt(4 - x^2)"),
    ("arccos(x)", "-1/sqrt(1 - x^2)"),
    ("arctan(3x)", "3/(1 + 9x^2)"),
    ("arccot(x)", "-1/(1 + x^2)"),
    ("arcsec(x)", "1/(|x| sqrt(x^2 - 1))"),
    ("arccsc(x)", "-1/(|x| sqrt(x^2 - 1))"),
    ("sinh(2x)", "2cosh(2x)"),
    ("cosh(x)", "sinh(x)"),
    ("tanh(x)", "1 - tanh(x)^2"),
    ("coth(x)", "1 - coth(x)^2"),
    ("sech(x)", "-sech(x) tanh(x)"),
    ("csch(x)", "-csch(x) coth(x)"),
    ("arsinh(x)", "1/sqrt(x^2 + 1)"),
    ("arcosh(x)", "1/sqrt(x^2 - 1)"),
    ("artanh(x)", "1/(1 - x^2)"),
    ("arcoth(x)", "1/(1 - x^2)"),
    ("arsech(x)", "-1/(x sqrt(1 - x^2))"),
    ("arcsch(x)", "-1/(|x| sqrt(x^2 + 1))"),
    ("x^x", "x^x (ln(x) + 1)"),
    ("x^(1/3)", "1/(3 x^(2/3))"),
    ("root(x^2 + 1, 3)", "2x/(3 root(x^2 + 1, 3)^2)"),
    ("x^(-1/2)", "-1/(2 x sqrt(x))"),
    ("log_2(x)", "1/(x ln(2))"),
    ("log_x(2)", "-ln(2)/(x ln(x)^2)"),
    ("exp(sin(x))", "cos(x) exp(sin(x))"),
    ("abs(x^3)", "3x^2 |x^3|/x^3 * x^2/x^2"),
    ("sin(x°)", "pi/180 cos(x°)"),
    ("(x^2 + 1)/(x - 1)", "(x^2 - 2x - 1)/(x - 1)^2"),
    ("sum(x^k/k, k, 1, 3)", "1 + x + x^2"),
    ("integrate(e^(t^2), t, 1, x^2)", "2x e^(x^4)"),
    ("integrate(e^(t^2), t, x, 3)", "-e^(x^2)"),
    ("diff(x^5, x, 3)", "120x"),
    ("f(g(x))", "f'(g(x)) g'(x)"),
)


@pytest.mark.parametrize(("text", "expected"), DERIVATIVES)
def test_derivative_by_rule(text: str, expected: str):
    verdict = compare(derivative(tree(text), "x"), tree(expected), symbols=SYMBOLS)

    assert verdict.outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("text", "part"),
    [("floor(x)", "floor"), ("x!", "factorial"), ("max(x, 1)", "max"), ("mod(x, 2)", "mod"),
     ("f(x, 2)", "f"), ("x = 2", "relation"), ("sum(k, k, 1, x)", "sum"), ("product(x, k, 1, 3)", "product")],
)  # fmt: skip
def test_what_has_no_rule_is_named(text: str, part: str):
    with pytest.raises(NoDerivativeError) as caught:
        derivative(tree(text), "x")

    assert caught.value.part == part


@pytest.mark.parametrize("text", ["floor(y)", "y!", "f(y, 2)", "sum(k, k, 1, y)", "max(y, 1)"])
def test_derivative_of_what_does_not_depend_on_the_variable_is_zero(text: str):
    assert derivative(tree(text), "x") == tree("0")


def test_derivative_that_would_be_huge_is_refused():
    factors = tuple(Call("sin", (Power(Symbol("x"), Number(n)),)) for n in range(2, 60))

    with pytest.raises(TooCostlyError):
        derivative(Product(factors), "x")


ANTIDERIVATIVES = (
    *("x^3", "5", "3x^2 - 4x + 1", "1/x", "1/x^2", "2/(3x + 1)", "1/(2x - 1)^3", "x x^2", "(2x + 1)^4"),
    *("sin(2x)", "cos(1 - x)", "e^(3x)", "2^x", "sqrt(x)", "a x", "sinh(x)", "exp(-x)", "x/3", "1/(a x)"),
)


@pytest.mark.parametrize("text", ANTIDERIVATIVES)
def test_antiderivative_has_the_integrand_as_its_derivative(text: str):
    integrand = tree(text)
    found = antiderivative(integrand, "x")

    assert found is not None
    assert compare(derivative(found, "x"), integrand, symbols=SYMBOLS).outcome is Outcome.CORRECT


@pytest.mark.parametrize("text", ["e^(x^2)", "x sin(x)", "1/(x^2 + 1)", "sin(x)/x", "f(x)", "sqrt(x^2 + 1)"])
def test_antiderivative_that_is_not_in_the_table_is_not_searched_for(text: str):
    assert antiderivative(tree(text), "x") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("diff(y, x)", "0"),
        ("diff(x^2 y, x) + 1", "2*x*y + 1"),
        ("diff(diff(x^4, x), x)", "12*x^2"),
        ("diff(x^2 y^2, x, 1, y, 1)", "4*x*y"),
        ("integrate(2x, x)", "2*(x^2/2)"),
        ("diff(floor(x), x)", "diff(floor(x), x)"),
        ("diff(diff(floor(x), x), x)", "diff(diff(floor(x), x), x)"),
    ],
)
def test_operators_are_resolved_where_there_is_a_rule(text: str, expected: str):
    assert write_plain(resolved(tree(text))) == expected


def test_bounds_are_put_only_into_what_is_smooth_between_them():
    text = "integrate(1/x^2, x, -1, 1)"

    assert resolved(tree(text)) == tree(text)


def test_index_of_a_sum_is_bound_inside_and_free_in_its_ends():
    node = tree("sum(k x, k, 1, k)")

    assert free_letters(node) == {"k", "x"}
    assert depends(node, "k")
    assert substituted(node, "k", tree("3")) == tree("sum(k x, k, 1, 3)")


leaves = st.sampled_from([Symbol("x"), Symbol("y"), Number(2), Number(3)])
expressions = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(Sum),
        st.tuples(parts, parts).map(Product),
        st.builds(Quotient, parts, parts),
        st.builds(Power, parts, st.integers(2, 4).map(Number)),
        st.builds(Call, st.sampled_from(["sin", "cos", "exp", "arctan"]), st.tuples(parts)),
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(expressions, expressions)
def test_derivative_of_a_product_is_by_leibniz(first: Node, second: Node):
    slopes = derivative(first, "x"), derivative(second, "x")
    expected = Sum((Product((slopes[0], second)), Product((first, slopes[1]))))
    verdict = compare(derivative(Product((first, second)), "x"), expected)

    assert verdict.outcome in (Outcome.CORRECT, Outcome.UNDECIDED)


@settings(max_examples=60)
@given(expressions)
def test_mixed_derivatives_do_not_depend_on_their_order(node: Node):
    first, second = derivative(derivative(node, "x"), "y"), derivative(derivative(node, "y"), "x")

    assert compare(first, second).outcome in (Outcome.CORRECT, Outcome.UNDECIDED)


@given(expressions)
def test_derivative_by_a_letter_that_does_not_occur_is_zero(node: Node):
    assert derivative(node, "z") == Number(0)
    assert not any(each == Symbol("z") for each in walk(node))
