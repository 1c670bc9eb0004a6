"""The lines of a working, each with the place where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from grading.engine.judging.case import Case
from grading.engine.nodes import Node
from grading.engine.reading import ReadError

__all__ = ["MOST_LINES", "Line", "read_lines"]

MOST_LINES: Final = 12
# What stands between two lines; a sign of equality at the beginning goes on with the expression before.
BETWEEN: Final = re.compile(r"\n|⇒|⟹|⇔|⟺")
CONTINUES: Final = re.compile(r"\s*=")


@dataclass(frozen=True, slots=True)
class Line:
    """``number`` counts the lines that are not empty from 1."""

    number: int
    node: Node


def read_lines(case: Case) -> list[Line]:
    """The lines of the student's text as trees.

    Raises ReadError with the number of the ``line`` among its values and the position in the whole text:
    ``empty`` when there is none, ``too_many_lines`` beyond MOST_LINES.
    """
    pieces = list(_pieces(case.student))
    if not pieces:
        raise ReadError("empty", 0)
    if len(pieces) > MOST_LINES:
        raise ReadError("too_many_lines", pieces[MOST_LINES][0], limit=MOST_LINES)
    return [Line(number, _read(case, start, text, number)) for number, (start, text) in enumerate(pieces, 1)]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with the index at which it begins."""
    start = 0
    for end, after in [*((found.start(), found.end()) for found in BETWEEN.finditer(text)), (len(text), 0)]:
        line = text[start:end]
        sign = CONTINUES.match(line)
        skipped = sign.end() if sign else 0
        if line[skipped:].strip():
            yield start + skipped, line[skipped:]
        start = after


def _read(case: Case, start: int, text: str, number: int) -> Node:
    try:
        return case.read(text)
    except ReadError as error:
        raise ReadError(error.code, start + error.position, **{**error.values, "line": number}) from error
