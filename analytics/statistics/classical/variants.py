"""Whether the variants of one item are equally hard."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.classical.arrays import as_vector, is_constant

__all__ = ["VariantStatistics", "compare_variants"]


@dataclass(frozen=True, slots=True)
class VariantStatistics:
    """One variant, asked of ``n`` students. ``facility``: 0..1. ``z``: how far it lies from that of the other
    variants, in standard errors; beyond 2.6 chance makes such a difference once in a hundred times."""

    variant: int
    n: int
    facility: float
    z: float | None


def compare_variants(
    earned: ArrayLike, variants: Sequence[int], *, worth: float
) -> tuple[VariantStatistics, ...]:
    """Facility of each variant, by number; ``earned`` (n,) in points, ``variants`` (n,) what each was asked.

    ``z = (mean − mean of the others) / (s · √(1/n + 1/m))`` with the standard deviation s of all n + m
    students together: the denominator is how far the difference would spread if the variants were dealt
    out again at random. None for the only variant, or where all earned the same.

    >>> [(row.variant, row.facility) for row in compare_variants([1, 0, 1], [4, 2, 4], worth=1)]
    [(2, 0.0), (4, 1.0)]

    Raises ValueError when there are not as many ``variants`` as students.
    """
    points = as_vector(earned)
    if points.size != len(variants):
        raise ValueError(f"{points.size} students have a score, {len(variants)} a variant")
    rows: dict[int, list[int]] = defaultdict(list)
    for row, variant in enumerate(variants):
        rows[variant].append(row)
    return tuple(
        VariantStatistics(
            variant=variant,
            n=len(own),
            facility=float(points[own].mean()) / worth,
            z=_distance(points[own], np.delete(points, own), worth=worth),
        )
        for variant, own in sorted(rows.items())
    )


def _distance(own: np.ndarray, others: np.ndarray, *, worth: float) -> float | None:
    n, m = own.size, others.size
    if not m or is_constant(np.concatenate([own, others]), scale=worth):
        return None
    spread = float(np.concatenate([own, others]).std(ddof=1))
    return float(own.mean() - others.mean()) / (spread * math.sqrt(1 / n + 1 / m))
