"""Laws of the comparison of propositions, tried with random ones and an evaluation of its own."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import compare
from grading.engine.nodes import (
    Call,
    Logic,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)
from grading.engine.solutions import implies, same_solutions

GRID = [Fraction(value, 2) for value in range(-8, 9)] + [Fraction(1, 3), Fraction(-22, 7), Fraction(1000)]
MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Undefined(Exception):
    pass


def value(node: Node, at: dict[str, Fraction]) -> Fraction:
    """The value of an expression of four operations, powers and bars."""
    match node:
        case Number(value=number):
            return number
        case Symbol(name=name):
            return at[name]
        case Negate(operand):
            return -value(operand, at)
        case Sum(terms):
            return Fraction(sum(value(term, at) for term in terms))
        case Product(factors):
            return prod((value(factor, at) for factor in factors), start=Fraction(1))
        case Quotient(top, bottom):
            return divided(value(top, at), value(bottom, at))
        case Power(base, Number(value=exponent)):
            return value(base, at) ** int(exponent)
        case Call("abs", (argument,)):
            return abs(value(argument, at))
    raise AssertionError(node)


def divided(top: Fraction, bottom: Fraction) -> Fraction:
    if bottom == 0:
        raise Undefined
    return top / bottom


def holds(node: Node, at: dict[str, Fraction]) -> bool:
    match node:
        case Relation((low, high), (operator,)):
            try:
                return compared(value(low, at), value(high, at), operator)
            except Undefined:
                return False
        case Logic("and", operands):
            return all(holds(operand, at) for operand in operands)
        case Logic("or", operands):
            return any(holds(operand, at) for operand in operands)
        case Logic("not", (Relation((low, high), (operator,)),)):
            try:
                return not compared(value(low, at), value(high, at), operator)
            except Undefined:
                return False
    raise AssertionError(node)


def compared(low: Fraction, high: Fraction, operator: str) -> bool:
    return {
        "=": low == high,
        "!=": low != high,
        "<": low < high,
        "<=": low <= high,
        ">": low > high,
        ">=": low >= high,
    }[operator]


def numbers() -> st.SearchStrategy[Node]:
    return st.integers(0, 4).map(lambda number: Number(Fraction(number)))


def expressions(*names: str) -> st.SearchStrategy[Node]:
    leaves = st.one_of(numbers(), st.sampled_from([Symbol(name) for name in names]))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(Sum),
            st.tuples(inner, inner).map(Product),
            inner.map(Negate),
            inner.map(lambda each: Call("abs", (each,))),
            inner.map(lambda each: Power(each, Number(Fraction(2)))),
            st.builds(Quotient, inner, inner),
        ),
        max_leaves=4,
    )


def relations(*names: str) -> st.SearchStrategy[Relation]:
    pair = st.tuples(expressions(*names), expressions(*names))
    return st.builds(
        lambda pair, operator: Relation(pair, (operator,)), pair, st.sampled_from(tuple(MIRRORED))
    )


def propositions(*names: str) -> st.SearchStrategy[Node]:
    relation = relations(*names)
    negated = relation.map(lambda each: Logic("not", (each,)))
    joined = st.builds(
        lambda operator, parts: Logic(operator, tuple(parts)),
        st.sampled_from(("and", "or")),
        st.lists(st.one_of(relation, negated), min_size=2, max_size=3),
    )
    return st.one_of(relation, negated, joined)


def rational(found_at) -> dict[str, Fraction] | None:
    """The point, unless a coordinate is irrational."""
    if not all(isinstance(each, fmpq) for each in found_at.values()):
        return None
    return {name: Fraction(int(each.p), int(each.q)) for name, each in found_at.items()}


def same_said_otherwise(relation: Relation, times: int, added: Node) -> Relation:
    """``relation`` from right to left, times a positive number, with a term added on both sides."""
    (low, high), (operator,) = relation.operands, relation.operators
    number = Number(Fraction(times))
    left, right = Product((number, Sum((high, added)))), Product((number, Sum((low, added))))
    return Relation((left, right), (MIRRORED[operator],))


@settings(max_examples=120, deadline=None)
@given(propositions("x"), propositions("x"))
def test_one_letter_is_always_decided_and_as_the_numbers_say(student, key):
    found = same_solutions(student, key)

    differing = [x for x in GRID if holds(student, {"x": x}) is not holds(key, {"x": x})]
    assert found.kind in ("same", "first_only", "second_only")
    assert not (differing and found.kind == "same")


@settings(max_examples=120, deadline=None)
@given(propositions("x", "y"), propositions("x", "y"))
def test_a_witness_is_a_point_that_only_one_allows(student, key):
    found = same_solutions(student, key)

    at = rational(found.at)
    if found.differs and at is not None:
        truths = [holds(each, {"x": Fraction(1), "y": Fraction(1), **at}) for each in (student, key)]
        assert truths == [found.kind == "first_only", found.kind == "second_only"]


@settings(max_examples=100, deadline=None)
@given(relations("x", "y"), st.integers(1, 3), st.one_of(numbers(), st.just(Symbol("x"))))
def test_moved_terms_and_multiples_never_change_the_solutions(relation, times, added):
    found = same_solutions(relation, same_said_otherwise(relation, times, added))

    assert not found.differs


@settings(max_examples=100, deadline=None)
@given(propositions("x"), propositions("x"))
def test_same_solutions_are_implications_both_ways(student, key):
    both = implies(student, key).kind == implies(key, student).kind == "same"

    assert both is (same_solutions(student, key).kind == "same")


@settings(max_examples=60, deadline=None)
@given(propositions("x"), propositions("x"))
def test_verdicts_do_not_depend_on_the_side(student, key):
    assert compare(student, key).outcome == compare(key, student).outcome
