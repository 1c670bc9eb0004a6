"""Equations over the complex numbers: the same up to a constant factor, or different at a point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Final

from flint import acb, acb_poly, arb, fmpq, fmpq_mpoly

from grading.engine.balls import Value, disjoint, working_precision
from grading.engine.cost import check
from grading.engine.exact import field_for
from grading.engine.exact.field import Field, NoFormError, UndefinedError
from grading.engine.exact.forms import form_of
from grading.engine.nodes import Logic, Negate, Node, PlusMinus, Relation, Sum, walk
from grading.engine.solutions.constants import constant_value
from grading.engine.solutions.inverses import without_powers
from grading.engine.solutions.propositions import NOTHING, both_signs
from grading.engine.solutions.results import UNKNOWN, Found

__all__ = ["same_complex_solutions"]

BITS: Final = 256
MOST_DEGREE: Final = 12
ROWS: Final = ((1, 2, 3), (2, -1, 1), (0, 1, 0))
IMAGINARY: Final = ("i",)


def same_complex_solutions(first: Node, second: Node) -> Found:
    """Whether two equations, or alternatives of equations, have the same complex solutions.

    Raises TooCostlyError.
    """
    check(first)
    check(second)
    field = field_for((first, second), complex_values=True)
    try:
        one, other = _polynomial(first, field), _polynomial(second, field)
        if _are_proportional(one, other, field):
            return Found("same")
        return _difference(one, other, field)
    except (NoFormError, UndefinedError):
        return UNKNOWN


def _polynomial(node: Node, field: Field) -> fmpq_mpoly:
    """What must be zero; alternatives are multiplied. Raises NoFormError for anything but equations."""
    match node:
        case Relation(operators=("=",)) if any(isinstance(each, PlusMinus) for each in walk(node)):
            halves = [_polynomial(half, field) for half in both_signs(node)]
            return field.reduce(prod(halves, start=field.one))
        case Relation((low, high), ("=",)):
            if NOTHING in (low, high):
                low, high = (without_powers(each, keeps_sign=False) for each in (low, high))
            return field.reduce(form_of(Sum((low, Negate(high))), field).top)
        case Logic("or", operands):
            return field.reduce(prod((_polynomial(each, field) for each in operands), start=field.one))
        case _:
            raise NoFormError("equation")


def _are_proportional(first: fmpq_mpoly, second: fmpq_mpoly, field: Field) -> bool:
    if first.is_zero() or second.is_zero():
        return first.is_zero() and second.is_zero()
    (monomial, scale), (other, other_scale) = _leading(first, field), _leading(second, field)
    if monomial != other:
        return False
    return bool(field.reduce(field.times(first, other_scale) - field.times(second, scale)).is_zero())


def _leading(poly: fmpq_mpoly, field: Field) -> tuple[tuple[int, ...], fmpq_mpoly]:
    """The greatest monomial in everything but numbers, and its coefficient."""
    numbers = {place for place in field.used(poly) if _number(field, place) is not None}
    groups: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
    for monomial, value in poly.to_dict().items():
        letters = tuple(0 if place in numbers else degree for place, degree in enumerate(monomial))
        rest = tuple(degree if place in numbers else 0 for place, degree in enumerate(monomial))
        groups.setdefault(letters, {})[rest] = value
    greatest = max(groups)
    return greatest, field.context.from_dict(groups[greatest])


def _number(field: Field, place: int) -> acb | None:
    """The value of a generator that is a number."""
    if field.keys[place] == IMAGINARY:
        return acb(0, 1)
    value = constant_value(field.keys[place])
    return None if value is None else acb(value)


def _difference(first: fmpq_mpoly, second: fmpq_mpoly, field: Field) -> Found:
    """A point on one that is not on the other, with small integers for all letters but one."""
    used = sorted({*field.used(first), *field.used(second)})
    letters = [place for place in used if field.keys[place][0] == "symbol"]
    if any(place not in letters and _number(field, place) is None for place in used):
        return UNKNOWN
    for kind, inside, outside in (("first_only", first, second), ("second_only", second, first)):
        for point in _points(inside, letters, field):
            with working_precision(BITS):
                if disjoint(_value(outside, point, field), fmpq(0)):
                    return Found(kind, {field.keys[place][1]: point[place] for place in letters}, "balls")
    return UNKNOWN


def _points(poly: fmpq_mpoly, letters: list[int], field: Field) -> Iterator[Mapping[int, Value]]:
    for row in ROWS:
        for letter in letters:
            others = [each for each in letters if each != letter]
            fixed: dict[int, Value] = {each: fmpq(row[turn % 3]) for turn, each in enumerate(others)}
            if poly.degrees()[letter] > MOST_DEGREE:
                continue
            with working_precision(BITS):
                for root in _roots(poly, letter, fixed, field):
                    yield {**fixed, letter: root}


def _roots(poly: fmpq_mpoly, letter: int, fixed: Mapping[int, Value], field: Field) -> list[acb]:
    """The roots in one letter, where they are simple; nothing where they are not told apart."""
    coefficients = [acb(0)] * (max(0, poly.degrees()[letter]) + 1)
    for monomial, value in poly.to_dict().items():
        rest = (*monomial[:letter], 0, *monomial[letter + 1 :])
        coefficients[monomial[letter]] += _value(field.context.from_dict({rest: value}), fixed, field)
    while coefficients and coefficients[-1].contains(0):
        if coefficients[-1] != 0:
            return []
        coefficients.pop()
    if len(coefficients) < 2:
        return []
    if len(coefficients) == 2:
        return [-coefficients[0] / coefficients[1]]
    try:
        return [acb(root) for root in acb_poly(coefficients).roots()]
    except ValueError:
        return []


def _value(poly: fmpq_mpoly, point: Mapping[int, Value], field: Field) -> acb:
    total = acb(0)
    for monomial, coefficient in poly.to_dict().items():
        term = acb(arb(coefficient))
        for place, degree in enumerate(monomial):
            if degree:
                number = _number(field, place)
                base = number if number is not None else point[place]
                term *= (base if isinstance(base, acb) else acb(arb(base))) ** int(degree)
        total += term
    return total
