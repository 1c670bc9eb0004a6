"""A coordinate plane: shades first, then grid, axes, curves, points, and labels where there is room."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from exams.plots.errors import PlotError
from exams.plots.expressions import Function, function_of, number_of, span_of, step_size
from exams.plots.frames import Frame, Spot, Step, plain_step, step_of
from exams.plots.labels import FONT, TICK_FONT, Room, label_text
from exams.plots.sampling import branches, clipped
from exams.plots.shapes import Curve, Line, Plot, Point, Region, Segment
from exams.plots.svg import arrow, circle, line, path, polygon, text_at
from grading.engine.variants import Value

__all__ = ["plane_tags"]

REGION_STEPS = 160
# How far a number moves aside for a line through its tick, in pixels.
ASIDE = 4.5
# Colours of curves; a fifth begins anew.
INKS = 4
# Where a label may stand along its graph.
SHARES = (0.97, 0.9, 0.83, 0.76, 0.68, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)


def plane_tags(plot: Plot, values: Mapping[str, Value]) -> tuple[list[str], float]:
    """The tags, and the height of the drawing. Raises PlotError."""
    x, y = span_of(plot.x or (), values, where="x"), span_of(plot.y or (), values, where="y")
    plane = _Plane(Frame.of(x, y, same_scale=plot.same_scale), values)
    for number, region in enumerate(plot.regions, start=1):
        plane.shade(region, f"regions[{number}]")
    plane.draw_axes(plot)
    for number, asymptote in enumerate(plot.vertical, start=1):
        plane.draw_line(asymptote, f"vertical[{number}]", upright=True)
    for number, asymptote in enumerate(plot.horizontal, start=1):
        plane.draw_line(asymptote, f"horizontal[{number}]", upright=False)
    for number, curve in enumerate(plot.curves, start=1):
        plane.draw_curve(curve, number)
    for number, segment in enumerate(plot.segments, start=1):
        plane.draw_segment(segment, f"segments[{number}]")
    for number, point in enumerate(plot.points, start=1):
        plane.draw_point(point, f"points[{number}]")
    return plane.finished(), plane.frame.height


# A text at an axis, its kind, and where it may stand: the spot and the anchor, the best one first.
_Number = tuple[str, str, Sequence[tuple[Spot, str]]]


class _Plane:
    """A drawing that grows; labels are put last, when all lines are known."""

    def __init__(self, frame: Frame, values: Mapping[str, Value]) -> None:
        self.frame = frame
        self._values = values
        self._tags: list[str] = []
        self._ticks: list[str] = []
        self._numbers: list[_Number] = []
        self._dots: list[str] = []
        self._room = Room(frame)
        self._waiting: list[tuple[str, Sequence[Spot], str]] = []

    def finished(self) -> list[str]:
        """All tags, from the lowest to the topmost."""
        # A number that has to move aside never drives away one that can stay.
        for text, kind, places in sorted(self._numbers, key=self._has_to_move):
            spot, anchor = min(places, key=lambda place: self._crossed(text, kind, place))
            if text and self._room.add_text(text, spot, anchor, font=_font_of(kind)):
                self._ticks.append(text_at(text, spot, anchor, kind))
        labels = []
        for text, near, name in self._waiting:
            spot, anchor = self._room.place(text, near, name=name)
            labels.append(text_at(text, spot, anchor))
        return [*self._tags, *self._ticks, *self._dots, *labels]

    def _has_to_move(self, number: _Number) -> bool:
        text, kind, places = number
        return self._crossed(text, kind, places[0]) > 0

    def _crossed(self, text: str, kind: str, place: tuple[Spot, str]) -> int:
        return self._room.crosses(text, *place, font=_font_of(kind))

    def draw_axes(self, plot: Plot) -> None:
        """Grid, axes with arrows, ticks, and the names of the axes."""
        frame, values = self.frame, self._values
        steps = (
            _step(plot.x_step, values, "x_step", frame=frame, across=True),
            _step(plot.y_step, values, "y_step", frame=frame, across=False),
        )
        if plot.grid:
            self._draw_grid(*steps)
        if plot.axes:
            self._draw_arrows(plot)
            if plot.ticks:
                self._draw_ticks(*steps)

    def _draw_grid(self, across: Step, down: Step) -> None:
        frame = self.frame
        for x, _text in [*across.ticks(frame.x_low, frame.x_high), (0.0, "")]:
            if frame.x_low <= x <= frame.x_high:
                place = frame.across(x)
                self._tags.append(line(Spot(place, frame.top), Spot(place, frame.bottom), "plot-grid"))
        for y, _text in [*down.ticks(frame.y_low, frame.y_high), (0.0, "")]:
            if frame.y_low <= y <= frame.y_high:
                place = frame.down(y)
                self._tags.append(line(Spot(frame.left, place), Spot(frame.right, place), "plot-grid"))

    @property
    def _origin(self) -> Spot:
        """Where the axes cross; at an edge of the frame when 0 is not in view."""
        frame = self.frame
        return Spot(
            frame.across(min(max(0.0, frame.x_low), frame.x_high)),
            frame.down(min(max(0.0, frame.y_low), frame.y_high)),
        )

    def _draw_arrows(self, plot: Plot) -> None:
        frame, origin = self.frame, self._origin
        right, top = Spot(frame.right + 8, origin.y), Spot(origin.x, frame.top - 8)
        for start, tip, across, down in (
            (Spot(frame.left - 8, origin.y), right, 1, 0),
            (Spot(origin.x, frame.bottom + 8), top, 0, -1),
        ):
            self._tags += [line(start, tip, "plot-axis"), arrow(tip, across, down)]
            self._room.add_line((start, tip))
        heights = [y for y in (origin.y + 15, origin.y - 7) if y < frame.height - 3]
        sides = [(x, anchor) for x, anchor in ((origin.x - 7, "end"), (origin.x + 7, "start")) if x > 17]
        self._numbers += [
            (
                label_text(plot.x_name, self._values, where="x_name"),
                "plot-label",
                [(Spot(right.x - 1, y), "end") for y in heights],
            ),
            (
                label_text(plot.y_name, self._values, where="y_name"),
                "plot-label",
                [(Spot(x, top.y + 10), anchor) for x, anchor in sides],
            ),
        ]

    def _draw_ticks(self, across: Step, down: Step) -> None:
        frame, origin = self.frame, self._origin
        has_zero = frame.x_low <= 0 <= frame.x_high and frame.y_low <= 0 <= frame.y_high
        # Under the axis and to its left; a little aside or on the other side where a graph is in the way.
        heights = [y for y in (origin.y + 14, origin.y - 6) if y < frame.height - 2]
        sides = [(x, anchor) for x, anchor in ((origin.x - 5, "end"), (origin.x + 5, "start")) if x > 25]
        if has_zero:
            corners = [(Spot(origin.x - 5, heights[0]), "end"), (Spot(origin.x + 5, heights[0]), "start")]
            self._numbers.append(("O", "plot-label", corners))
        for x, text in across.ticks(frame.x_low, frame.x_high):
            place = frame.across(x)
            self._tags.append(line(Spot(place, origin.y - 2.5), Spot(place, origin.y + 2.5), "plot-axis"))
            if place < frame.right - 12:
                asides = ((place, "middle"), (place - ASIDE, "end"), (place + ASIDE, "start"))
                self._numbers.append(
                    (text, "plot-tick", [(Spot(at, y), anchor) for y in heights for at, anchor in asides])
                )
        for y, text in down.ticks(frame.y_low, frame.y_high):
            place = frame.down(y)
            self._tags.append(line(Spot(origin.x - 2.5, place), Spot(origin.x + 2.5, place), "plot-axis"))
            if place > frame.top + 6:
                levels = (place + 4.5, place - ASIDE - 2, place + ASIDE + 9)
                self._numbers.append(
                    (text, "plot-tick", [(Spot(x, y), anchor) for x, anchor in sides for y in levels])
                )

    def draw_line(self, drawn: Line, where: str, *, upright: bool) -> None:
        """A line across the frame; one that is out of view in this variant is left out."""
        frame = self.frame
        at = number_of(drawn.at, self._values, where=where)
        ends = (
            (Spot(frame.across(at), frame.top), Spot(frame.across(at), frame.bottom))
            if upright
            else (Spot(frame.left, frame.down(at)), Spot(frame.right, frame.down(at)))
        )
        if not all(map(frame.holds, ends)):
            return
        self._tags.append(line(*ends, "plot-dashed" if drawn.dashed else "plot-thin"))
        self._room.add_line(ends, where)
        near = [ends[0], ends[1]] if upright else [ends[1], ends[0]]
        self._wait(drawn.label, near, where)

    def _wait(self, label: str, near: Sequence[Spot], where: str) -> None:
        if text := label_text(label, self._values, where=where):
            self._waiting.append((text, near, where))

    def draw_curve(self, curve: Curve, number: int) -> None:
        """A graph. Raises PlotError ``plot_out_of_view`` where no part of it would be seen."""
        where, frame = f"curves[{number}]", self.frame
        function = function_of(curve.of, self._values, where=where)
        start, end = self._part(curve.start, curve.end, where)
        pieces = branches(function, frame, start=start, end=end)
        if not pieces:
            raise PlotError("plot_out_of_view", where, text=curve.of)
        kind = f"plot-curve plot-ink-{(number - 1) % INKS + 1}{' plot-dashes' if curve.dashed else ''}"
        for piece in pieces:
            self._tags.append(path(piece, kind))
            self._room.add_line(piece, where)
        self._wait(curve.label, _places_along(pieces), where)

    def _part(self, start: str | None, end: str | None, where: str) -> tuple[float, float]:
        """From one x to another, as far as they are in view."""
        frame = self.frame
        low = number_of(start, self._values, where=f"{where}.from") if start is not None else frame.x_low
        high = number_of(end, self._values, where=f"{where}.to") if end is not None else frame.x_high
        if not low < high:
            raise PlotError("plot_range", where, low=f"{low:g}", high=f"{high:g}")
        if high <= frame.x_low or low >= frame.x_high:
            raise PlotError("plot_out_of_view", where, text=f"{low:g}..{high:g}")
        return max(low, frame.x_low), min(high, frame.x_high)

    def shade(self, region: Region, where: str) -> None:
        """What lies between two graphs, cut off at the edges of the frame."""
        above = function_of(region.of, self._values, where=where)
        below = function_of(region.down_to, self._values, where=f"{where}.down_to")
        start, end = self._part(region.start, region.end, where)
        places = [start + (end - start) * step / REGION_STEPS for step in range(REGION_STEPS + 1)]
        spots = [*self._edge(above, places), *reversed(self._edge(below, places))]
        if len(spots) < 3:
            raise PlotError("plot_out_of_view", where, text=region.of)
        self._tags.append(polygon(spots, "plot-region"))

    def _edge(self, function: Function, places: Sequence[float]) -> list[Spot]:
        frame = self.frame
        found = ((x, function(x)) for x in places)
        return [frame.spot(x, min(max(y, frame.y_low), frame.y_high)) for x, y in found if y == y]

    def draw_segment(self, segment: Segment, where: str) -> None:
        """A straight line between two points, as far as it is in view."""
        ends = [self._spot(end, where) for end in (segment.start, segment.end)]
        inside = [part for part in clipped(sorted(ends), self.frame) if all(map(self.frame.holds, part))]
        if ends[0].x == ends[1].x:
            inside = clipped(ends, self.frame)
        for part in inside:
            self._tags.append(path(part, "plot-dashed" if segment.dashed else "plot-thin"))
            self._room.add_line(part)
            middle = Spot((part[0].x + part[-1].x) / 2, (part[0].y + part[-1].y) / 2)
            self._wait(segment.label, [middle], where)

    def _spot(self, at: Sequence[str], where: str) -> Spot:
        x, y = (number_of(one, self._values, where=where) for one in at)
        return self.frame.spot(x, y)

    def draw_point(self, point: Point, where: str) -> None:
        """A dot with its label. Raises PlotError ``plot_out_of_view``."""
        spot = self._spot(point.at, where)
        if not self.frame.holds(spot):
            raise PlotError("plot_out_of_view", where, text=", ".join(point.at))
        self._dots.append(circle(spot, is_open=point.open))
        self._room.add_line((Spot(spot.x - 2, spot.y), Spot(spot.x + 2, spot.y)))
        self._wait(point.label, [spot], where)


def _font_of(kind: str) -> float:
    return TICK_FONT if kind == "plot-tick" else FONT


def _step(asked: str | None, values: Mapping[str, Value], where: str, *, frame: Frame, across: bool) -> Step:
    low, high, pixels = (
        (frame.x_low, frame.x_high, frame.right - frame.left)
        if across
        else (frame.y_low, frame.y_high, frame.bottom - frame.top)
    )
    if asked is None:
        return step_of(low, high, pixels=pixels, across=across)
    return plain_step(step_size(asked, values, where=where))


def _places_along(pieces: Sequence[Sequence[Spot]]) -> list[Spot]:
    """Where a graph's label may stand: at its ends first, then along the longest piece."""
    longest = max(pieces, key=lambda piece: piece[-1].x - piece[0].x)
    along = [_spot_at(longest, longest[0].x + share * (longest[-1].x - longest[0].x)) for share in SHARES]
    return [pieces[-1][-1], pieces[0][0], *along]


def _spot_at(piece: Sequence[Spot], x: float) -> Spot:
    """The spot of a graph above or below an x, in pixels."""
    for start, end in itertools.pairwise(piece):
        if start.x <= x <= end.x and start.x < end.x:
            return Spot(x, start.y + (end.y - start.y) * (x - start.x) / (end.x - start.x))
    return piece[-1]
