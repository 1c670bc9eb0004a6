"""Expressions that are seen to be positive, or zero at single points only, wherever they have a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flint import acb, fmpq, fmpq_poly

from grading.engine.calculus.terms import TWO, difference
from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    walk,
)

__all__ = ["is_positive"]

MAX_DEGREE: Final = 8
MAX_BITS: Final = 256


def is_positive(node: Node) -> bool:
    """Whether ``node`` is seen to be positive for all real letters; ``False`` says nothing.

    Seen are numbers, exponentials, even powers, bars, roots, sums and products of such, polynomials in one
    letter without a real root, and ``a + sqrt(b)`` where ``b - a^2`` is positive.
    """
    return _by_parts(node) or _by_root(node) or _without_real_root(node)


def _by_parts(node: Node) -> bool:
    match node:
        case Number() | Constant(name="e" | "pi"):
            return True
        case Call(function="abs" | "cosh" | "exp" | "sqrt"):
            return True
        case Power(base=base, exponent=exponent):
            return _is_even(exponent) or is_positive(base)
        case Sum(terms=parts) | Product(factors=parts):
            return all(is_positive(part) for part in parts)
        case Quotient(numerator=top, denominator=bottom):
            return is_positive(top) and is_positive(bottom)
        case _:
            return False


def _is_even(exponent: Node) -> bool:
    return isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value % 2 == 0


def _by_root(node: Node) -> bool:
    """``sqrt(x^2 + 1) + x``: the root is larger than the absolute value of the rest."""
    match node:
        case Sum(terms=(Call(function="sqrt", arguments=(radicand,)), rest)):
            pass
        case Sum(terms=(rest, Call(function="sqrt", arguments=(radicand,)))):
            pass
        case _:
            return False
    return _without_real_root(difference(radicand, Power(rest, TWO)))


def _without_real_root(node: Node) -> bool:
    """A polynomial with rational coefficients in one letter that is positive at zero and nowhere zero."""
    letters = {each.name for each in walk(node) if isinstance(each, Symbol)}
    poly = _polynomial(node) if len(letters) == 1 else None
    if poly is None or poly[0] <= 0:
        return False
    if poly.degree() < 1:
        return True
    if max(int(coefficient.height_bits()) for coefficient in poly.coeffs()) > MAX_BITS:
        return False
    # The stubs of python-flint leave the multiplicities out.
    roots: Iterable[Any] = poly.complex_roots()
    return not any(acb(root).imag.contains(0) for root, _ in roots)


def _polynomial(node: Node) -> fmpq_poly | None:
    """``node`` as a polynomial of a small degree, if it is written as one."""
    match node:
        case Number(value=value):
            return fmpq_poly([fmpq(value.numerator, value.denominator)])
        case Symbol():
            return fmpq_poly([0, 1])
        case Negate(operand=operand):
            inner = _polynomial(operand)
            return None if inner is None else -inner
        case Sum(terms=parts) | Product(factors=parts):
            return _joined(parts, multiply=isinstance(node, Product))
        case Quotient(numerator=top, denominator=Number(value=value)) if value:
            return _joined((top, Number(1 / value)), multiply=True)
        case Power(base=base, exponent=Number(value=value)) if value.denominator == 1 and value <= MAX_DEGREE:
            return _joined((base,) * value.numerator, multiply=True)
        case _:
            return None


def _joined(parts: Sequence[Node], *, multiply: bool) -> fmpq_poly | None:
    total = fmpq_poly([1 if multiply else 0])
    for part in parts:
        poly = _polynomial(part)
        if poly is None:
            return None
        total = total * poly if multiply else total + poly
        if total.degree() > MAX_DEGREE:
            return None
    return total
