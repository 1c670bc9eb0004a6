"""Where an expression in one variable may change its domain or its branch: roots of what stands under
roots and absolute values, in logarithms, denominators and inverse functions, rounded to simple rationals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from flint import acb, fmpq, fmpq_mpoly, fmpq_poly

from grading.engine.exact.field import Field, Form, NoFormError, UndefinedError
from grading.engine.exact.forms import form_of
from grading.engine.nodes import Call, Negate, Node, Number, Power, Quotient, Sum, Symbol, walk

__all__ = ["boundary_roots"]

MAX_DEGREE: Final = 12
MAX_SPOTS: Final = 6
SIMPLE: Final = 64
AT_ZERO: Final = frozenset({"abs", "ln", "log", "root", "sign", "sqrt"})
AT_ONE: Final = frozenset({"arccos", "arcosh", "arcsin", "artanh"})


def boundary_roots(trees: Sequence[Node]) -> list[fmpq]:
    """Rationals near the real roots, smallest first; nothing for trees in several variables."""
    spots = [spot for tree in trees for spot in _spots(tree)]
    return sorted({root for node, level in spots[:MAX_SPOTS] for root in _roots(node, level)})


def _spots(tree: Node) -> Iterator[tuple[Node, int]]:
    """Subtrees with the values at which something happens there."""
    for node in walk(tree):
        match node:
            case Call(function=name, arguments=(argument, *_)) if name in AT_ZERO:
                yield argument, 0
            case Call(function=name, arguments=(argument,)) if name in AT_ONE:
                yield argument, 1
                yield argument, -1
            case Power(base=base, exponent=exponent) if not isinstance(exponent, Number):
                yield base, 0
            case Call(function="min" | "max", arguments=(first, second)):
                yield Sum((first, Negate(second))), 0
            case Quotient(denominator=bottom):
                yield bottom, 0
            case _:
                pass


def _roots(node: Node, level: int) -> list[fmpq]:
    names = {each.name for each in walk(node) if isinstance(each, Symbol)}
    if len(names) != 1:
        return []
    field = Field(2, complex_values=False)
    try:
        form = field.subtract(form_of(node, field), field.number(level))
    except (NoFormError, UndefinedError):
        return []
    return _form_roots(field, form)


def _form_roots(field: Field, form: Form) -> list[fmpq]:
    place = field.indexes.get(next((key for key in field.keys if key[0] == "symbol"), ("",)))
    if place is None or not field.is_free(form):
        return []
    return [root for poly in (form.top, form.bottom) for root in _polynomial_roots(poly, place)]


def _polynomial_roots(poly: fmpq_mpoly, place: int) -> list[fmpq]:
    degree = poly.degrees()[place]
    if not 0 < degree <= MAX_DEGREE:
        return []
    coefficients = [fmpq(0)] * (degree + 1)
    for monomial, coefficient in poly.to_dict().items():
        coefficients[monomial[place]] = coefficient
    roots = [root for root, _ in _pairs(fmpq_poly(coefficients).complex_roots())]
    return [_simple(float(root.real.mid())) for root in roots if root.imag.contains(0)]


def _pairs(found: Iterable[Any]) -> list[tuple[acb, int]]:
    """Roots with multiplicities; the stubs of python-flint leave the multiplicities out."""
    return [(acb(root), int(times)) for root, times in found]


def _simple(value: float) -> fmpq:
    near = Fraction(value).limit_denominator(SIMPLE)
    return fmpq(near.numerator, near.denominator)
