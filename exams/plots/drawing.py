"""From a description and the values of a variant to the drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exams.plots.numberline import number_line_tags
from exams.plots.plane import plane_tags
from exams.plots.shapes import Plot
from exams.plots.svg import whole
from grading.engine.variants import Value

__all__ = ["DrawnPlot", "draw_plot"]


@dataclass(frozen=True, slots=True)
class DrawnPlot:
    """A drawing as it stands on the page."""

    tags: tuple[str, ...]
    height: float
    alt: str

    def to_html(self) -> str:
        """Inline SVG, so that it takes the colours of the page."""
        return whole(self.tags, height=self.height, alt=self.alt)


def draw_plot(plot: Plot, values: Mapping[str, Value], *, alt: str) -> DrawnPlot:
    """The drawing for one variant; ``alt`` stands in its place for who does not see it. Raises PlotError."""
    if plot.line is not None:
        tags, height = number_line_tags(plot, plot.line, values)
    else:
        tags, height = plane_tags(plot, values)
    return DrawnPlot(tuple(tags), height, alt)
