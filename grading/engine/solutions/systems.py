"""Systems of equations: each follows from the other, or a solution of one is shown that the other lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Final

from flint import fmpq, fmpq_mpoly

from grading.engine.balls import disjoint, working_precision
from grading.engine.exact.field import NoFormError
from grading.engine.solutions.formulas import ZERO, Every, Formula, Sign, Some
from grading.engine.solutions.ideals import POINT_BITS, Ideals, Point, value_at
from grading.engine.solutions.results import UNKNOWN, Coordinates, Found

__all__ = ["compare_systems", "equations_of"]

MOST_EQUATIONS: Final = 16


def equations_of(formula: Formula, polys: Sequence[fmpq_mpoly]) -> list[fmpq_mpoly] | None:
    """The polynomials that must all be zero, when ``formula`` says nothing else, and not too many of them.

    Alternatives are multiplied out: ``(a = 0 and b = 0) or c = 0`` is ``ac = 0 and bc = 0``.
    """
    match formula:
        case Sign(odd, even, signs) if signs == ZERO:
            first, *rest = (*odd, *even)
            return [prod((polys[place] for place in rest), start=polys[first])]
        case Every(parts) | Some(parts) if parts:
            systems = [equations_of(part, polys) for part in parts]
        case _:
            return None
    known = [system for system in systems if system is not None]
    if len(known) < len(systems):
        return None
    if isinstance(formula, Every):
        return [poly for system in known for poly in system]
    if prod(map(len, known)) > MOST_EQUATIONS:
        return None
    return [prod(choice[1:], start=choice[0]) for choice in product(*known)]


def compare_systems(
    first: Sequence[fmpq_mpoly], second: Sequence[fmpq_mpoly], names: Mapping[int, str]
) -> Found:
    """Two systems in the letters of ``names``. Raises NoFormError where a basis would be long."""
    ideals = Ideals(sorted(names))
    at = _outside(first, second, ideals)
    if at is not None:
        return Found("first_only", _named(at, names), _method(at))
    at = _outside(second, first, ideals)
    if at is not None:
        return Found("second_only", _named(at, names), _method(at))
    if _all_vanish(second, first, ideals) and _all_vanish(first, second, ideals):
        return Found("same")
    return UNKNOWN


def _all_vanish(polys: Sequence[fmpq_mpoly], on: Sequence[fmpq_mpoly], ideals: Ideals) -> bool:
    return all(poly in on or ideals.vanishes(poly, on) for poly in polys)


def _outside(inside: Sequence[fmpq_mpoly], others: Sequence[fmpq_mpoly], ideals: Ideals) -> Point | None:
    """A real solution of ``inside`` at which one of ``others`` is proved not to be zero."""
    try:
        return next((at for at in ideals.points(inside) if any(_differs(each, at) for each in others)), None)
    except NoFormError:
        return None


def _differs(poly: fmpq_mpoly, at: Point) -> bool:
    with working_precision(POINT_BITS):
        return disjoint(value_at(poly, at), fmpq(0))


def _named(at: Point, names: Mapping[int, str]) -> Coordinates:
    return {names[place]: at[place] for place in sorted(at)}


def _method(at: Point) -> str:
    return "exact" if all(isinstance(value, fmpq) for value in at.values()) else "balls"
