"""What each item of an exam is like: how hard, how well it tells students apart, how much it weighs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.classical.arrays import (
    Matrix,
    as_vector,
    checked,
    correlate,
    covary,
    is_constant,
)

__all__ = ["ItemStatistics", "describe_item", "describe_items"]


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item, against the rest of the exam.

    ``facility``: mean share of the points, 0..1. ``standard_deviation``: of the share earned, 0..0.71.
    ``item_rest``: −1..1. ``discriminative_efficiency``: at most 1. ``intended_weight`` and
    ``effective_weight``: shares, 0..1. ``variance``, ``rest_variance``, ``covariance`` and
    ``covariance_max``: points squared.
    """

    facility: float | None = None
    standard_deviation: float | None = None
    item_rest: float | None = None
    discriminative_efficiency: float | None = None
    intended_weight: float | None = None
    effective_weight: float | None = None
    variance: float | None = None
    rest_variance: float | None = None
    covariance: float | None = None
    covariance_max: float | None = None


def describe_items(earned: ArrayLike, worth: ArrayLike) -> tuple[ItemStatistics, ...]:
    """Every item against the total of the *other* items. ``earned`` (n, k) and ``worth`` (k,) in points.

    To what ``describe_item`` says, the weights are added. Intended: the item's share of the points.
    Effective: its share of what the scores differ by, ``√cov(item, total)`` over the sum of these roots;
    None for an item whose covariance with the total is negative, which has no share.
    None for everything on an item that is worth nothing.

    >>> describe_items([[1, 0], [1, 2], [0, 0]], [1, 2])[0].facility
    0.6666666666666666

    Raises ValueError when the shapes do not fit.
    """
    scores, points = checked(earned, worth)
    totals = scores.sum(axis=1)
    scale = float(points.sum())
    shares = _effective_weights(scores, totals)
    return tuple(
        replace(
            _describe(scores[:, i], totals - scores[:, i], worth=float(points[i]), scale=scale),
            intended_weight=float(points[i]) / scale,
            effective_weight=shares[i],
        )
        if points[i] > 0
        else ItemStatistics()
        for i in range(len(points))
    )


def describe_item(earned: ArrayLike, other: ArrayLike, *, worth: float) -> ItemStatistics:
    """One item against ``other`` scores of the same students, both (n,) in points; ``worth`` > 0.

    Facility index: ``mean(earned) / worth``; for an item that is right or wrong it is the proportion who
    got it right (Crocker & Algina, chapter 14: item difficulty).
    Standard deviation: of ``earned / worth``, dividing by n − 1.
    Item-rest correlation: Pearson's r between the item and ``other`` (chapter 14: item-total correlation,
    corrected for the item's own share); with the item inside the total even a random item would
    correlate. None for an item that everyone, or other scores that everyone, had alike.
    Discriminative efficiency: the covariance as a share of the largest that the same scores could have,
    reached when the best on the item are the best on the others too.

    With the totals of those who were asked one variant, or one question of several drawn at random, as
    ``other``, it describes that variant or question.

    >>> describe_item([1, 1, 0, 0], [2, 1, 2, 0], worth=1).discriminative_efficiency
    0.3333333333333333

    Raises ValueError when there are not as many ``other`` scores as ``earned``.
    """
    item, rest = as_vector(earned), as_vector(other)
    if item.size != rest.size:
        raise ValueError(f"{item.size} students on the item, {rest.size} on the others")
    return _describe(item, rest, worth=worth, scale=worth + float(np.abs(rest).max(initial=0)))


def _describe(item: Matrix, rest: Matrix, *, worth: float, scale: float) -> ItemStatistics:
    if not item.size:
        return ItemStatistics()
    facility = float(item.mean()) / worth
    if item.size < 2:
        return ItemStatistics(facility=facility)
    covariance, most = covary(item, rest), covary(np.sort(item), np.sort(rest))
    flat = is_constant(item, scale=scale) or is_constant(rest, scale=scale)
    return ItemStatistics(
        facility=facility,
        standard_deviation=float(item.std(ddof=1)) / worth,
        item_rest=correlate(item, rest, scale=scale),
        discriminative_efficiency=None if flat or most <= 0 else min(1.0, covariance / most),
        variance=float(item.var(ddof=1)),
        rest_variance=float(rest.var(ddof=1)),
        covariance=covariance,
        covariance_max=most,
    )


def _effective_weights(scores: Matrix, totals: Matrix) -> list[float | None]:
    if len(totals) < 2:
        return [None] * scores.shape[1]
    covariances = [covary(column, totals) for column in scores.T]
    roots = [math.sqrt(covariance) if covariance >= 0 else None for covariance in covariances]
    whole = sum(root for root in roots if root is not None)
    return [None if root is None or not whole else root / whole for root in roots]
