"""Rounding of exact numbers, and of real numbers of which only balls are known.

Everything is rational arithmetic. A real number that is not rational is given as an interval: a
rounding is monotone, so where both ends are rounded alike, the number between them is, too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Generic, TypeVar

from flint import fmpq

from grading.engine.balls import Evaluator, NoValueError, UnsettledError, as_ball, working_precision
from grading.engine.balls.values import as_real
from grading.engine.cost import check
from grading.engine.equality.looks import Finding
from grading.engine.exact import rational_value
from grading.engine.nodes import Node

__all__ = ["MOST_EXACT_BITS", "Settled", "away_from_zero", "last_place", "magnitude", "roundings", "settled"]

PRECISIONS: Final = (128, 512, 2_048)
MOST_EXACT_BITS: Final = 5_000
MOST_BITS: Final = 4_000  # of a binary exponent; beyond, a ball is not made into rationals

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Settled(Generic[Answer]):
    """What is known of a number, and with how many bits it was found (0: exactly)."""

    answer: Answer
    precision: int = 0

    @property
    def method(self) -> str:
        """The method for the certificate."""
        return "balls" if self.precision else "exact"

    @property
    def finding(self) -> Finding | None:
        """The finding for the certificate."""
        return Finding("rounding", precision=self.precision) if self.precision else None


def settled(node: Node, question: Callable[[Fraction], Answer]) -> Settled[Answer] | None:
    """What a monotone ``question`` says of the real number ``node``, which has no letters.

    ``None`` when no precision settles it, or when there is no such number. Raises TooCostlyError.
    """
    exact = rational_value(node) if check(node).bits <= MOST_EXACT_BITS else None
    if exact is not None:
        return Settled(question(_fraction(exact)))
    for bits in PRECISIONS:
        ends = _ends(node, bits)
        if ends is None:
            continue
        low, high = question(ends[0]), question(ends[1])
        if low == high:
            return Settled(low, bits)
    return None


def _ends(node: Node, bits: int) -> tuple[Fraction, Fraction] | None:
    """Two rationals with the value of ``node`` between them."""
    with working_precision(bits):
        try:
            value = as_real(Evaluator({}).value(node))
        except (NoValueError, UnsettledError):
            return None
        if isinstance(value, fmpq):
            return _fraction(value), _fraction(value)
        ball = as_ball(value)
        (low, low_power), (high, high_power) = ball.lower().man_exp(), ball.upper().man_exp()
        if max(abs(int(low_power)), abs(int(high_power))) > MOST_BITS:
            return None
        return int(low) * Fraction(2) ** int(low_power), int(high) * Fraction(2) ** int(high_power)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def magnitude(value: Fraction) -> int:
    """The exponent of ten of the first figure of ``value``, which is not zero: 2 for 345, -2 for 0.03."""
    size = abs(value)
    bits = size.numerator.bit_length() - size.denominator.bit_length()
    guess = math.floor((bits - 1) * math.log10(2))
    while Fraction(10) ** (guess + 1) <= size:
        guess += 1
    return guess


def last_place(value: Fraction, figures: int) -> Fraction:
    """What one unit in the last of so many figures is worth; 0 for the number 0."""
    return Fraction(10) ** (magnitude(value) + 1 - figures) if value else Fraction(0)


def away_from_zero(value: Fraction, unit: Fraction) -> Fraction:
    """``value`` to a multiple of ``unit``, a tie away from zero: the rounding of schools."""
    if not unit:
        return value
    steps = math.floor(abs(value) / unit + Fraction(1, 2))
    return steps * unit if value >= 0 else -steps * unit


def roundings(value: Fraction, unit: Fraction) -> tuple[Fraction, ...]:
    """``value`` to a multiple of ``unit`` by both rules in use: a tie away from zero, or to the even digit.

    ISO 80000-1, annex B, knows both and prefers the even digit.
    """
    if not unit:
        return (value,)
    return away_from_zero(value, unit), round(value / unit) * unit
