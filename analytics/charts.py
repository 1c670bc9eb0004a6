"""Charts as whole numbers, which templates write into SVG. Each has its table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Bar", "Dot", "Histogram", "ItemMap", "Tick", "draw_histogram", "draw_item_map"]

WIDTH = 640
HEIGHT = 220
MARGIN = 20
BASELINE = 184
TALLEST = 152
GAP = 4

# The map of items: facility from left to right, item-rest correlation upwards.
MAP_HEIGHT = 320
MAP_LEFT = 56
MAP_RIGHT = WIDTH - 16
MAP_TOP = 20
MAP_BOTTOM = MAP_HEIGHT - 52
LOWEST, HIGHEST = -0.4, 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle, ``x`` and ``y`` its upper left corner, and its count, which stands above its middle."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    count_y: int
    count: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A number along an axis and where it stands."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """All that the SVG needs, in its own units."""

    width: int
    height: int
    left: int
    right: int
    baseline: int
    label_y: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def draw_histogram(counts: Sequence[int], *, edges: Sequence[str]) -> Histogram:
    """Bars of equal width from left to right for ``counts`` (k ≥ 1), between ``edges`` (k + 1 labels).
    The tallest is ``TALLEST`` high; a bar of anyone at all is high enough to be seen."""
    slot = (WIDTH - 2 * MARGIN) // len(counts)
    most = max(1, *counts)
    return Histogram(
        width=WIDTH,
        height=HEIGHT,
        left=MARGIN,
        right=MARGIN + slot * len(counts),
        baseline=BASELINE,
        label_y=BASELINE + 22,
        bars=tuple(_bar(MARGIN + i * slot, slot, count, most) for i, count in enumerate(counts)),
        ticks=tuple(Tick(MARGIN + i * slot, edge) for i, edge in enumerate(edges)),
    )


def _bar(x: int, slot: int, count: int, most: int) -> Bar:
    height = max(TALLEST * count // most, 2 if count else 0)
    top = BASELINE - height
    return Bar(x + GAP // 2, top, slot - GAP, height, x + slot // 2, top - 8, count)


@dataclass(frozen=True, slots=True)
class Dot:
    """One item: the middle of its circle, and its position on the paper."""

    x: int
    y: int
    label: int
    attention: bool


@dataclass(frozen=True, slots=True)
class ItemMap:
    """All that the SVG needs. ``weak_y`` is the line below which an item hardly tells students apart."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    weak_y: int
    zero_y: int
    label_y: int
    title_y: int
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]
    dots: tuple[Dot, ...]


def draw_item_map(items: Sequence[tuple[int, float, float, bool]], *, weak: float) -> ItemMap:
    """A dot for each of ``items``: position on the paper, facility (below 0, where penalties count, at the
    left edge), item-rest correlation (below −0.4 at the lower edge), whether it needs attention. ``weak``:
    where the line is drawn."""
    return ItemMap(
        width=WIDTH,
        height=MAP_HEIGHT,
        left=MAP_LEFT,
        right=MAP_RIGHT,
        top=MAP_TOP,
        bottom=MAP_BOTTOM,
        weak_y=_map_y(weak),
        zero_y=_map_y(0),
        label_y=MAP_BOTTOM + 20,
        title_y=MAP_HEIGHT - 6,
        across=tuple(Tick(_map_x(share), f"{share:g}") for share in (0, 0.2, 0.4, 0.6, 0.8, 1)),
        upwards=tuple(Tick(_map_y(r), f"{r:g}".replace("-", "−")) for r in (-0.4, 0, 0.2, 0.4, 0.6, 0.8, 1)),
        dots=tuple(
            Dot(_map_x(facility), _map_y(item_rest), position, attention)
            for position, facility, item_rest, attention in items
        ),
    )


def _map_x(facility: float) -> int:
    return round(MAP_LEFT + (MAP_RIGHT - MAP_LEFT) * max(facility, 0))


def _map_y(item_rest: float) -> int:
    share = (max(item_rest, LOWEST) - LOWEST) / (HIGHEST - LOWEST)
    return round(MAP_BOTTOM - (MAP_BOTTOM - MAP_TOP) * share)
