"""Hostile inputs end in a verdict, and nothing is computed that was not allowed first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import ctx

from grading.engine import Outcome, compare, equal
from grading.engine.balls import working_precision
from grading.engine.cost import MAX_BITS, MAX_DEPTH, MAX_NODES, TooCostlyError, check, estimate
from grading.engine.nodes import (
    Call,
    Collection,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)

X = Symbol("x")


def number(value: int | str) -> Number:
    return Number(Fraction(value))


def power(*parts: Node) -> Node:
    """``a ^ (b ^ (c ^ …))``."""
    return parts[0] if len(parts) == 1 else Power(parts[0], power(*parts[1:]))


def nested(function: str, depth: int, inner: Node = X) -> Node:
    return inner if depth == 0 else Call(function, (nested(function, depth - 1, inner),))


TOO_COSTLY = {
    "tower": power(number(9), number(9), number(9), number(9)),
    "left tower": Power(Power(Power(number(9), number(9)), number(9999)), number(9999)),
    "factorial": Call("factorial", (number(100_000),)),
    "factorial of a factorial": nested("factorial", 3, number(9)),
    "factorial of a power": Call("factorial", (power(number(10), number(20)),)),
    "huge literal": Number(Fraction(10**1_000_000), "1e1000000"),
    "tiny literal": Number(Fraction(1, 10**1_000_000), "1e-1000000"),
    "huge degree": Power(Sum((X, number(1))), number(100_000)),
    "nested degrees": Power(Power(Sum((X, number(1))), number(1_000)), number(1_000)),
    "monomial": Power(X, number(10**9)),
    "binomial": Call("binomial", (number(10**9), number(5 * 10**8))),
    "power of pi plus one": Power(Sum((Constant("pi"), number(1))), number(10**6)),
    "negative tower": Power(number(9), Negate(power(number(9), number(9), number(9)))),
    "tower of fractions": power(number("1/9"), number(9), number(9), number(9)),
    "tower under a root": Call("sqrt", (power(number(9), number(9), number(9)),)),
    "tower in a sine": Call("sin", (power(number(9), number(9), number(9)),)),
    "tower in an exponent of x": Power(X, power(number(9), number(9), number(9))),
    "product of towers": Product((power(number(2), number(90_000)), power(number(3), number(90_000)))),
    "depth": nested("sin", MAX_DEPTH + 1),
    "nodes": Sum(tuple([X] * MAX_NODES)),
}


@pytest.mark.parametrize("name", TOO_COSTLY)
def test_cost_refuses_before_anything_is_computed(name):
    with pytest.raises(TooCostlyError):
        check(TOO_COSTLY[name])


@pytest.mark.parametrize("name", TOO_COSTLY)
def test_too_costly_answers_are_undecided(name):
    verdict = compare(TOO_COSTLY[name], X)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.UNDECIDED, "too_costly")


@pytest.mark.parametrize(
    ("tree", "bits"),
    [
        (number(8), 3),
        (Power(number(2), number(10)), 10),
        (Product((number(4), number(4))), 4),
        (number("1/1024"), 10),
    ],
)
def test_cost_bounds_the_bits_of_exact_values(tree, bits):
    cost = check(tree)

    assert bits <= round(cost.bits, 6) <= MAX_BITS
    assert cost.numeric is True


@pytest.mark.parametrize(
    "tree",
    [
        power(number(10), number(200)),
        Power(X, number(6_000)),
        Power(Sum((X, Negate(Symbol("a")))), number(6_000)),
        Power(Constant("e"), number(50_000)),
        Call("factorial", (number(1_000),)),
        Call("binomial", (number(100), number(50))),
        power(number(2), number(2), number(2), number(2)),
        Power(number("1.05"), number(500)),
    ],
)
def test_cost_allows_what_students_write(tree):
    assert estimate(tree) is not None


def polynomial_power(terms: int, exponent: int) -> Node:
    letters = tuple(Symbol(name) for name in "abcdefghijklmnop"[:terms])
    return Power(Sum((*letters, number(1))), number(exponent))


HOSTILE = {
    "sum powers": polynomial_power(12, 12),
    "product of powers": Product(tuple(polynomial_power(each, 9) for each in range(2, 9))),
    "chain of fractions": Sum(tuple(Quotient(number(1), Sum((X, number(each)))) for each in range(1, 90))),
    "many fractions": Sum(tuple(Quotient(Symbol(f"a_{i}"), Symbol(f"b_{i}")) for i in range(60))),
    "many radicals": Product(tuple(Call("sqrt", (Sum((X, number(i))),)) for i in range(1, 50))),
    "many numeric radicals": Sum(tuple(Call("sqrt", (number(i),)) for i in range(2, 90))),
    "inverse of radicals": Quotient(number(1), Sum(tuple(Call("sqrt", (number(i),)) for i in range(2, 40)))),
    "nested radicals": nested("sqrt", 50, Sum((X, number(2)))),
    "nested exponentials": nested("exp", 40),
    "nested logarithms": nested("ln", 40),
    "nested absolute values": nested("abs", 50),
    "nested factorials": nested("factorial", 20),
    "nested tangents": nested("tan", 50),
    "exponential of exponentials": nested("exp", 20, number(9)),
    "tower of letters": power(*[Symbol(name) for name in "abcdefgh"]),
    "tower of halves": power(*[number("1/2")] * 12),
    "huge exponent of e": Power(Constant("e"), power(number(9), number(9))),
    "sine of a huge number": Call("sin", (power(number(10), number(1_000)),)),
    "floor of a huge power": Call("floor", (Power(Constant("pi"), number(30_000)),)),
    "floor of a tiny power": Call("floor", (Power(Constant("pi"), Negate(number(30_000))),)),
    "floor of exponentials": Call("floor", (nested("exp", 4, number(3)),)),
    "rounded logarithm of a huge power": Call("round", (Call("ln", (power(number(10), number(20_000)),)),)),
    "logarithm to a tiny base": Call("log", (number(7), Number(Fraction(1, 10**9_000), "1e-9000"))),
    "large semiprime under a root": Call("sqrt", (number((2**127 - 1) * (2**521 - 1)),)),
    "large number to a power of x": Power(number((2**127 - 1) * (2**521 - 1)), X),
    "gcd of huge numbers": Call("gcd", (power(number(6), number(9_000)), power(number(10), number(9_000)))),
    "huge root index": Call("root", (X, number(10**9))),
    "zero root index": Call("root", (X, number(0))),
    "negative root index": Call("root", (X, Negate(number(3)))),
    "huge denominators of exponents": Power(X, number(Fraction(1, 10**9 + 7))),
    "zero to the zero": Power(number(0), number(0)),
    "zero to the x": Power(number(0), X),
    "division by zero": Quotient(X, Sum((X, Negate(X)))),
    "hidden division by zero": Quotient(
        X,
        Sum((Power(Call("sin", (X,)), number(2)), Power(Call("cos", (X,)), number(2)), Negate(number(1)))),
    ),
    "wrong number of arguments": Call("sin", (X, X)),
    "no arguments": Call("max", ()),
    "calculus": Call("diff", (X, X)),
    "function of many arguments": Call("h", tuple([X] * 60)),
    "empty set": Collection("set", ()),
    "set of many": Collection("set", tuple(Call("sin", (Product((number(i), X)),)) for i in range(40))),
    "binomial of letters": Call("binomial", (X, Symbol("k"))),
    "mixed with itself": Call("mixed", (X, X)),
    "infinity minus infinity": Sum((Constant("infinity"), Negate(Constant("infinity")))),
    "complex tower": power(Constant("i"), Constant("i"), Constant("i"), X),
    "complex logarithms": nested("ln", 30, Constant("i")),
    "truth as a term": Sum((Constant("true"), X)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_end_in_a_verdict(name):
    tree = HOSTILE[name]

    for key in (X, Sum((tree, number(1)))):
        verdict = compare(tree, key)

        assert verdict.outcome in set(Outcome) - {Outcome.CORRECT, Outcome.PARTIAL}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_keys_end_in_a_verdict(name):
    tree = HOSTILE[name]

    verdict = compare(Product((number(2), tree)), tree)

    assert verdict.outcome in set(Outcome) - {Outcome.PARTIAL}


@pytest.mark.parametrize(
    "text",
    [
        "9^9^9^9",
        "100000!",
        "((9^9)^9999)^9999",
        "1e1000000",
        "(x+1)^100000",
        "binomial(10^9, 5*10^8)",
        "x^(10^9)",
        "2^2^2^2^2^2",
    ],
)
def test_hostile_text_is_undecided_or_unreadable(text):
    verdict = equal(text, "x")

    assert verdict.outcome in (Outcome.UNDECIDED, Outcome.UNREADABLE)


def test_working_precision_is_restored_after_an_error():
    before = ctx.prec

    with pytest.raises(ZeroDivisionError), working_precision(999):
        raise ZeroDivisionError

    assert ctx.prec == before
