"""The row of each student as HTML, made again only when it would say something else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exams.presenting.teaching.live.boards import Sitting

__all__ = ["MadeRow", "RowMemory"]


@dataclass(frozen=True, slots=True)
class MadeRow:
    """One row of the board: ``name`` is that of its part of the page, and tells nobody whose it is."""

    name: str
    html: SafeString


@dataclass(slots=True)
class RowMemory:
    """Rows that were made before, of each way to show them: with names or without, in one language."""

    made: dict[tuple[bool, str], dict[UUID, tuple[Sitting, MadeRow]]] = field(default_factory=dict)

    def rows_of(self, shown: Iterable[Sitting], *, hides_names: bool) -> list[MadeRow]:
        """The rows of ``shown``, in that order and in the language of now."""
        known = self.made.setdefault((hides_names, get_language() or ""), {})
        template = get_template("exams/teacher/_live_row.html")
        rows = []
        for sitting in shown:
            before, row = known.get(sitting.student.pk, (None, None))
            if row is None or before != sitting:
                name = f"row-{sitting.place}"
                context = {"name": name, "row": sitting, "hides_names": hides_names}
                row = MadeRow(name, SafeString(template.render(context)))
                known[sitting.student.pk] = sitting, row
            rows.append(row)
        return rows

    def forget_others(self, people: Iterable[UUID]) -> None:
        """Keeps the rows of these ``people`` alone."""
        there = set(people)
        for known in self.made.values():
            for gone in known.keys() - there:
                del known[gone]
