"""Who picked which option of a choice, and how they did on the rest of the exam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.classical.arrays import as_vector, correlate

__all__ = ["OptionCount", "OptionStatistics", "count_options", "describe_options"]


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many picked an option; ``share`` of all who could have, 0..1, None where nobody could."""

    option: str
    count: int
    share: float | None


@dataclass(frozen=True, slots=True)
class OptionStatistics:
    """One row of the distractor table. ``mean_rest``: mean score on the other items of those who picked the
    option, in points. ``point_biserial``: correlation of picking it with that score, −1..1."""

    option: str
    count: int
    share: float | None
    mean_rest: float | None
    point_biserial: float | None


def count_options(chosen: Iterable[Sequence[str]], options: Sequence[str]) -> tuple[OptionCount, ...]:
    """How many students picked each of ``options``, in that order; ``chosen`` holds the picks of each
    student, empty for who picked nothing. With several picks allowed the shares may add up to more than 1
    (Crocker & Algina, chapter 14). Picks that are not among ``options`` are left out.

    >>> [(row.option, row.count) for row in count_options([["a"], ["b"], ["a"], []], ["a", "b", "c"])]
    [('a', 2), ('b', 1), ('c', 0)]
    """
    picks = [set(one) for one in chosen]
    counts = Counter(option for one in picks for option in one)
    return tuple(
        OptionCount(option, counts[option], counts[option] / len(picks) if picks else None)
        for option in options
    )


def describe_options(
    chosen: Sequence[Sequence[str]], rest: ArrayLike, options: Sequence[str]
) -> tuple[OptionStatistics, ...]:
    """The distractor table: ``chosen`` holds the picks of each student, ``rest`` (n,) the points of the same
    students on the other items.

    A distractor that works draws students who did worse on the rest than those who picked the right
    option: its point-biserial correlation, Pearson's r between having picked it (1 or 0) and the rest, is
    negative and that of the right option positive (Crocker & Algina, chapter 14). None where nobody, or
    everybody, picked the option, or the rest is the same for all.

    >>> table = describe_options([["a"], ["a"], ["b"], ["b"]], [4, 2, 1, 1], ["a", "b"])
    >>> [(row.option, row.mean_rest) for row in table]
    [('a', 3.0), ('b', 1.0)]

    Raises ValueError when there are not as many ``rest`` scores as students.
    """
    points = as_vector(rest)
    if points.size != len(chosen):
        raise ValueError(f"{len(chosen)} students picked, {points.size} have a score on the rest")
    scale = 1 + float(np.abs(points).max(initial=0))
    table = []
    for counted in count_options(chosen, options):
        picked = np.array([counted.option in picks for picks in chosen], dtype=bool)
        table.append(
            OptionStatistics(
                option=counted.option,
                count=counted.count,
                share=counted.share,
                mean_rest=float(points[picked].mean()) if counted.count else None,
                point_biserial=correlate(picked.astype(np.float64), points, scale=scale),
            )
        )
    return tuple(table)
