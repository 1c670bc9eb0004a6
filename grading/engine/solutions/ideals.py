"""Systems of polynomial equations: what follows from them, and points that satisfy them.

``g`` vanishes wherever ``f1 .. fn`` do, over the complex numbers, exactly when 1 is in the ideal of
``f1 .. fn, 1 - t g`` (Rabinowitsch; Cox, Little, O'Shea, "Ideals, Varieties, and Algorithms", 4.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flint import Ordering, arb, fmpq, fmpq_mpoly, fmpq_poly, fmpz, fmpz_mpoly, fmpz_mpoly_ctx, fmpz_mpoly_vec

from grading.engine.balls import Value, add, multiply, working_precision
from grading.engine.exact.field import NoFormError
from grading.engine.solutions.cells import cells

__all__ = ["Ideals", "Point", "value_at"]

MOST_CALLS: Final = 12
MOST_DEGREE: Final = 12
MOST_TERMS: Final = 40
MOST_LETTERS: Final = 8
# Of a basis: polynomials, terms of one, bits of a coefficient.
LIMITS: Final = (24, 60, 600)
FREE_VALUES: Final = (2, 1, 0, 3, -1)
MOST_POINTS: Final = 12
POINT_BITS: Final = 256

Point = Mapping[int, Value]
Terms = Mapping[tuple[int, ...], fmpq]


@dataclass(slots=True)
class Ideals:
    """Bases of ideals over ``places``, the generators of the letters; each costs one of ``left``."""

    places: Sequence[int]
    left: int = MOST_CALLS

    def vanishes(self, poly: fmpq_mpoly, on: Sequence[fmpq_mpoly]) -> bool:
        """Whether ``poly`` is zero wherever all of ``on`` are (the complex points included)."""
        rows = [self._terms(each) for each in on]
        zero = (0,) * len(self.places)
        inverse = {(1, *monomial): -value for monomial, value in self._terms(poly).items()}
        inverse[(0, *zero)] = inverse.get((0, *zero), fmpq(0)) + 1
        extended = [{(0, *monomial): value for monomial, value in row.items()} for row in rows]
        basis = self._basis([*extended, inverse], Ordering.degrevlex)
        return any(each.is_constant() and not each.is_zero() for each in basis)

    def points(self, polys: Sequence[fmpq_mpoly]) -> Iterator[Point]:
        """Some real points, the letters of ``places`` to their values, where all of ``polys`` are zero."""
        names = list(range(len(self.places)))
        rows = [self._terms(poly) for poly in polys]
        for count, values in enumerate(self._solutions(rows, names)):
            if count == MOST_POINTS:
                return
            yield {self.places[name]: value for name, value in values.items()}

    def _terms(self, poly: fmpq_mpoly) -> Terms:
        if poly.total_degree() > MOST_DEGREE or len(poly) > MOST_TERMS or len(self.places) > MOST_LETTERS:
            raise NoFormError("system")
        return {
            tuple(monomial[place] for place in self.places): value
            for monomial, value in poly.to_dict().items()
        }

    def _basis(self, rows: Sequence[Terms], ordering: Ordering) -> list[fmpz_mpoly]:
        """A reduced basis. Raises NoFormError beyond the limits."""
        self.left -= 1
        if self.left < 0:
            raise NoFormError("bases")
        width = max((len(monomial) for row in rows for monomial in row), default=1)
        context = fmpz_mpoly_ctx.get([f"v{place}" for place in range(width)], ordering)
        polys = [context.from_dict(_whole(row)) for row in rows if any(value != 0 for value in row.values())]
        vector, complete = fmpz_mpoly_vec(polys, context).buchberger_naive(limits=LIMITS)
        if not complete:
            raise NoFormError("basis")
        # The stubs of python-flint take the basis for a polynomial.
        reduced: Any = vector
        return list(reduced.autoreduction())

    def _solutions(self, rows: Sequence[Terms], names: list[int]) -> Iterator[dict[int, Value]]:
        """Values of ``names``, the last first: a letter that the equations leave free gets small integers."""
        if not names:
            if all(all(value == 0 for value in row.values()) for row in rows):
                yield {}
            return
        basis = self._basis(rows, Ordering.lex)
        if any(each.is_constant() and not each.is_zero() for each in basis):
            return
        last = names[-1]
        own = next((each for each in basis if _letters(each) == [last]), None)
        if own is None:
            for free in FREE_VALUES:
                yield from self._extended(basis, names, fmpq(free))
            return
        for cell in cells([_univariate(own, last)]):
            if cell.signs[0] == 0:
                yield from self._extended(basis, names, cell.at)

    def _extended(
        self, basis: Sequence[fmpz_mpoly], names: list[int], value: fmpq | arb
    ) -> Iterator[dict[int, Value]]:
        last = names[-1]
        if isinstance(value, fmpq):
            rows = [_substituted(each, last, value) for each in basis]
            for rest in self._solutions(rows, names[:-1]):
                yield {**rest, last: value}
            return
        found = _shape(basis, names, value)
        if found is not None:
            yield found


def value_at(poly: fmpq_mpoly, point: Point) -> Value:
    """The value of ``poly`` at ``point``, a ball where the point is one."""
    total: Value = fmpq(0)
    for monomial, coefficient in poly.to_dict().items():
        term: Value = coefficient
        for place, degree in enumerate(monomial):
            if degree:
                term = multiply(term, point[place] ** degree)
        total = add(total, term)
    return total


def _whole(row: Terms) -> dict[tuple[int, ...], fmpz]:
    """``row`` times the denominators."""
    common = fmpz(1)
    for value in row.values():
        common = common.lcm(value.q)
    return {monomial: (value * common).p for monomial, value in row.items() if value != 0}


def _letters(poly: fmpz_mpoly) -> list[int]:
    return [place for place, degree in enumerate(poly.degrees()) if degree > 0]


def _univariate(poly: fmpz_mpoly, place: int) -> fmpq_poly:
    coefficients = [fmpq(0)] * (poly.degrees()[place] + 1)
    for monomial, value in poly.to_dict().items():
        coefficients[monomial[place]] = fmpq(value)
    return fmpq_poly(coefficients)


def _substituted(poly: fmpz_mpoly, place: int, value: fmpq) -> dict[tuple[int, ...], fmpq]:
    found: dict[tuple[int, ...], fmpq] = {}
    for monomial, coefficient in poly.to_dict().items():
        rest = (*monomial[:place], 0, *monomial[place + 1 :])
        found[rest] = found.get(rest, fmpq(0)) + fmpq(coefficient) * value ** int(monomial[place])
    return found


def _shape(basis: Sequence[fmpz_mpoly], names: list[int], value: arb) -> dict[int, Value] | None:
    """The other letters from an irrational value of the last one, where each is a polynomial in it."""
    last = names[-1]
    found: dict[int, Value] = {last: value}
    for name in names[:-1]:
        own = next((each for each in basis if _solves(each, name, last)), None)
        if own is None:
            return None
        slope, rest = fmpq(1), arb(0)
        with working_precision(POINT_BITS):
            for monomial, coefficient in own.to_dict().items():
                if monomial[name]:
                    slope = fmpq(coefficient)
                else:
                    rest += arb(coefficient) * value ** int(monomial[last])
            found[name] = -rest / slope
    return found


def _solves(poly: fmpz_mpoly, name: int, last: int) -> bool:
    """Whether ``poly`` is a constant times the letter, and for the rest a polynomial in the last one."""
    degrees = poly.degrees()
    if any(degree > 0 for place, degree in enumerate(degrees) if place not in (name, last)):
        return False
    linear = [monomial for monomial in poly.monoms() if monomial[name]]
    return len(linear) == 1 and linear[0][name] == 1 and linear[0][last] == 0
