"""The total scores of an exam: where they lie, how they spread, and their histogram."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.classical.arrays import Matrix, as_vector, is_constant

__all__ = ["Bin", "Distribution", "describe_scores", "score_histogram"]

MOST_BINS = 10


@dataclass(frozen=True, slots=True)
class Distribution:
    """The total scores of ``n`` students, in points; ``skewness`` and ``kurtosis`` have no unit: 0 for the
    normal distribution, a negative skewness for many good scores and a tail of poor ones."""

    n: int
    mean: float | None = None
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    standard_deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """``count`` students scored from ``low`` up to but not including ``high``; the last bin includes it."""

    low: float
    high: float
    count: int


def describe_scores(totals: ArrayLike) -> Distribution:
    """Of the total scores (n,), in points: mean, median, quartiles (between the two scores around them,
    in proportion), standard deviation (dividing by n − 1), skewness and excess kurtosis.

    The last two are the estimates ``G1 = k3 / k2^(3/2)`` (from 3 students) and ``G2 = k4 / k2²`` (from 4)
    by Fisher's k-statistics, as in D. N. Joanes and C. A. Gill, "Comparing measures of sample skewness and
    kurtosis", *The Statistician* 47 (1998) 183-189. None where all scores are alike.
    """
    values = as_vector(totals)
    n = values.size
    if not n:
        return Distribution(n=0)
    lower, middle, upper = (float(quartile) for quartile in np.quantile(values, (0.25, 0.5, 0.75)))
    return Distribution(
        n=n,
        mean=float(values.mean()),
        median=middle,
        lower_quartile=lower,
        upper_quartile=upper,
        standard_deviation=float(values.std(ddof=1)) if n > 1 else None,
        skewness=_skewness(values),
        kurtosis=_kurtosis(values),
    )


def _skewness(values: Matrix) -> float | None:
    n = values.size
    if n < 3 or _is_flat(values):
        return None
    from_mean = values - values.mean()
    second, third = (float((from_mean**power).mean()) for power in (2, 3))
    return float(n**2 * third / ((n - 1) * (n - 2)) / (n * second / (n - 1)) ** 1.5)


def _kurtosis(values: Matrix) -> float | None:
    n = values.size
    if n < 4 or _is_flat(values):
        return None
    from_mean = values - values.mean()
    second, fourth = (float((from_mean**power).mean()) for power in (2, 4))
    k4 = n**2 * ((n + 1) * fourth - 3 * (n - 1) * second**2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / (n * second / (n - 1)) ** 2


def _is_flat(values: Matrix) -> bool:
    return is_constant(values, scale=float(np.abs(values).max(initial=0)) or 1.0)


def score_histogram(totals: ArrayLike, *, total: float) -> tuple[Bin, ...]:
    """The total scores (n,) counted in at most ten bins of equal width from 0 to ``total``, in points.

    The width is the smallest of 1, 2, 5, 10, 20, 50 … hundredths of a point that makes do with ten bins,
    so edges are round numbers at every scale; the last bin may be narrower and ends at ``total``. Counting
    goes by whole hundredths, as points are stored. Scores outside 0..total count in the nearest bin.
    A total of 0 gives one bin from 0 to 0.

    >>> [(part.low, part.high, part.count) for part in score_histogram([0, 1, 3], total=3)[::5]]
    [(0.0, 0.5, 1), (2.5, 3.0, 1)]
    """
    whole = round(total * 100)
    width = _bin_width(whole)
    edges = [*range(0, whole, width), whole] if whole > 0 else [0, 0]
    last = len(edges) - 2
    hundredths = np.rint(np.asarray(totals, dtype=np.float64) * 100).astype(np.int64)
    counts = np.bincount(np.clip(hundredths // width, 0, last), minlength=last + 1)
    return tuple(Bin(edges[i] / 100, edges[i + 1] / 100, int(counts[i])) for i in range(last + 1))


def _bin_width(whole: int) -> int:
    """In hundredths of a point: the smallest 1, 2 or 5 times a power of ten that gives at most ten bins."""
    widths: Iterator[int] = (step * 10**power for power in itertools.count() for step in (1, 2, 5))
    return next(width for width in widths if width * MOST_BINS >= whole)
