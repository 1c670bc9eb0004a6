"""From credit to points: the only rounding there is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

__all__ = ["share_points"]

CENT = Decimal("0.01")


def share_points(
    points: Decimal, weights: Sequence[int], credits_: Sequence[Fraction]
) -> tuple[Decimal, ...]:
    """The score of each part of an item worth ``points``, in hundredths.

    ``weights`` (positive) and ``credits_`` (0..1) go part by part. The item's exact score
    ``points · Σ(weight·credit) / Σ weight`` is rounded once, half up; the parts share that rounded
    score, so that they always add up to it: each gets the growth of the rounded running total.
    """
    whole = sum(weights)
    exact = Fraction(points)
    shares: list[Decimal] = []
    running = Fraction(0)
    given = Decimal(0)
    for weight, credit in zip(weights, credits_, strict=True):
        running += exact * weight * credit / whole
        reached = _round(running)
        shares.append(reached - given)
        given = reached
    return tuple(shares)


def _round(value: Fraction) -> Decimal:
    hundredths = (Decimal((value * 100).numerator) / Decimal((value * 100).denominator)).quantize(
        Decimal(1), rounding=ROUND_HALF_UP
    )
    return (hundredths * CENT).quantize(CENT)
