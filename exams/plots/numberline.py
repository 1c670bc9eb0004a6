"""A number line: intervals stand above it, as in a textbook, with their ends on it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from exams.plots.errors import PlotError
from exams.plots.expressions import node_of, number_at, number_of, span_of, step_size
from exams.plots.frames import WIDTH, Spot, plain_step, step_of
from exams.plots.labels import label_text
from exams.plots.shapes import Interval, Plot, Span
from exams.plots.svg import arrow, circle, line, path, text_at
from grading.engine import nodes
from grading.engine.variants import Value

__all__ = ["number_line_tags"]

SIDE = 22.0
LEVEL = 20.0
ABOVE, BELOW = 18.0, 28.0


def number_line_tags(plot: Plot, span: Span, values: Mapping[str, Value]) -> tuple[list[str], float]:
    """The tags, and the height of the drawing. Raises PlotError."""
    low, high = span_of(span, values, where="line")
    height = ABOVE + LEVEL * max(len(plot.intervals), 1) + BELOW
    axis = _Axis(low, high, height - BELOW, values)
    axis.draw(plot)
    for number, interval in enumerate(plot.intervals, start=1):
        axis.draw_interval(interval, number)
    for number, point in enumerate(plot.points, start=1):
        axis.draw_point(point.at[0], point.label, f"points[{number}]", is_open=point.open)
    return axis.tags, height


class _Axis:
    """A number line that grows; ``y`` is its height in the drawing."""

    def __init__(self, low: float, high: float, y: float, values: Mapping[str, Value]) -> None:
        self.tags: list[str] = []
        self._low, self._high, self._y = low, high, y
        self._values = values

    def _at(self, number: float) -> Spot:
        share = (number - self._low) / (self._high - self._low)
        return Spot(SIDE + share * (WIDTH - 2 * SIDE), self._y)

    def _is_in_view(self, number: float) -> bool:
        return self._low <= number <= self._high

    def draw(self, plot: Plot) -> None:
        """The line, its arrows, its ticks."""
        left, right = Spot(4, self._y), Spot(WIDTH - 4, self._y)
        self.tags += [line(left, right, "plot-axis"), arrow(left, -1, 0), arrow(right, 1, 0)]
        if not plot.ticks:
            return
        step = (
            plain_step(step_size(plot.x_step, self._values, where="x_step"))
            if plot.x_step is not None
            else step_of(self._low, self._high, pixels=WIDTH - 2 * SIDE, across=True)
        )
        zero = [(0.0, "0")] if self._is_in_view(0) else []
        for number, text in [*step.ticks(self._low, self._high), *zero]:
            x = self._at(number).x
            self.tags.append(line(Spot(x, self._y - 3.5), Spot(x, self._y + 3.5), "plot-axis"))
            self.tags.append(text_at(text, Spot(x, self._y + 19), "middle", "plot-tick"))

    def draw_interval(self, interval: Interval, number: int) -> None:
        """A bracket above the line: a dot for an end that belongs to it, a circle for one that does not, an
        arrow for none."""
        where = f"intervals[{number}]"
        node = _interval(node_of(interval.of, self._values, where=where))
        if node is None:
            raise PlotError("plot_interval", where, text=interval.of)
        low, high = (
            number_at(end, text=interval.of, where=where, finite=False) for end in (node.low, node.high)
        )
        if not low < high:
            raise PlotError("plot_range", where, low=f"{low:g}", high=f"{high:g}")
        if any(math.isfinite(end) and not self._is_in_view(end) for end in (low, high)):
            raise PlotError("plot_out_of_view", where, text=interval.of)
        y = self._y - LEVEL * number
        ink = f"plot-curve plot-ink-{(number - 1) % 4 + 1}"
        corners = self._side(low, y, -1), self._side(high, y, 1)
        self.tags.append(path([*corners[0], *reversed(corners[1])], ink))
        for end, closed, across in ((low, node.low_closed, -1), (high, node.high_closed, 1)):
            if math.isfinite(end):
                self.tags.append(circle(self._at(end), is_open=not closed))
            else:
                self.tags.append(arrow(Spot(WIDTH / 2 + across * (WIDTH / 2 - 4), y), across, 0))
        self._label(interval.label, Spot((corners[0][-1].x + corners[1][-1].x) / 2, y - 5), where)

    def _side(self, end: float, y: float, across: int) -> list[Spot]:
        """One side of a bracket, from the line upwards."""
        if math.isinf(end):
            return [Spot(WIDTH / 2 + across * (WIDTH / 2 - 8), y)]
        foot = self._at(end)
        return [foot, Spot(foot.x, y)]

    def draw_point(self, at: str, label: str, where: str, *, is_open: bool) -> None:
        """A dot on the line. Raises PlotError ``plot_out_of_view``."""
        number = number_of(at, self._values, where=where)
        if not self._is_in_view(number):
            raise PlotError("plot_out_of_view", where, text=at)
        spot = self._at(number)
        self.tags.append(circle(spot, is_open=is_open))
        self._label(label, Spot(spot.x, spot.y - 9), where)

    def _label(self, label: str, spot: Spot, where: str) -> None:
        if text := label_text(label, self._values, where=where):
            self.tags.append(text_at(text, spot, "middle"))


def _interval(node: nodes.Node) -> nodes.Interval | None:
    """The interval that was written; ``(3, 9)`` is one here, though elsewhere it may be a point."""
    match node:
        case nodes.Interval():
            return node
        case nodes.Collection("tuple", (low, high)):
            return nodes.Interval(low, high, low_closed=False, high_closed=False)
    return None
