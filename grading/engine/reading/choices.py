"""Points at which a text can be read in two ways.

A reader asks ``take`` which way to go and always gets the first way, unless this reading was started
to try another. ``readings`` then runs one reading for each way not taken.
"""

from __future__ import annotations

from collections.abc import Callable

from grading.engine.nodes import Node
from grading.engine.reading.errors import ReadError

__all__ = ["Choices", "readings"]

MOST_POINTS = 4
MOST_READINGS = 6


class Choices:
    """The ways preset for one reading, and the points met during it."""

    def __init__(self, preset: dict[int, int] | None = None) -> None:
        self.preset = preset or {}
        self.met: dict[int, int] = {}

    def take(self, position: int, *, ways: int = 2) -> int:
        """Which of ``ways`` ways to go at ``position``; 0 unless preset."""
        self.met[position] = ways
        return self.preset.get(position, 0)


def readings(reading: Callable[[Choices], Node]) -> tuple[list[Node], int]:
    """One tree, or two distinct ones when the text has two meanings, and the position of the first choice.

    Ways are changed one point at a time, at no more than four points and no more than six times.
    Raises the ReadError of the first way when no way can be read.
    """
    choices = Choices()
    trees: list[Node] = []
    refusal: ReadError | None = None
    try:
        trees.append(reading(choices))
    except ReadError as error:
        refusal = error
    points = sorted(choices.met.items())[:MOST_POINTS]
    presets = [{position: way} for position, ways in points for way in range(1, ways)]
    for preset in presets[:MOST_READINGS]:
        if len(trees) < 2:
            _add(trees, reading, preset)
    if refusal is not None and not trees:
        raise refusal
    return trees, points[0][0] if points else 0


def _add(trees: list[Node], reading: Callable[[Choices], Node], preset: dict[int, int]) -> None:
    try:
        tree = reading(Choices(preset))
    except ReadError:
        return
    if tree not in trees:
        trees.append(tree)
