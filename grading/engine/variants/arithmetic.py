"""Exact values of the parameter language's expressions.

Every size is known before it is computed: a power, factorial or binomial coefficient that could pass
``MAX_BITS`` raises ParameterError("too_costly") without being worked out.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

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
from grading.engine.variants.errors import ParameterError, Undefined

__all__ = ["MAX_BITS", "holds", "value_of"]

MAX_BITS = 1_000

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(node: Node, values: Mapping[str, Fraction]) -> bool:
    """Whether a condition is true; Undefined when a number in it does not exist."""
    match node:
        case Logic("and", operands):
            return all(holds(operand, values) for operand in operands)
        case Logic("or", operands):
            return any(holds(operand, values) for operand in operands)
        case Relation(operands, operators):
            numbers = [value_of(operand, values) for operand in operands]
            pairs = zip(numbers, operators, numbers[1:], strict=False)
            return all(_COMPARE[sign](left, right) for left, sign, right in pairs)
        case _:
            raise TypeError(f"not a condition: {node!r}")


def value_of(node: Node, values: Mapping[str, Fraction]) -> Fraction:
    """The exact value of an expression; Undefined where there is none (``1/0``, ``sqrt(2)``)."""
    return _bounded(_value(node, values))


def _value(node: Node, values: Mapping[str, Fraction]) -> Fraction:
    match node:
        case Number(value):
            return value
        case Symbol(name):
            return values[name]
        case Negate(operand):
            return -value_of(operand, values)
        case Sum(terms):
            return sum((value_of(term, values) for term in terms), Fraction(0))
        case Product(factors):
            return math.prod((value_of(factor, values) for factor in factors), start=Fraction(1))
        case Quotient(numerator, denominator):
            return _divide(value_of(numerator, values), value_of(denominator, values))
        case Power(base, exponent):
            return _power(value_of(base, values), _integer(value_of(exponent, values)))
        case Call(function, arguments):
            return _FUNCTIONS[function](*(value_of(argument, values) for argument in arguments))
        case _:
            raise TypeError(f"not a number: {node!r}")


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _bounded(value: Fraction) -> Fraction:
    if _bits(value) > MAX_BITS:
        raise ParameterError("too_costly")
    return value


def _integer(value: Fraction) -> int:
    if value.denominator != 1:
        raise Undefined
    return value.numerator


def _divide(numerator: Fraction, denominator: Fraction) -> Fraction:
    if denominator == 0:
        raise Undefined
    return numerator / denominator


def _power(base: Fraction, exponent: int) -> Fraction:
    if base == 0 and exponent <= 0:
        raise Undefined
    if abs(base) not in (0, 1) and (_bits(base) - 1) * abs(exponent) > MAX_BITS:
        raise ParameterError("too_costly")
    return base ** (exponent % 2 if abs(base) == 1 else exponent)


def _factorial(value: Fraction) -> Fraction:
    count = _integer(value)
    if count < 0:
        raise Undefined
    if count * math.log2(max(count, 2)) - 1.45 * count > MAX_BITS:
        raise ParameterError("too_costly")
    return Fraction(math.factorial(count))


def _binomial(above: Fraction, below: Fraction) -> Fraction:
    total, chosen = _integer(above), _integer(below)
    if total < 0 or chosen < 0:
        raise Undefined
    chosen = min(chosen, total - chosen)
    if chosen < 0:
        return Fraction(0)
    # C(n, k) >= (n/k)^k, so a bound on that refuses only numbers that are too large anyway.
    if chosen and chosen * math.log2(total / chosen) > MAX_BITS:
        raise ParameterError("too_costly")
    return Fraction(math.comb(total, chosen))


def _square_root(value: Fraction) -> Fraction:
    if value < 0:
        raise Undefined
    above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if above * above != value.numerator or below * below != value.denominator:
        raise Undefined
    return Fraction(above, below)


def _remainder(value: Fraction, divisor: Fraction) -> Fraction:
    if divisor == 0:
        raise Undefined
    return value % divisor


_FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "abs": abs,
    "binomial": _binomial,
    "ceiling": lambda value: Fraction(math.ceil(value)),
    "factorial": _factorial,
    "floor": lambda value: Fraction(math.floor(value)),
    "gcd": lambda *numbers: Fraction(math.gcd(*map(_integer, numbers))),
    "lcm": lambda *numbers: Fraction(math.lcm(*map(_integer, numbers))),
    "max": max,
    "min": min,
    "mod": _remainder,
    "sqrt": _square_root,
}
