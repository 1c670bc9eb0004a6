"""An equation solved for one of its letters, where that takes no more than moving terms and a number."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from grading.engine.balls import has_unknown_function
from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    walk,
)

__all__ = ["solved", "solved_for"]

ZERO: Final = Number(Fraction(0))
ONE: Final = Number(Fraction(1))
E: Final = Constant("e")
MOST_STEPS: Final = 12


class _Linear(NamedTuple):
    """``slope * letter + rest``; no slope where the letter does not occur."""

    slope: Node | None
    rest: Node


def solved(node: Node) -> tuple[str, Node] | None:
    """``("y", value)`` for ``y = value`` and ``value = y``, when the value does not depend on ``y``."""
    match node:
        case Relation((Symbol(name), value), ("=",)) if not _has(value, name):
            return name, value
        case Relation((value, Symbol(name)), ("=",)) if not _has(value, name):
            return name, value
        case _:
            return None


def solved_for(node: Node, name: str) -> Node | None:
    """What ``name`` is by the equation ``node``; else nothing.

    Terms are moved, numbers divided by, logarithms and exponentials undone: each step keeps the solutions.
    """
    match node:
        case Relation((low, high), ("=",)):
            found = _by_number(Sum((low, Negate(high))), name)
        case _:
            return None
    if found is not None:
        return found
    if _has(high, name):
        low, high = high, low
    return None if _has(high, name) else _isolated(low, high, name)


def _by_number(difference: Node, name: str) -> Node | None:
    """Where ``difference`` is zero, when ``name`` has only a number before it."""
    found = _linear(difference, name)
    if found is None or found.slope is None or not _is_number(found.slope):
        return None
    return Quotient(Negate(found.rest), found.slope)


def _isolated(low: Node, high: Node, name: str) -> Node | None:
    """``name`` from ``low == high``, where it occurs in ``low`` only."""
    for _ in range(MOST_STEPS):
        if low == Symbol(name):
            return high
        linear = _alone(low, high, name)
        if linear is None:
            return None
        low, high = linear
    return None


def _alone(low: Node, high: Node, name: str) -> tuple[Node, Node] | None:
    """One function, term or number less around ``name``."""
    match low:
        case Negate(operand):
            return operand, Negate(high)
        case Sum(terms):
            inner = [term for term in terms if _has(term, name)]
            moved = (Negate(term) for term in terms if not _has(term, name))
            return (inner[0], Sum((high, *moved))) if len(inner) == 1 else None
        case Product(factors) if sum(_is_number(factor) for factor in factors) == len(factors) - 1:
            inner = [factor for factor in factors if not _is_number(factor)]
            divisors = (factor for factor in factors if _is_number(factor))
            return inner[0], Quotient(high, Product((ONE, *divisors)))
        case Quotient(top, bottom) if _is_number(bottom):
            return top, Product((high, bottom))
        case Call("ln", (argument,)):
            return argument, Power(E, high)
        case Call("log", (argument, base)) if _is_base(base):
            return argument, Power(base, high)
        case Call("exp", (argument,)):
            return argument, Call("ln", (high,))
        case Power(base, exponent) if _is_base(base):
            return exponent, Quotient(Call("ln", (high,)), Call("ln", (base,)))
        case _:
            return None


def _is_number(node: Node) -> bool:
    return not any(isinstance(each, Symbol) for each in walk(node)) and not has_unknown_function(node)


def _is_base(node: Node) -> bool:
    """Whether ``node`` is seen to be a positive number other than 1."""
    return node == E or (isinstance(node, Number) and node.value > 0 and node.value != 1)


def _has(node: Node, name: str) -> bool:
    return Symbol(name) in walk(node)


def _linear(node: Node, name: str) -> _Linear | None:
    if not _has(node, name):
        return _Linear(None, node)
    match node:
        case Symbol():
            return _Linear(ONE, ZERO)
        case Negate(operand):
            return _scaled(_linear(operand, name), Negate(ONE))
        case Sum(terms):
            return _sum([_linear(term, name) for term in terms])
        case Product(factors):
            inner = [factor for factor in factors if _has(factor, name)]
            others = tuple(factor for factor in factors if not _has(factor, name))
            return _scaled(_linear(inner[0], name), Product((ONE, *others))) if len(inner) == 1 else None
        case Quotient(top, bottom) if not _has(bottom, name):
            return _scaled(_linear(top, name), Quotient(ONE, bottom))
        case _:
            return None


def _scaled(found: _Linear | None, factor: Node) -> _Linear | None:
    if found is None or found.slope is None:
        return found
    return _Linear(Product((factor, found.slope)), Product((factor, found.rest)))


def _sum(parts: list[_Linear | None]) -> _Linear | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    slopes = tuple(part.slope for part in known if part.slope is not None)
    return _Linear(Sum((ZERO, *slopes)), Sum((ZERO, *(part.rest for part in known))))
