"""A working on a page of results: what became of each of its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.presenting.questions import PartView
from grading.line_readings import LineReading

__all__ = ["MarkedLine", "MarkedLines", "marked_lines"]

# What a screen reader says of a line, where others see a sign.
WORDS = {
    "given": gettext_lazy("as given"),
    "follows": gettext_lazy("follows"),
    "wrong": gettext_lazy("does not follow"),
    "undecided": gettext_lazy("a teacher decides"),
    "unfinished": gettext_lazy("not the answer yet"),
    "not_looked_at": gettext_lazy("not looked at"),
}
SIGNS = {"follows": "check", "wrong": "cross", "undecided": "question", "unfinished": "half"}


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """One line and what was ``found`` of it, empty where that is not known; ``sign`` is the name of an icon,
    ``words`` say the same. ``explanation`` and ``witness`` stand at the first line that is not right."""

    line: LineReading
    found: str = ""
    sign: str = ""
    words: str = ""
    explanation: SafeString = field(default_factory=SafeString)
    witness: str = ""


@dataclass(frozen=True, slots=True)
class MarkedLines:
    """The lines of a working; ``earned`` is a sentence where a part of the steps counts, ``explains`` that
    one of the lines says why."""

    lines: tuple[MarkedLine, ...] = ()
    earned: str = ""
    explains: bool = False


def marked_lines(
    part: PartView, reason: Mapping[str, Any], *, explanation: SafeString, witness: str
) -> MarkedLines:
    """The lines of ``part`` as its mark's ``reason`` tells them; ``explanation`` and ``witness`` are its
    sentences. Of other kinds there are none."""
    values = reason.get("values") or {}
    found = {step["line"]: str(step["found"]) for step in values.get("steps") or ()}
    lines = [_marked(line, found.get(line.number, "")) for line in part.lines.lines]
    at = values.get("line") if found and (explanation or witness) else None
    said = [
        replace(marked, explanation=explanation, witness=witness) if marked.line.number == at else marked
        for marked in lines
    ]
    return MarkedLines(tuple(said), earned=_earned(values), explains=said != lines)


def _marked(line: LineReading, found: str) -> MarkedLine:
    words = str(WORDS[found]) if found in WORDS else ""
    return MarkedLine(line, found, SIGNS.get(found, ""), words)


def _earned(values: Mapping[str, Any]) -> str:
    """How many steps of the model the right lines count for; nothing where every line is right."""
    if not values.get("steps") or "of" not in values:
        return ""
    return _("%(right)d of %(of)d steps count.") % {"right": values["right"], "of": values["of"]}
