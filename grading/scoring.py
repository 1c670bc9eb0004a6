"""From credit to points: the only rounding there is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

__all__ = ["share_of", "share_points", "total_score"]

HUNDREDTH = Decimal("0.01")


def share_of(credit: Fraction, certificate: Mapping[str, Any]) -> Fraction:
    """The share of its points that a part gets, from −1 to 1: what it earned, less the ``penalty`` that its
    certificate says was taken."""
    return credit - Fraction(certificate.get("penalty", 0))


def share_points(points: Decimal, weights: Sequence[int], shares_: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """The score of each part of an item worth ``points``, in hundredths; below 0 where a penalty is larger
    than what was earned.

    ``weights`` (positive) and ``shares_`` (−1..1) go part by part. The item's exact score
    ``points · Σ(weight·share) / Σ weight`` is rounded once, half up; the parts share that rounded
    score, so that they always add up to it: each gets the growth of the rounded running total.
    """
    whole = sum(weights)
    exact = Fraction(points)
    shares: list[Decimal] = []
    running = Fraction(0)
    given = Decimal(0)
    for weight, share in zip(weights, shares_, strict=True):
        running += exact * weight * share / whole
        reached = _round(running)
        shares.append(reached - given)
        given = reached
    return tuple(shares)


def total_score(scores: Sequence[Decimal]) -> Decimal:
    """What an attempt scored, in hundredths: the sum of its parts, and never less than 0."""
    return max(sum(scores, Decimal(0)), Decimal(0)).quantize(HUNDREDTH)


def _round(value: Fraction) -> Decimal:
    return (math.floor(value * 100 + Fraction(1, 2)) * HUNDREDTH).quantize(HUNDREDTH)
