"""Exact values of the parameter language's expressions.

Every size is known before it is computed: a power, factorial or binomial coefficient that could pass
``MAX_BITS`` raises ParameterError("too_costly") without being worked out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce

from flint import fmpz

from grading.engine.nodes import (
    Call,
    Collection,
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
    children,
)
from grading.engine.variants import algebra, matrices
from grading.engine.variants.algebra import MAX_BITS, bounded
from grading.engine.variants.errors import ParameterError, Undefined
from grading.engine.variants.objects import Rounded, Value
from grading.engine.variants.sorts import matrix_of, number_of, polynomial_of, whole

__all__ = ["MAX_BITS", "holds", "value_of"]

# Numbers are taken apart up to here: it is quick, and no question needs more.
MAX_FACTORED = 10**12
MAX_PLACES = 12


def holds(node: Node, values: Mapping[str, Value]) -> bool:
    """Whether a condition is true; Undefined when a value in it does not exist."""
    match node:
        case Logic("and", operands):
            return all(holds(operand, values) for operand in operands)
        case Logic("or", operands):
            return any(holds(operand, values) for operand in operands)
        case Relation(operands, operators):
            found = [value_of(operand, values) for operand in operands]
            pairs = zip(found, operators, found[1:], strict=False)
            return all(algebra.compare(sign, left, right) for left, sign, right in pairs)
        case Call("isprime", (argument,)):
            return bool(_factored(whole(value_of(argument, values))).is_prime())
        case _:
            raise TypeError(f"not a condition: {node!r}")


def value_of(node: Node, values: Mapping[str, Value]) -> Value:
    """The exact value of an expression; Undefined where there is none (``1/0``, ``sqrt(2)``)."""
    return bounded(_value(node, values))


def _value(node: Node, values: Mapping[str, Value]) -> Value:
    match node:
        case Number(value):
            return value
        case Symbol(name):
            return values[name]
        case Negate(operand):
            return algebra.negate(value_of(operand, values))
        case Sum(terms):
            return reduce(algebra.add, (value_of(term, values) for term in terms))
        case Product(factors):
            return reduce(algebra.multiply, (value_of(factor, values) for factor in factors))
        case Quotient(numerator, denominator):
            return algebra.divide(value_of(numerator, values), value_of(denominator, values))
        case Power(base, exponent):
            return algebra.power(value_of(base, values), whole(value_of(exponent, values)))
        case Call(function, arguments):
            return _called(function, [value_of(argument, values) for argument in arguments])
        case Collection("matrix", rows):
            return matrices.make_matrix(
                [[value_of(entry, values) for entry in children(row)] for row in rows]
            )
        case _:
            raise TypeError(f"not a number: {node!r}")


def _called(function: str, arguments: list[Value]) -> Value:
    if function in _OF_OBJECTS:
        return _OF_OBJECTS[function](*arguments)
    return _OF_NUMBERS[function](*map(number_of, arguments))


def _factorial(value: Fraction) -> Fraction:
    count = whole(value)
    if count < 0:
        raise Undefined
    if count * math.log2(max(count, 2)) - 1.45 * count > MAX_BITS:
        raise ParameterError("too_costly")
    return Fraction(math.factorial(count))


def _binomial(above: Fraction, below: Fraction) -> Fraction:
    total, chosen = whole(above), whole(below)
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


def _round(value: Fraction, places: Fraction = Fraction(0)) -> Value:
    """The nearest decimal with so many places; a half goes away from zero."""
    count = whole(places)
    if not 0 <= count <= MAX_PLACES:
        raise Undefined
    size = Fraction(math.floor(abs(value) * 10**count + Fraction(1, 2)), 10**count)
    rounded = -size if value < 0 else size
    return Rounded(rounded, count) if count else rounded


def _factored(number: int) -> fmpz:
    """``number``, small enough to be taken apart."""
    if abs(number) > MAX_FACTORED:
        raise ParameterError("too_costly")
    return fmpz(number)


def _divisors(value: Fraction) -> Fraction:
    """How many positive divisors a whole number from 1 on has."""
    number = whole(value)
    if number < 1:
        raise Undefined
    return Fraction(math.prod(power + 1 for _prime, power in _factored(number).factor()))


def _digits(value: Fraction) -> Fraction:
    """How many digits a whole number has."""
    return Fraction(len(str(abs(whole(value)))))


def _coefficient(value: Value, at: Value) -> Fraction:
    """The coefficient of a polynomial's power, 0 beyond its degree."""
    polynomial, power = polynomial_of(value), whole(at)
    return polynomial.coefficients[power] if 0 <= power <= polynomial.degree else Fraction(0)


def _entry(value: Value, row: Value, column: Value) -> Fraction:
    """An entry of a matrix, rows and columns counted from 1."""
    matrix = matrix_of(value)
    places = whole(row), whole(column)
    if not all(1 <= place <= most for place, most in zip(places, matrix.shape, strict=True)):
        raise Undefined
    return matrix.rows[places[0] - 1][places[1] - 1]


def _trace(value: Value) -> Fraction:
    matrix = matrix_of(value)
    if not matrix.is_square:
        raise ParameterError("sizes_differ")
    return sum((row[place] for place, row in enumerate(matrix.rows)), Fraction(0))


_OF_NUMBERS: dict[str, Callable[..., Value]] = {
    "abs": abs,
    "binomial": _binomial,
    "ceiling": lambda value: Fraction(math.ceil(value)),
    "denominator": lambda value: Fraction(value.denominator),
    "digits": _digits,
    "divisors": _divisors,
    "factorial": _factorial,
    "floor": lambda value: Fraction(math.floor(value)),
    "gcd": lambda *numbers: Fraction(math.gcd(*map(whole, numbers))),
    "lcm": lambda *numbers: Fraction(math.lcm(*map(whole, numbers))),
    "max": max,
    "min": min,
    "mod": _remainder,
    "numerator": lambda value: Fraction(value.numerator),
    "round": _round,
    "sign": lambda value: Fraction((value > 0) - (value < 0)),
    "sqrt": _square_root,
}
_OF_OBJECTS: dict[str, Callable[..., Value]] = {
    "antiderivative": algebra.antiderivative,
    "apply": algebra.apply,
    "coefficient": _coefficient,
    "degree": lambda value: Fraction(polynomial_of(value).degree),
    "derivative": algebra.derivative,
    "det": matrices.determinant,
    "entry": _entry,
    "inverse": matrices.inverse,
    "trace": _trace,
    "transpose": matrices.transpose,
}
