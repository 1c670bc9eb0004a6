"""Sums, products, powers and calculus of parameters, whatever they are.

What does not go together raises ParameterError: ``wrong_sort``, ``letters_differ``, ``sizes_differ``;
what would become too large ``too_costly``, before it is worked out. Undefined where there is no value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction

from grading.engine.variants import matrices
from grading.engine.variants.errors import ParameterError, Undefined
from grading.engine.variants.objects import Matrix, Polynomial, Rounded, Value
from grading.engine.variants.sorts import matrix_of, number_of, polynomial_of

__all__ = [
    "MAX_BITS",
    "add",
    "antiderivative",
    "apply",
    "bits",
    "bounded",
    "compare",
    "derivative",
    "divide",
    "multiply",
    "negate",
    "power",
]

MAX_BITS = 1_000
MAX_DEGREE = 20

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def bits(value: Fraction) -> int:
    """The length of the longer of numerator and denominator."""
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def bounded(value: Value) -> Value:
    """``value``, no number in it longer than ``MAX_BITS``."""
    match value:
        case Fraction():
            numbers: Sequence[Fraction] = (value,)
        case Rounded():
            numbers = (value.value,)
        case Polynomial():
            numbers = value.coefficients
        case Matrix():
            numbers = [number for row in value.rows for number in row]
    if any(bits(number) > MAX_BITS for number in numbers):
        raise ParameterError("too_costly")
    return value


def compare(sign: str, left: Value, right: Value) -> bool:
    """Whether a relation holds; polynomials and matrices are equal or not, and never less."""
    if isinstance(left, Matrix) or isinstance(right, Matrix):
        return _equal(sign, matrix_of(left), matrix_of(right))
    if isinstance(left, Polynomial) or isinstance(right, Polynomial):
        return _equal(sign, *_lifted(left, right))
    return _COMPARE[sign](number_of(left), number_of(right))


def _equal(sign: str, left: Polynomial | Matrix, right: Polynomial | Matrix) -> bool:
    if sign not in ("=", "!="):
        raise ParameterError("wrong_sort")
    return (left == right) == (sign == "=")


def _lifted(left: Value, right: Value) -> tuple[Polynomial, Polynomial]:
    """Both as polynomials in the letter of the one that has one."""
    letters = {value.letter for value in (left, right) if isinstance(value, Polynomial)}
    if len(letters) != 1:
        raise ParameterError("letters_differ")
    letter = letters.pop()
    first, second = (
        value if isinstance(value, Polynomial) else Polynomial(letter, (number_of(value),))
        for value in (left, right)
    )
    return first, second


def negate(value: Value) -> Value:
    """The value with the other sign."""
    return multiply(Fraction(-1), value)


def add(left: Value, right: Value) -> Value:
    """The sum of two numbers, polynomials (or one of each), or matrices of one size."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left + right
    if isinstance(left, Matrix) or isinstance(right, Matrix):
        first, second = matrix_of(left), matrix_of(right)
        if first.shape != second.shape:
            raise ParameterError("sizes_differ")
        pairs = zip(first.rows, second.rows, strict=True)
        return Matrix(tuple(tuple(map(operator.add, one, other)) for one, other in pairs))
    if isinstance(left, Polynomial) or isinstance(right, Polynomial):
        above, below = sorted(_lifted(left, right), key=lambda one: one.degree, reverse=True)
        padded = below.coefficients + (Fraction(0),) * (above.degree - below.degree)
        return Polynomial.of(above.letter, tuple(map(operator.add, above.coefficients, padded)))
    return number_of(left) + number_of(right)


def multiply(left: Value, right: Value) -> Value:
    """The product; a number times a matrix is taken entry by entry, matrices row by column."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left * right
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        return matrices.product(left, right)
    if isinstance(left, Matrix) or isinstance(right, Matrix):
        matrix, factor = (left, right) if isinstance(left, Matrix) else (right, left)
        number = number_of(factor)
        return Matrix(tuple(tuple(number * entry for entry in row) for row in matrix_of(matrix).rows))
    if isinstance(left, Polynomial) or isinstance(right, Polynomial):
        return _polynomial_product(*_lifted(left, right))
    return number_of(left) * number_of(right)


def _polynomial_product(left: Polynomial, right: Polynomial) -> Polynomial:
    if left.degree + right.degree > MAX_DEGREE:
        raise ParameterError("too_costly")
    found = [Fraction(0)] * (left.degree + right.degree + 1)
    for place, one in enumerate(left.coefficients):
        for other_place, other in enumerate(right.coefficients):
            found[place + other_place] += one * other
    return Polynomial.of(left.letter, tuple(found))


def divide(left: Value, right: Value) -> Value:
    """The quotient by a number that is not 0."""
    divisor = number_of(right)
    if divisor == 0:
        raise Undefined
    return multiply(left, 1 / divisor)


def power(base: Value, exponent: int) -> Value:
    """A whole power; polynomials have no negative ones, matrices those of their inverse."""
    if isinstance(base, Polynomial | Matrix):
        return _repeated(base, exponent)
    number = number_of(base)
    if number == 0 and exponent <= 0:
        raise Undefined
    if abs(number) not in (0, 1) and (bits(number) - 1) * abs(exponent) > MAX_BITS:
        raise ParameterError("too_costly")
    return number ** (exponent % 2 if abs(number) == 1 else exponent)


def _repeated(base: Polynomial | Matrix, exponent: int) -> Value:
    if abs(exponent) > MAX_DEGREE:
        raise ParameterError("too_costly")
    if isinstance(base, Polynomial):
        found: Value = Polynomial(base.letter, (Fraction(1),))
        if exponent < 0:
            raise Undefined
    else:
        found = matrices.identity(matrices.square(base).shape[0])
        base = matrices.inverse(base) if exponent < 0 else base
    for _ in range(abs(exponent)):
        found = bounded(multiply(found, base))
    return found


def apply(value: Value, at: Value) -> Value:
    """The polynomial at a number, or with another polynomial in the place of its letter."""
    polynomial = polynomial_of(value)
    if isinstance(at, Polynomial) and at.letter != polynomial.letter:
        raise ParameterError("letters_differ")
    found: Value = Fraction(0) if not isinstance(at, Polynomial) else Polynomial(at.letter, (Fraction(0),))
    for coefficient in reversed(polynomial.coefficients):
        found = bounded(add(multiply(found, at), coefficient))
    return found


def derivative(value: Value) -> Polynomial:
    """The derivative of a polynomial."""
    found = polynomial_of(value)
    terms = tuple(power * one for power, one in enumerate(found.coefficients) if power)
    return Polynomial.of(found.letter, terms)


def antiderivative(value: Value) -> Polynomial:
    """The antiderivative of a polynomial that is 0 at 0."""
    found = polynomial_of(value)
    if found.degree >= MAX_DEGREE:
        raise ParameterError("too_costly")
    terms = tuple(one / power for power, one in enumerate(found.coefficients, start=1))
    return Polynomial.of(found.letter, (Fraction(0), *terms))
