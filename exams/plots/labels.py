"""Labels of a plot: what people write, as text of a drawing, and where there is room for it."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from exams.plots.errors import PlotError
from exams.plots.frames import WIDTH, Frame, Spot
from grading.engine.variants import ParameterError, Value, fill_text

__all__ = ["FONT", "TICK_FONT", "Room", "label_text", "to_tspans"]

FONT = 14.0
TICK_FONT = 12.0
# What is drawn is known by cells of so many pixels.
CELL = 4.0
# So near to another curve a label looks like its own.
NEAR = 9.0
# What a place costs where a text would be cut off.
NO_ROOM = 10_000
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_SCRIPT = re.compile(r"([\^_])(?:\{([0-9+\-−n]+)\}|([0-9n]))")
_LETTERS = re.compile(r"[A-Za-zα-ω]+")
# Two letters in a row are a product, or a segment; longer ones a word.
_WORDS = frozenset({"ln", "lg"})
_SIGNS = {"\\cdot": "·", "\\times": "×", "\\pi": "π", "\\theta": "θ", "\\alpha": "α", "\\beta": "β"}


def label_text(text: str, values: Mapping[str, Value], *, where: str) -> str:
    """A label with the values of a variant, as people write a formula; PlotError for an unknown name."""
    if not text:
        return ""
    try:
        filled = fill_text(f"${text}$", values)[1:-1]
    except ParameterError as error:
        raise PlotError("plot_label", where, text=text) from error
    filled = _FRACTION.sub(r"\1/\2", filled.replace(r"\left", "").replace(r"\right", ""))
    for command, sign in _SIGNS.items():
        filled = filled.replace(command, sign)
    if "{" in filled.replace("^{", "").replace("_{", "") or "\\" in filled:
        raise PlotError("plot_label", where, text=text)
    return _SCRIPT.sub(_script, filled).replace("-", "−")


def _script(match: re.Match[str]) -> str:
    raised = match[2] or match[3]
    return raised.translate(_RAISED if match[1] == "^" else _LOWERED)


def to_tspans(text: str) -> str:
    """The inside of a ``<text>``: escaped, single letters (and two in a row, a product) in italics; capitals,
    which name points, stand upright as they do in texts."""
    parts = []
    end = 0
    for match in _LETTERS.finditer(text):
        parts.append(escape(text[end : match.start()]))
        is_upright = match[0] in _WORDS or len(match[0]) > 2 or match[0].isupper()
        parts.append(match[0] if is_upright else f'<tspan class="plot-letter">{match[0]}</tspan>')
        end = match.end()
    return "".join([*parts, escape(text[end:])])


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def cells(self, *, around: float = 0) -> Iterator[tuple[int, int]]:
        """The cells of the drawing that it covers."""
        for across in range(_cell(self.left - around), _cell(self.right + around) + 1):
            for down in range(_cell(self.top - around), _cell(self.bottom + around) + 1):
                yield across, down


class Room:
    """What is drawn already, to find a free place beside it."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._boxes: list[_Box] = []
        self._cells: dict[tuple[int, int], set[str]] = {}

    def add_line(self, spots: Sequence[Spot], name: str = "") -> None:
        """A polyline of what is called ``name``, which labels should not cross."""
        for start, end in itertools.pairwise(spots):
            steps = max(1, int(max(abs(end.x - start.x), abs(end.y - start.y)) / CELL))
            for step in range(steps + 1):
                x = start.x + (end.x - start.x) * step / steps
                y = start.y + (end.y - start.y) * step / steps
                self._cells.setdefault((_cell(x), _cell(y)), set()).add(name)

    def add_text(self, text: str, spot: Spot, anchor: str, *, font: float = FONT) -> bool:
        """Takes the place of a text at a baseline, unless it would cover another or be cut off."""
        box = _box(text, spot, anchor, font)
        if self._is_out(box) or any(box.overlaps(other) for other in self._boxes):
            return False
        self._boxes.append(box)
        return True

    def crosses(self, text: str, spot: Spot, anchor: str, *, font: float) -> int:
        """How much of a graph a text would cover; more than of any graph where another text is in its way."""
        box = _box(text, spot, anchor, font)
        if self._is_out(box) or any(box.overlaps(other) for other in self._boxes):
            return NO_ROOM
        return sum(any(self._cells.get(cell, ())) for cell in box.cells())

    def place(self, text: str, near: Sequence[Spot], *, name: str) -> tuple[Spot, str]:
        """The baseline and the anchor of a label beside one of the spots of what is called ``name``: where it
        covers least, and is not taken for the label of something else."""
        places = [place for spot in near for place in _around(spot)]
        best, least = places[0], math.inf
        for spot, anchor in places:
            cost = self._cost(_box(text, spot, anchor, FONT), name, below=least)
            if cost < least:
                best, least = (spot, anchor), cost
        self._boxes.append(_box(text, best[0], best[1], FONT))
        return best

    def _is_out(self, box: _Box) -> bool:
        """Whether a part would be cut off."""
        return box.left < 1 or box.right > WIDTH - 1 or box.top < 0 or box.bottom > self._frame.height

    def _cost(self, box: _Box, name: str, *, below: float) -> int:
        """What a place costs; exactly only where that is ``below`` what another costs."""
        if self._is_out(box):
            return NO_ROOM
        texts = sum(box.overlaps(other) for other in self._boxes)
        covered = sum(cell in self._cells for cell in box.cells())
        if 60 * texts + 4 * covered >= below:
            return 60 * texts + 4 * covered
        others = (self._cells.get(cell, ()) for cell in box.cells(around=NEAR))
        mistaken = sum(any(owner not in ("", name) for owner in owners) for owners in others)
        return 60 * texts + 4 * covered + mistaken


def _cell(pixels: float) -> int:
    return int(pixels // CELL)


def _around(spot: Spot, gap: float = 6) -> list[tuple[Spot, str]]:
    """Eight places beside a spot, those in the corners first."""
    x, y = spot
    middle = y + FONT * 0.36
    above, below = y - gap, y + gap + FONT * 0.75
    return [
        (Spot(x + gap, above), "start"),
        (Spot(x - gap, above), "end"),
        (Spot(x + gap, below), "start"),
        (Spot(x - gap, below), "end"),
        (Spot(x + gap + 3, middle), "start"),
        (Spot(x - gap - 3, middle), "end"),
        (Spot(x, above - 2), "middle"),
        (Spot(x, below + 2), "middle"),
    ]


def _box(text: str, spot: Spot, anchor: str, font: float) -> _Box:
    width = sum(font if "ᄀ" <= sign < "豈" else font * 0.54 for sign in text)
    left = spot.x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return _Box(left, spot.y - font * 0.75, left + width, spot.y + font * 0.2)
