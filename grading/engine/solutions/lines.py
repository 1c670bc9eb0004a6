"""Two formulas along a line: every letter but one is fixed, and the cells of the last one are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Final

from flint import arb, arb_poly, fmpq, fmpq_mpoly, fmpq_poly

from grading.engine.balls import working_precision
from grading.engine.exact.field import NoFormError
from grading.engine.solutions.cells import Poly, cells
from grading.engine.solutions.constants import BITS
from grading.engine.solutions.formulas import Formula, Letter, Sign, holds, leaves
from grading.engine.solutions.results import Found

__all__ = ["Compared", "Line", "assignments", "compare_on_line", "lines", "places_of"]

MAX_DEGREE: Final = 40
MOST_ASSIGNMENTS: Final = 64
HALF: Final = fmpq(1, 2)
ROWS: Final[tuple[tuple[int | fmpq, ...], ...]] = (
    (1, 2, 3),
    (0, 0, 0),
    (-1, 2, 1),
    (2, -1, -3),
    (HALF, 3, -2),
    (5, -HALF, 7),
    (-2, -3, -5),
)


@dataclass(frozen=True, slots=True)
class Line:
    """The line where the generator at ``place`` varies and the other letters have the values of ``fixed``.

    ``constants`` are the generators that are numbers.
    """

    place: int
    fixed: Mapping[int, fmpq]
    constants: Mapping[int, arb] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """``found`` is a difference; ``varies`` tells that some points of the line hold and others do not."""

    found: Found | None
    varies: bool


def places_of(*formulas: Formula) -> list[int]:
    """The polynomials that occur, in the order of the table."""
    return sorted(
        {
            place
            for formula in formulas
            for leaf in leaves(formula)
            if isinstance(leaf, Sign)
            for place in (*leaf.odd, *leaf.even)
        }
    )


def assignments(*formulas: Formula) -> list[dict[str, bool]]:
    """Every choice of true and false for the letters that stand for propositions, true first."""
    names = sorted({leaf.name for each in formulas for leaf in leaves(each) if isinstance(leaf, Letter)})
    if 2 ** len(names) > MOST_ASSIGNMENTS:
        raise NoFormError("letters")
    return [dict(zip(names, values, strict=True)) for values in product((True, False), repeat=len(names))]


def compare_on_line(
    first: Formula,
    second: Formula,
    polys: Sequence[fmpq_mpoly],
    names: Mapping[int, str],
    line: Line,
    poles: Sequence[Formula] = (),
) -> Compared:
    """Where on ``line`` only one of the two holds, the simplest such place first.

    ``polys`` is the table of the formulas; ``names`` gives the letters of its generators. Where one of
    ``poles`` does not hold nothing is compared.
    """
    used = places_of(first, second, *poles)
    cut = cells([_restricted(polys[place], line) for place in used])
    differences, truths = [], set()
    for letters in assignments(first, second):
        for cell in cut:
            signs = dict(zip(used, cell.signs, strict=True))
            if not all(holds(pole, signs, letters) for pole in poles):
                continue
            one, other = holds(first, signs, letters), holds(second, signs, letters)
            truths.add(one)
            if one is not other:
                at = {names[place]: value for place, value in line.fixed.items()}
                point = {**letters, **at, names[line.place]: cell.at}
                differences.append((_ugliness(cell.at), one, point))
    if not differences:
        return Compared(None, len(truths) == 2)
    _, one, point = min(differences, key=lambda each: each[0])
    return Compared(Found("first_only" if one else "second_only", point), True)


def _ugliness(value: fmpq | arb) -> tuple[int, int, int, bool]:
    """Small whole numbers first, then fractions, then what is irrational."""
    if isinstance(value, fmpq):
        return 0, int(value.q), abs(int(value.p)), value < 0
    return 1, 0, 0, bool(value < 0)


def _restricted(poly: fmpq_mpoly, line: Line) -> Poly:
    """``poly`` on ``line``, with balls for coefficients where a constant occurs in it."""
    if poly.total_degree() > MAX_DEGREE:
        raise NoFormError("degree")
    exact: list[fmpq] = [fmpq(0)] * (max(0, poly.degrees()[line.place]) + 1)
    balls: list[arb] = [arb(0)] * len(exact)
    is_exact = True
    with working_precision(BITS):
        for monomial, coefficient in poly.to_dict().items():
            value = coefficient
            for place, fixed in line.fixed.items():
                value *= fixed ** int(monomial[place])
            known = line.constants.items()
            numbers = [number ** int(monomial[place]) for place, number in known if monomial[place]]
            degree = int(monomial[line.place])
            if numbers:
                is_exact = False
                balls[degree] += prod(numbers, start=arb(value))
            else:
                exact[degree] += value
        if is_exact:
            return fmpq_poly(exact)
        return arb_poly([ball + value for ball, value in zip(balls, exact, strict=True)])


def lines(places: Sequence[int], hints: Sequence[fmpq], constants: Mapping[int, arb]) -> Iterator[Line]:
    """Lines along each of ``places`` in turn, through small integers first, then halves and ``hints``."""
    hinted: list[tuple[int | fmpq, ...]] = [(hint, 1 + hint, 2 - hint) for hint in hints]
    for row in [*ROWS, *hinted]:
        for shift, place in enumerate(places):
            others = [each for each in places if each != place]
            fixed = {other: fmpq(row[(shift + turn) % len(row)]) for turn, other in enumerate(others)}
            yield Line(place, fixed, constants)
