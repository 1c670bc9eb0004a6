"""Where a plane lies in the drawing: its frame, and the ticks on its axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

__all__ = ["WIDTH", "Frame", "Spot", "Step", "number_text", "plain_step", "step_of"]

WIDTH = 320.0
SIDE, TOP, BOTTOM = 12.0, 14.0, 12.0
# Where an axis stands at the edge, its labels need room outside.
SIDE_WITH_LABELS, BOTTOM_WITH_LABELS = 38.0, 26.0
LEAST_HEIGHT, USUAL_HEIGHT, MOST_HEIGHT = 140.0, 250.0, 420.0
# A label needs so much room, in pixels.
LEAST_STEP_ACROSS, LEAST_STEP_DOWN = 30.0, 24.0
MOST_TICKS = 60


class Spot(NamedTuple):
    """A place in the drawing, in pixels from its upper left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """What is in view, ``low`` to ``high`` on both axes, and where: ``left`` to ``right``, ``top`` to
    ``bottom``."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float
    height: float
    left: float = SIDE
    below: float = BOTTOM

    @classmethod
    def of(cls, x: tuple[float, float], y: tuple[float, float], *, same_scale: bool) -> Frame:
        """The frame of a plane; with the ``same_scale`` its height follows from its width, within limits."""
        left = SIDE if x[0] < 0 else SIDE_WITH_LABELS
        below = BOTTOM if y[0] < 0 else BOTTOM_WITH_LABELS
        if not same_scale:
            return cls(*x, *y, USUAL_HEIGHT, left, below)
        unit = (WIDTH - SIDE - left) / (x[1] - x[0])
        height = unit * (y[1] - y[0]) + TOP + below
        return cls(*x, *y, min(max(height, LEAST_HEIGHT), MOST_HEIGHT), left, below)

    @property
    def right(self) -> float:
        return WIDTH - SIDE

    @property
    def top(self) -> float:
        return TOP

    @property
    def bottom(self) -> float:
        return self.height - self.below

    def across(self, x: float) -> float:
        """The place of an x, in pixels from the left."""
        return self.left + (x - self.x_low) / (self.x_high - self.x_low) * (self.right - self.left)

    def down(self, y: float) -> float:
        """The place of a y, in pixels from above."""
        return self.bottom - (y - self.y_low) / (self.y_high - self.y_low) * (self.bottom - self.top)

    def spot(self, x: float, y: float) -> Spot:
        """The place of a point."""
        return Spot(self.across(x), self.down(y))

    def holds(self, spot: Spot) -> bool:
        """Whether a place is in the frame, edges included."""
        return self.left - 0.5 <= spot.x <= self.right + 0.5 and self.top - 0.5 <= spot.y <= self.bottom + 0.5

    def is_out_on_one_side(self, first: float, second: float) -> bool:
        """Whether two heights are both above the frame, or both below."""
        return min(first, second) > self.y_high or max(first, second) < self.y_low


@dataclass(frozen=True, slots=True)
class Step:
    """From one tick to the next: ``ratio`` ones, or so many pi."""

    ratio: Fraction
    of_pi: bool = False

    @property
    def size(self) -> float:
        return float(self.ratio) * (math.pi if self.of_pi else 1)

    def ticks(self, low: float, high: float) -> list[tuple[float, str]]:
        """Where the ticks between two numbers are, and what stands there. At 0 stands nothing."""
        first, last = math.ceil(low / self.size - 1e-9), math.floor(high / self.size + 1e-9)
        numbers = (
            [number for number in range(first, last + 1) if number] if last - first <= MOST_TICKS else []
        )
        return [(number * self.size, self._text(number * self.ratio)) for number in numbers]

    def _text(self, value: Fraction) -> str:
        if not self.of_pi:
            return number_text(value)
        above = "" if abs(value.numerator) == 1 else str(abs(value.numerator))
        below = "" if value.denominator == 1 else f"/{value.denominator}"
        return f"{'−' if value < 0 else ''}{above}π{below}"


def number_text(value: Fraction) -> str:
    """A number as it stands at a tick: a short decimal, or a fraction."""
    sign, size = "−" if value < 0 else "", abs(value)
    if size.denominator == 1:
        return f"{sign}{size}"
    if 10**6 % size.denominator == 0:
        return f"{sign}{float(size):.6f}".rstrip("0")
    return f"{sign}{size}"


def step_of(low: float, high: float, *, pixels: float, across: bool) -> Step:
    """The step among 1, 2, 5 times a power of ten that gives every label its room."""
    least = (high - low) / pixels * (LEAST_STEP_ACROSS if across else LEAST_STEP_DOWN)
    power = Fraction(10) ** math.floor(math.log10(least))
    return Step(next(power * factor for factor in (1, 2, 5, 10) if float(power * factor) >= least * 0.999))


def plain_step(value: float) -> Step:
    """The step that an author asks for: a multiple of pi where it is one."""
    of_pi = Fraction(value / math.pi).limit_denominator(24)
    if of_pi and abs(float(of_pi) * math.pi - value) < 1e-9:
        return Step(of_pi, of_pi=True)
    return Step(Fraction(value).limit_denominator(1_000_000))
