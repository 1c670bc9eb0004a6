"""The tags of a drawing. Colours and type are classes of the page's stylesheet, never style attributes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from exams.plots.frames import WIDTH, Spot
from exams.plots.labels import to_tspans

__all__ = ["arrow", "circle", "line", "path", "polygon", "text_at", "whole"]


def _number(value: float) -> str:
    """Tenths of a pixel are enough, and never ``-0``."""
    return f"{round(value, 1) + 0.0:g}"


def path(spots: Sequence[Spot], kind: str) -> str:
    """A polyline."""
    drawn = " ".join(f"{_number(x)},{_number(y)}" for x, y in spots)
    return f'<polyline class="{kind}" points="{drawn}"/>'


def polygon(spots: Sequence[Spot], kind: str) -> str:
    """A closed polyline that is filled."""
    drawn = " ".join(f"{_number(x)},{_number(y)}" for x, y in spots)
    return f'<polygon class="{kind}" points="{drawn}"/>'


def line(start: Spot, end: Spot, kind: str) -> str:
    """A straight line."""
    return (
        f'<line class="{kind}" x1="{_number(start.x)}" y1="{_number(start.y)}"'
        f' x2="{_number(end.x)}" y2="{_number(end.y)}"/>'
    )


def arrow(tip: Spot, across: float, down: float) -> str:
    """The head of an arrow that points ``across`` and ``down``, one of them 0."""
    back = Spot(tip.x - 8 * across, tip.y - 8 * down)
    spots = (tip, Spot(back.x + 3 * down, back.y + 3 * across), Spot(back.x - 3 * down, back.y - 3 * across))
    return polygon(spots, "plot-arrow")


def circle(centre: Spot, *, is_open: bool) -> str:
    """A dot, or a circle."""
    kind = "plot-open" if is_open else "plot-dot"
    return f'<circle class="{kind}" cx="{_number(centre.x)}" cy="{_number(centre.y)}" r="3.5"/>'


def text_at(text: str, spot: Spot, anchor: str, kind: str = "plot-label") -> str:
    """A label at its baseline."""
    return (
        f'<text class="{kind}" x="{_number(spot.x)}" y="{_number(spot.y)}"'
        f' text-anchor="{anchor}">{to_tspans(text)}</text>'
    )


def whole(tags: Sequence[str], *, height: float, alt: str) -> str:
    """The drawing: a picture with words in its place."""
    size = f'viewBox="0 0 {WIDTH:.0f} {height:.0f}" width="{WIDTH:.0f}" height="{height:.0f}"'
    return f'<svg class="plot" role="img" aria-label="{escape(alt)}" {size}>{"".join(tags)}</svg>'
