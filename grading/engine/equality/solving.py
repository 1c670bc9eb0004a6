"""An equation solved for one of its letters, where that takes no more than moving terms and a number."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from grading.engine.nodes import Negate, Node, Number, Product, Quotient, Relation, Sum, Symbol, walk

__all__ = ["solved", "solved_for"]

ZERO: Final = Number(Fraction(0))
ONE: Final = Number(Fraction(1))


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
    """What ``name`` is by the equation ``node``, where it has only a number before it; else nothing."""
    match node:
        case Relation((low, high), ("=",)):
            found = _linear(Sum((low, Negate(high))), name)
        case _:
            return None
    if found is None or found.slope is None or any(isinstance(each, Symbol) for each in walk(found.slope)):
        return None
    return Quotient(Negate(found.rest), found.slope)


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
