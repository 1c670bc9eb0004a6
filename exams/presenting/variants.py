"""The table of a question's variants, as publishing would make them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exams.content import Content
from exams.presenting.authoring import VariantRow, show_variant
from exams.services.striking import unused_rows
from exams.services.trying import draw_values
from grading.engine.variants import Values
from grading.keys import Key

__all__ = ["VariantLine", "VariantTable", "variant_table"]


@dataclass(frozen=True, slots=True)
class VariantLine:
    """One variant: ``place`` counts everything that was drawn from 1, ``row.number`` what students may get;
    it is 0 for one that is struck out. ``twins`` are the numbers of others that read the same."""

    place: int
    row: VariantRow
    is_struck: bool
    twins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VariantTable:
    """All of them; ``asked`` is how many the author asked for, ``tests`` how many responses are stored.
    ``unused`` are struck values, with their places from 0, that are not drawn."""

    lines: tuple[VariantLine, ...]
    asked: int
    tests: int
    unused: tuple[tuple[int, dict[str, str]], ...]

    @property
    def count(self) -> int:
        """How many students may get."""
        return sum(not line.is_struck for line in self.lines)

    @property
    def bad(self) -> int:
        """How many of these have something that must be mended."""
        return sum(bool(line.row.problem) for line in self.lines if not line.is_struck)


def variant_table(content: Content, keys: Mapping[str, Key], *, seed: int) -> VariantTable:
    """Every variant that publishing would make, and those that are struck out, in the order in which they are
    drawn. Raises QuestionError."""
    drawn = draw_values(content, seed=seed)
    rows = _rows(content, keys, drawn)
    looks: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.number and row.look:
            looks[row.look].append(row.number)
    lines = [
        VariantLine(place, row, not row.number, _twins(row, looks)) for place, row in enumerate(rows, start=1)
    ]
    unused = unused_rows(content, [values for values, _is_struck in drawn])
    asked = content.variants if content.parameters.strip() else 1
    return VariantTable(tuple(lines), asked, len(content.tests), tuple(unused))


def _rows(
    content: Content, keys: Mapping[str, Key], drawn: Sequence[tuple[Values, bool]]
) -> list[VariantRow]:
    rows, number = [], 0
    for values, is_struck in drawn:
        number += not is_struck
        rows.append(show_variant(content, keys, values, number=0 if is_struck else number))
    return rows


def _twins(row: VariantRow, looks: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    if not row.number or not row.look:
        return ()
    return tuple(number for number in looks[row.look] if number != row.number)
