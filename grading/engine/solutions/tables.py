"""Two formulas by the table of all signs that their polynomials can have.

They are the same when they agree on every row, or when no point has the signs of a row on which they do
not: the linear polynomials among them cannot have these signs, or the equations of the row force
another polynomial to be zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from flint import fmpq, fmpq_mpoly

from grading.engine.exact.field import NoFormError
from grading.engine.solutions.formulas import Formula, holds
from grading.engine.solutions.ideals import Ideals
from grading.engine.solutions.linear import Row, common_point
from grading.engine.solutions.lines import assignments, places_of
from grading.engine.solutions.results import UNKNOWN, Found

__all__ = ["compare_by_signs"]

MOST_POLYS: Final = 6
MOST_ROWS: Final = 60

Signs = Mapping[int, int]
Terms = Mapping[tuple[int, ...], fmpq]


@dataclass(frozen=True, slots=True)
class _Table:
    """``polys`` of the formulas; ``generators`` that occur in them; ``names`` of those that are letters."""

    polys: Sequence[fmpq_mpoly]
    generators: Sequence[int]
    names: Mapping[int, str]
    ideals: Ideals

    def is_linear(self, place: int) -> bool:
        return self.polys[place].total_degree() == 1

    def row(self, place: int, sign: int) -> Row:
        """The coefficients of a linear polynomial, times its sign."""
        terms = self.polys[place].to_dict()
        factor = sign or 1
        values = [fmpq(0)] * (len(self.generators) + 1)
        for monomial, value in terms.items():
            at = next((turn for turn, each in enumerate(self.generators) if monomial[each]), -1)
            values[at] = value * factor
        return tuple(values)

    def point(self, signs: Signs) -> list[fmpq] | None:
        """A point where the linear polynomials have their signs, or nothing: there is none."""
        linear = {place: sign for place, sign in signs.items() if self.is_linear(place)}
        equations = [self.row(place, 0) for place, sign in linear.items() if sign == 0]
        positive = [self.row(place, sign) for place, sign in linear.items() if sign]
        return common_point(equations, positive, len(self.generators))

    def is_forced(self, signs: Signs) -> bool:
        """Whether the equations of the row make one of its other polynomials zero, which it is not."""
        equations = [self.polys[place] for place, sign in signs.items() if sign == 0]
        others = [self.polys[place] for place, sign in signs.items() if sign]
        if not equations or not others or all(map(self.is_linear, signs)):
            return False
        if self._is_of_one_sign(signs):
            return True
        try:
            return any(self.ideals.vanishes(each, equations) for each in others)
        except NoFormError:
            return False

    def _is_of_one_sign(self, signs: Signs) -> bool:
        """Whether a product of the others, but for a multiple of an equation, is a sum of even powers with
        the sign that it cannot have: from ``x^2 + y^2 = 1`` follows ``1 - x^2 >= 0``."""
        equations = [self.polys[place].to_dict() for place, sign in signs.items() if sign == 0]
        others = [(self.polys[place], sign) for place, sign in signs.items() if sign]
        pairs = [(a * b, one * other) for (a, one), (b, other) in combinations(others, 2)]
        for poly, sign in [*others, *pairs]:
            terms = (poly * sign).to_dict()
            for equation in equations:
                if any(_is_negative(terms, equation, monomial) for monomial in equation if monomial in terms):
                    return True
        return False


def _is_negative(terms: Terms, equation: Terms, monomial: tuple[int, ...]) -> bool:
    """Whether ``terms`` less the multiple of ``equation`` that clears ``monomial`` are never positive."""
    times = terms[monomial] / equation[monomial]
    rest = ((each, terms.get(each, 0) - times * equation.get(each, 0)) for each in {**terms, **equation})
    return all(value == 0 or (value < 0 and not any(d % 2 for d in each)) for each, value in rest)


def compare_by_signs(
    first: Formula,
    second: Formula,
    polys: Sequence[fmpq_mpoly],
    names: Mapping[int, str],
    poles: Sequence[Formula],
) -> Found:
    """Same, different with a point (where all is linear in letters), or unknown.

    Rows on which one of ``poles`` does not hold are left out. Raises NoFormError for too many letters.
    """
    used = places_of(first, second, *poles)
    if len(used) > MOST_POLYS:
        return UNKNOWN
    generators = sorted({g for place in used for g, d in enumerate(polys[place].degrees()) if d > 0})
    table = _Table(polys, generators, names, Ideals(generators))
    shows_points = all(map(table.is_linear, used)) and all(each in names for each in generators)
    looked = 0
    for letters in assignments(first, second, *poles):
        for row in product((0, 1, -1), repeat=len(used)):
            signs = dict(zip(used, row, strict=True))
            one, other = holds(first, signs, letters), holds(second, signs, letters)
            if one is other or not all(holds(pole, signs, letters) for pole in poles):
                continue
            looked += 1
            if looked > MOST_ROWS:
                return UNKNOWN
            point = table.point(signs)
            if point is None or table.is_forced(signs):
                continue
            if not shows_points:
                return UNKNOWN
            values = {names[each]: value for each, value in zip(generators, point, strict=True)}
            return Found("first_only" if one else "second_only", {**letters, **values})
    return Found("same")
