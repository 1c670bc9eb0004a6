"""A graph as polylines: fine where it bends, open where it has a gap, and inside its frame."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exams.plots.expressions import Function
from exams.plots.frames import Frame, Spot

__all__ = ["branches", "clipped", "simplified"]

FIRST_STEPS = 96
FINEST = 7
HALVINGS = 44
MAX_CALLS = 3_000
# In pixels: how far a chord may be from its curve, and how high a step is that no halving makes smaller.
SMOOTH = 0.2
STEP = 4.0
NARROW = 0.1
# Beyond this a value is as good as none: differences of such numbers have no meaning.
HIGHEST = 1e100
# What is shorter is the end of a step at the edge of the frame.
LEAST_EXTENT = 1.0
MOST_SPOTS = 480


class _Sample(NamedTuple):
    x: float
    y: float


class _Curve:
    """One function while it is looked at; the number of calls is bounded."""

    def __init__(self, function: Function, frame: Frame) -> None:
        self._function = function
        self._frame = frame
        self._calls = 0

    @property
    def is_spent(self) -> bool:
        return self._calls >= MAX_CALLS

    def at(self, x: float) -> _Sample:
        self._calls += 1
        y = self._function(x)
        return _Sample(x, math.nan if abs(y) > HIGHEST else y)

    def between(self, left: _Sample, right: _Sample, depth: int = 0) -> Iterable[_Sample | None]:
        """The samples behind ``left`` up to ``right``; None is a gap."""
        if math.isnan(left.y) and math.isnan(right.y):
            return (right,) if depth >= 2 else self._halved(left, right, depth)
        if math.isnan(left.y) or math.isnan(right.y):
            return self._edge(left, right)
        if depth < FINEST and not self.is_spent and (depth < 1 or self._bends(left, right)):
            return self._halved(left, right, depth)
        if abs(self._frame.down(left.y) - self._frame.down(right.y)) > STEP:
            return self._jump(left, right)
        return (right,)

    def _halved(self, left: _Sample, right: _Sample, depth: int) -> list[_Sample | None]:
        middle = self.at((left.x + right.x) / 2)
        return [*self.between(left, middle, depth + 1), *self.between(middle, right, depth + 1)]

    def _bends(self, left: _Sample, right: _Sample) -> bool:
        """Whether a place between lies off the chord; nobody sees what is out of the frame on one side."""
        frame = self._frame
        if frame.is_out_on_one_side(left.y, right.y):
            return False
        place = left.x + 0.55 * (right.x - left.x)
        found = self.at(place).y
        chord = left.y + 0.55 * (right.y - left.y)
        return math.isnan(found) or abs(frame.down(found) - frame.down(chord)) > SMOOTH

    def _edge(self, left: _Sample, right: _Sample) -> list[_Sample | None]:
        """Up to the last place that has a value, or from the first."""
        ends = math.isnan(right.y)
        near = [left if ends else right]
        for _ in range(HALVINGS):
            middle = self.at((left.x + right.x) / 2)
            if math.isnan(middle.y) == ends:
                right = middle
            else:
                left = middle
            if not math.isnan(middle.y):
                near.append(middle)
        ordered = near if ends else near[::-1]
        joined = [one for pair in itertools.pairwise(ordered) for one in self._joined(*pair)]
        return [*joined, None] if ends else [None, ordered[0], *joined]

    def _joined(self, left: _Sample, right: _Sample) -> Iterable[_Sample | None]:
        """As ``between``, but what is too narrow to be seen is joined as it is."""
        if self._frame.across(right.x) - self._frame.across(left.x) < NARROW:
            return (right,)
        return self.between(left, right, FINEST - 2)

    def _jump(self, left: _Sample, right: _Sample) -> list[_Sample | None]:
        """A step or a pole is a gap; what is only steep is joined."""
        before: list[_Sample | None] = []
        after: list[_Sample | None] = []
        for _ in range(HALVINGS):
            middle = self.at((left.x + right.x) / 2)
            if math.isnan(middle.y):
                return [*before, None, right, *reversed(after)]
            to_left = abs(middle.y - left.y) <= abs(middle.y - right.y)
            if to_left:
                before.append(middle)
                left = middle
            else:
                after.append(right)
                right = middle
            if abs(self._frame.down(left.y) - self._frame.down(right.y)) <= STEP:
                return [*before, right, *reversed(after)]
        return [*before, None, right, *reversed(after)]


def branches(function: Function, frame: Frame, *, start: float, end: float) -> list[list[Spot]]:
    """The pieces of a graph that lie in the frame, in pixels."""
    curve = _Curve(function, frame)
    places = [start + (end - start) * step / FIRST_STEPS for step in range(FIRST_STEPS + 1)]
    samples = [curve.at(x) for x in places]
    found: list[_Sample | None] = [samples[0]]
    for left, right in itertools.pairwise(samples):
        found += curve.between(left, right)
    pieces = [piece for piece in _pieces(found) if len(piece) > 1]
    spots = [[Spot(frame.across(one.x), frame.down(one.y)) for one in piece] for piece in pieces]
    inside = [part for piece in spots for part in clipped(piece, frame) if _extent(part) > LEAST_EXTENT]
    tolerance = SMOOTH / 2
    while True:
        drawn = [simplified(piece, tolerance) for piece in inside]
        if sum(map(len, drawn)) <= MOST_SPOTS:
            return drawn
        tolerance *= 2


def _extent(piece: Sequence[Spot]) -> float:
    """How far a polyline goes, across or down."""
    return max(
        max(spot.x for spot in piece) - min(spot.x for spot in piece),
        max(spot.y for spot in piece) - min(spot.y for spot in piece),
    )


def _pieces(samples: Sequence[_Sample | None]) -> Iterator[list[_Sample]]:
    piece: list[_Sample] = []
    for sample in samples:
        if sample is not None and not math.isnan(sample.y):
            piece.append(sample)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def clipped(piece: Sequence[Spot], frame: Frame) -> list[list[Spot]]:
    """The parts of a polyline between the upper and the lower edge of the frame."""
    parts: list[list[Spot]] = []
    for left, right in itertools.pairwise(piece):
        kept = _clipped_line(left, right, frame.top, frame.bottom)
        if kept is None:
            continue
        if parts and parts[-1][-1] == kept[0]:
            parts[-1].append(kept[1])
        else:
            parts.append(list(kept))
    return parts


def _clipped_line(left: Spot, right: Spot, top: float, bottom: float) -> tuple[Spot, Spot] | None:
    if max(left.y, right.y) < top or min(left.y, right.y) > bottom:
        return None

    def within(end: Spot) -> Spot:
        edge = min(max(end.y, top), bottom)
        if edge == end.y:
            return end
        share = (edge - left.y) / (right.y - left.y)
        return Spot(left.x + share * (right.x - left.x), edge)

    return within(left), within(right)


def simplified(piece: Sequence[Spot], tolerance: float) -> list[Spot]:
    """The polyline with fewer spots, nowhere further than ``tolerance`` from the other (Douglas and
    Peucker, 1973)."""
    kept = {0, len(piece) - 1}
    pending = [(0, len(piece) - 1)]
    while pending:
        first, last = pending.pop()
        distances = [_distance(piece[place], piece[first], piece[last]) for place in range(first + 1, last)]
        if not distances or max(distances) <= tolerance:
            continue
        furthest = first + 1 + distances.index(max(distances))
        kept.add(furthest)
        pending += [(first, furthest), (furthest, last)]
    return [piece[place] for place in sorted(kept)]


def _distance(spot: Spot, start: Spot, end: Spot) -> float:
    """From ``spot`` to the line through the ends of a chord."""
    width, height = end.x - start.x, end.y - start.y
    length = math.hypot(width, height)
    if not length:
        return math.hypot(spot.x - start.x, spot.y - start.y)
    return abs(width * (start.y - spot.y) - height * (start.x - spot.x)) / length
