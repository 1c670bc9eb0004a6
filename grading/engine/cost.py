"""What exact evaluation would cost, found before anything is computed.

Each node gets an upper bound, bottom-up, on the bits of its exact value, on the size of that value
and on its degree as a polynomial. Only logarithms are handled here, so ``9^9^9^9`` costs as little
to refuse as ``2^2`` to allow. Whatever calls FLINT calls :func:`check` first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from grading.engine.nodes import (
    BINDERS,
    INTEGRALS,
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Quotient,
    Sum,
    Symbol,
    bound_letter,
    children,
)

__all__ = ["MAX_BITS", "MAX_DEGREE", "MAX_DEPTH", "MAX_NODES", "Cost", "TooCostlyError", "check", "estimate"]

MAX_BITS: Final = 100_000
MAX_DEGREE: Final = 65_536
MAX_NODES: Final = 400
MAX_DEPTH: Final = 64
MAX_WORK: Final = 20_000
# A sum that ends at a variable: log2 of its most terms, and how many there are at most of the points;
# and how often quadrature asks for the integrand.
OPEN_SIZE: Final = 6.0
OPEN_TERMS: Final = 16.0
QUADRATURE: Final = 400.0
# Logarithms above this are not told apart: everything there is refused.
HUGE: Final = 1e18


class Cost(NamedTuple):
    """Upper bounds for one tree.

    ``bits``: numerator and denominator of the largest exact number met; ``size``: log2 of the absolute
    value (0 at least); ``degree``: of the numerator or denominator in its variables; ``numeric``: there
    are no variables; ``work``: node evaluations at one point, with every term of a sum counted.
    """

    bits: float
    size: float
    degree: float
    numeric: bool
    nodes: int
    work: float


LETTER: Final = Cost(0.0, 0.0, 1.0, False, 1, 1.0)


class TooCostlyError(Exception):
    """The tree is beyond the limits. ``measure`` names the limit, ``value`` is what was estimated."""

    def __init__(self, measure: str, value: float) -> None:
        super().__init__(measure)
        self.measure = measure
        self.value = value


def check(node: Node) -> Cost:
    """The cost of ``node``; raises :class:`TooCostlyError` where some part of it passes a limit."""
    return _estimate(node, 0, {})


def estimate(node: Node) -> Cost | None:
    """The cost of ``node``, or ``None`` when it is too costly."""
    try:
        return check(node)
    except TooCostlyError:
        return None


def _estimate(node: Node, depth: int, bound: Mapping[str, Cost]) -> Cost:
    """``bound``: what the indices of the sums around ``node`` may grow to."""
    if depth > MAX_DEPTH:
        raise TooCostlyError("depth", depth)
    if isinstance(node, Symbol):
        return bound.get(node.name, LETTER)
    if isinstance(node, Number):
        return _number(node.value)
    parts = _parts(node, depth, bound)
    bits, size, degree = _own(node, parts)
    nodes, work, numeric = 1, 1.0, True
    for part in parts:
        nodes += part.nodes
        work += part.work
        numeric = numeric and part.numeric
    if isinstance(node, Call) and node.function in BINDERS:
        work *= _repeats(node, parts)
    if nodes > MAX_NODES or bits > MAX_BITS or degree > MAX_DEGREE or work > MAX_WORK:
        raise _too_costly(nodes, bits, degree, work)
    return Cost(bits, size, degree, numeric, nodes, work)


def _number(value: Fraction) -> Cost:
    top, bottom = math.log2(max(1, value.numerator)), math.log2(value.denominator)
    if top + bottom > MAX_BITS:
        raise TooCostlyError("bits", top + bottom)
    return Cost(top + bottom, max(0.0, top - bottom), 0.0, True, 1, 1.0)


def _too_costly(nodes: int, bits: float, degree: float, work: float) -> TooCostlyError:
    """The first measure that is passed."""
    if nodes > MAX_NODES:
        return TooCostlyError("nodes", nodes)
    if bits > MAX_BITS:
        return TooCostlyError("bits", min(bits, HUGE))
    if degree > MAX_DEGREE:
        return TooCostlyError("degree", min(degree, HUGE))
    return TooCostlyError("work", min(work, HUGE))


def _parts(node: Node, depth: int, bound: Mapping[str, Cost]) -> list[Cost]:
    letter = bound_letter(node) if isinstance(node, Call) else None
    if letter is None:
        return [_estimate(part, depth + 1, bound) for part in children(node)]
    term, index, *ends = children(node)
    costs = [_estimate(end, depth + 1, bound) for end in ends]
    size = max(end.size if end.numeric else OPEN_SIZE for end in costs)
    inside = {**bound, letter: Cost(size, size, 0.0, True, 1, 1.0)}
    return [_estimate(part, depth + 1, inside) for part in (term, index)] + costs


def _repeats(call: Call, parts: list[Cost]) -> float:
    """How often the first part of a sum, a product or an integral is evaluated."""
    if call.function in INTEGRALS:
        return QUADRATURE
    if len(parts) != 4:
        return 1.0
    return OPEN_TERMS if not all(end.numeric for end in parts[2:]) else _exponential(parts[1].size) + 1


def _own(node: Node, parts: list[Cost]) -> tuple[float, float, float]:
    """Bits, size and degree of ``node`` from those of its parts."""
    match node:
        case Constant():
            return 0.0, 2.0, 0.0
        case Negate():
            return parts[0].bits, parts[0].size, parts[0].degree
        case Sum() if parts:
            # A common denominator is the product of all; its degree is guarded during expansion.
            carry = math.log2(len(parts))
            size = max(part.size for part in parts) + carry
            return sum(part.bits for part in parts) + carry, size, max(part.degree for part in parts)
        case Quotient():
            top_cost, bottom_cost = parts
            bits, _, degree = _total(parts)
            return bits, top_cost.size + bottom_cost.bits, degree
        case Power():
            return _power(*parts)
        case Call():
            return _call(node, parts)
        case _:
            return _total(parts)


def _total(parts: list[Cost]) -> tuple[float, float, float]:
    bits = size = degree = 0.0
    for part in parts:
        bits, size, degree = bits + part.bits, size + part.size, degree + part.degree
    return bits, size, degree


def _power(base: Cost, exponent: Cost) -> tuple[float, float, float]:
    if not exponent.numeric:
        return base.bits + exponent.bits, base.size + exponent.size, base.degree + exponent.degree
    times = _exponential(exponent.size)
    return min(HUGE, times * base.bits), min(HUGE, times * max(base.bits, base.size)), times * base.degree


def _exponential(size: float) -> float:
    """2 ** size, at least 1, without overflow."""
    return math.pow(2.0, min(60.0, max(0.0, size)))


def _call(node: Call, parts: list[Cost]) -> tuple[float, float, float]:
    special = _SPECIAL.get(node.function)
    if special is not None and parts:
        return special(parts)
    bits = sum(part.bits for part in parts) + 2
    size = max((part.size for part in parts), default=0.0) + 2
    return bits, size, sum(part.degree for part in parts) + 1


def _factorial(parts: list[Cost]) -> tuple[float, float, float]:
    argument = parts[0]
    if not argument.numeric:
        return argument.bits + 2, argument.size + 2, argument.degree + 1
    bits = min(HUGE, _exponential(argument.size) * max(1.0, argument.size))
    return bits, bits, 0.0


def _binomial(parts: list[Cost]) -> tuple[float, float, float]:
    if len(parts) != 2 or not all(part.numeric for part in parts):
        return _total(parts)
    top, bottom = parts
    bits = min(HUGE, _exponential(min(top.size, bottom.size)) * max(1.0, top.size))
    return bits, bits, 0.0


def _exp(parts: list[Cost]) -> tuple[float, float, float]:
    argument = parts[0]
    return argument.bits + 2, min(HUGE, 2 * _exponential(argument.size)), argument.degree + 1


def _sum(parts: list[Cost]) -> tuple[float, float, float]:
    bits, size, degree = _total(parts)
    if len(parts) != 4:
        return bits, size, degree
    times = _exponential(parts[1].size) + 1
    return bits + times * parts[0].bits, parts[0].size + parts[1].size + 1, parts[0].degree


def _product(parts: list[Cost]) -> tuple[float, float, float]:
    bits, size, degree = _total(parts)
    if len(parts) != 4:
        return bits, size, degree
    times = _exponential(parts[1].size) + 1
    return bits + times * parts[0].bits, times * max(parts[0].bits, parts[0].size), times * parts[0].degree


def _root(parts: list[Cost]) -> tuple[float, float, float]:
    radicand = parts[0]
    return sum(p.bits for p in parts) + 2, radicand.size + 1, radicand.degree + 1


_SPECIAL: Final[dict[str, Callable[[list[Cost]], tuple[float, float, float]]]] = {
    "sum": _sum,
    "product": _product,
    "factorial": _factorial,
    "binomial": _binomial,
    "permutations": _binomial,
    "exp": _exp,
    "sinh": _exp,
    "cosh": _exp,
    "sqrt": _root,
    "root": _root,
}
