"""How far the items of an exam measure one thing, and how sure a score is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.classical.arrays import Matrix, checked, is_constant
from analytics.statistics.f_distribution import f_quantile

__all__ = ["Reliability", "estimate_reliability"]

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Reliability:
    """``alpha``: at most 1, negative where the items work against each other; ``low`` and ``high`` bound it
    with 95 % confidence. ``standard_error``: points. ``error_ratio``: the share of the standard deviation
    that is error, at least 0. ``if_dropped``: alpha without each item, in their order."""

    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    error_ratio: float | None = None
    if_dropped: tuple[float | None, ...] = ()


def estimate_reliability(earned: ArrayLike, worth: ArrayLike) -> Reliability:
    """Cronbach's alpha and what follows from it. ``earned`` (n, k), ``worth`` (k,) in points.

    ``alpha = k / (k − 1) · (1 − Σ var(item) / var(total))`` over the items that are worth something
    (Cronbach 1951; Crocker & Algina, chapter 7), at most 1, without a unit.
    Interval (Feldt 1965): ``1 − (1 − alpha) · F``, with the quantiles of the F distribution for n − 1 and
    (n − 1)(k − 1) degrees of freedom at 97.5 % and 2.5 %.
    ``error_ratio = √(1 − alpha)``, ``standard_error = sd(total) · error_ratio`` in points (chapter 6):
    about two thirds of observed scores lie within one of it of what the student would score on average
    over parallel exams.
    None with fewer than 2 students or 2 such items, or when everyone has the same total; ``if_dropped``
    is None for an item worth nothing.
    Raises ValueError when the shapes do not fit.
    """
    scores, points = checked(earned, worth)
    counted = points > 0
    alpha = _alpha(scores[:, counted], points[counted])
    dropped = tuple(_alpha_without(scores, points, i) if counted[i] else None for i in range(len(points)))
    if alpha is None:
        return Reliability(if_dropped=dropped)
    ratio = math.sqrt(1 - alpha)
    low, high = _interval(alpha, n=len(scores), k=int(counted.sum()))
    deviation = float(scores[:, counted].sum(axis=1).std(ddof=1))
    return Reliability(
        alpha=alpha,
        low=low,
        high=high,
        standard_error=deviation * ratio,
        error_ratio=ratio,
        if_dropped=dropped,
    )


def _alpha(scores: Matrix, points: Matrix) -> float | None:
    n, k = scores.shape
    totals = scores.sum(axis=1)
    if n < 2 or k < 2 or is_constant(totals, scale=float(points.sum())):
        return None
    shared = 1 - float(scores.var(axis=0, ddof=1).sum()) / float(totals.var(ddof=1))
    # Bounded above by theory; rounding may carry perfectly consistent items past it.
    return min(1.0, float(k / (k - 1) * shared))


def _alpha_without(scores: Matrix, points: Matrix, index: int) -> float | None:
    kept = points > 0
    kept[index] = False
    return _alpha(scores[:, kept], points[kept])


def _interval(alpha: float, *, n: int, k: int) -> tuple[float, float]:
    students, residual = n - 1, (n - 1) * (k - 1)
    tail = (1 - CONFIDENCE) / 2
    bounds = [1 - (1 - alpha) * f_quantile(p, students, residual) for p in (1 - tail, tail)]
    return float(np.min(bounds)), float(np.max(bounds))
