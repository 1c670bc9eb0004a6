"""Whether linear equations and strict inequalities hold together anywhere, by elimination.

Equations are solved out (Gauss), then the letters of inequalities one by one (Fourier-Motzkin), so that
"nowhere" is a proof and "somewhere" comes with a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from flint import fmpq

from grading.engine.exact.field import NoFormError
from grading.engine.solutions.cells import simplest_between

__all__ = ["Row", "common_point"]

# The coefficients of the letters in order, and last the constant.
Row = tuple[fmpq, ...]

MOST_ROWS: Final = 120


@dataclass(frozen=True, slots=True)
class _Eliminated:
    """A letter and the rows from which its value follows: an equation, or bounds below and above."""

    place: int
    equation: Row | None = None
    lower: tuple[Row, ...] = ()
    upper: tuple[Row, ...] = ()


def common_point(equations: Sequence[Row], positive: Sequence[Row], count: int) -> list[fmpq] | None:
    """Values of the ``count`` letters where every equation is 0 and every row of ``positive`` above 0.

    Nothing when there are none. Raises NoFormError where elimination would be long.
    """
    steps: list[_Eliminated] = []
    pending, rows = list(equations), list(positive)
    while pending:
        row = pending.pop()
        place = next((place for place in range(count) if row[place] != 0), None)
        if place is None:
            if row[count] != 0:
                return None
            continue
        steps.append(_Eliminated(place, equation=row))
        pending = [_without(each, row, place) for each in pending]
        rows = [_without(each, row, place) for each in rows]
    for place in range(count):
        if any(step.place == place for step in steps):
            continue
        rows = _eliminate(rows, place, steps)
        if len(rows) > MOST_ROWS:
            raise NoFormError("rows")
    if any(row[count] <= 0 for row in rows):
        return None
    return _values(steps, count)


def _without(row: Row, equation: Row, place: int) -> Row:
    """``row`` with the letter at ``place`` solved out of ``equation``."""
    if row[place] == 0:
        return row
    times = row[place] / equation[place]
    return tuple(value - times * other for value, other in zip(row, equation, strict=True))


def _eliminate(rows: Sequence[Row], place: int, steps: list[_Eliminated]) -> list[Row]:
    lower = tuple(row for row in rows if row[place] > 0)
    upper = tuple(row for row in rows if row[place] < 0)
    steps.append(_Eliminated(place, lower=lower, upper=upper))
    rest = [row for row in rows if row[place] == 0]
    for low in lower:
        for high in upper:
            times = -low[place] / high[place]
            rest.append(tuple(a + times * b for a, b in zip(low, high, strict=True)))
    return list(dict.fromkeys(_scaled(row) for row in rest))


def _scaled(row: Row) -> Row:
    size = next((abs(value) for value in row if value != 0), fmpq(1))
    return tuple(value / size for value in row)


def _values(steps: Sequence[_Eliminated], count: int) -> list[fmpq]:
    """Letters in the opposite order of their elimination, each as simple as its bounds allow."""
    values: list[fmpq] = [fmpq(0)] * count
    for step in reversed(steps):
        if step.equation is not None:
            values[step.place] = _bound(step.equation, step.place, values)
            continue
        low = max((_bound(row, step.place, values) for row in step.lower), default=None)
        high = min((_bound(row, step.place, values) for row in step.upper), default=None)
        values[step.place] = _simple(low, high)
    return values


def _bound(row: Row, place: int, values: Sequence[fmpq]) -> fmpq:
    """Where ``row`` is zero as a function of the letter at ``place``."""
    rest = row[-1]
    for other, value in enumerate(values):
        if other != place:
            rest += row[other] * value
    return -rest / row[place]


def _simple(low: fmpq | None, high: fmpq | None) -> fmpq:
    if low is None or high is None:
        if low is not None:
            return fmpq(low.floor() + 1) if low >= 0 else fmpq(0)
        if high is not None:
            return fmpq(high.ceil() - 1) if high <= 0 else fmpq(0)
        return fmpq(0)
    found = simplest_between(Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q)))
    return fmpq(found.numerator, found.denominator)
