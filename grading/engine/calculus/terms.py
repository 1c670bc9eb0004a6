"""Trees put together with the little tidying that keeps a derivative readable: no ``+ 0``, no ``1 *``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from grading.engine.nodes import Call, Negate, Node, Number, Power, Product, Quotient, Sum

__all__ = [
    "ONE",
    "TWO",
    "ZERO",
    "apply",
    "difference",
    "negated",
    "over",
    "raised",
    "times",
    "total",
    "whole",
]

ZERO: Final = Number(Fraction(0))
ONE: Final = Number(Fraction(1))
TWO: Final = Number(Fraction(2))


def whole(value: int | Fraction) -> Node:
    """``value`` as a tree; a negative one stands in a ``Negate``, a fraction is a ``Quotient``."""
    if value < 0:
        return Negate(whole(-value))
    fraction = Fraction(value)
    if fraction.denominator == 1:
        return Number(fraction)
    return Quotient(Number(Fraction(fraction.numerator)), Number(Fraction(fraction.denominator)))


def apply(function: str, *arguments: Node) -> Call:
    """``function(arguments)``."""
    return Call(function, arguments)


def total(terms: Iterable[Node]) -> Node:
    """The sum without zeros; sums inside it are opened."""
    kept = [part for term in terms for part in _terms(term) if part != ZERO]
    if not kept:
        return ZERO
    return kept[0] if len(kept) == 1 else Sum(tuple(kept))


def difference(first: Node, second: Node) -> Node:
    """``first - second``."""
    return total((first, negated(second)))


def negated(node: Node) -> Node:
    """``-node``; two signs cancel."""
    if node == ZERO:
        return ZERO
    return node.operand if isinstance(node, Negate) else Negate(node)


def times(*factors: Node) -> Node:
    """The product: zero swallows it, ones vanish, signs come to the front, whole numbers are multiplied."""
    number, negative, kept = Fraction(1), False, list[Node]()
    for factor, sign in (each for one in factors for each in _factors(one)):
        negative ^= sign
        if isinstance(factor, Number):
            number *= factor.value
        else:
            kept.append(factor)
    if number == 0:
        return ZERO
    if number != 1 or not kept:
        kept.insert(0, whole(number))
    product = kept[0] if len(kept) == 1 else Product(tuple(kept))
    return Negate(product) if negative else product


def over(top: Node, bottom: Node) -> Node:
    """The quotient; the sign of ``top`` comes to the front."""
    if top == ZERO or bottom == ONE:
        return top
    if isinstance(top, Negate):
        return Negate(over(top.operand, bottom))
    return Quotient(top, bottom)


def raised(base: Node, exponent: Node) -> Node:
    """The power; nothing is written for the exponent 1."""
    return base if exponent == ONE else Power(base, exponent)


def _terms(node: Node) -> tuple[Node, ...]:
    return node.terms if isinstance(node, Sum) else (node,)


def _factors(node: Node) -> Iterator[tuple[Node, bool]]:
    """The factors of ``node`` with whether a sign was taken off each."""
    inner = node.operand if isinstance(node, Negate) else node
    parts = inner.factors if isinstance(inner, Product) else (inner,)
    for place, part in enumerate(parts):
        yield part, isinstance(node, Negate) and place == 0
