"""Where the formulas of a text are: Markdown with ``$…$`` and ``$$…$$``, and code between backticks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from grading.engine.variants.errors import ParameterError, place

__all__ = ["Piece", "split_text"]

_MARK = re.compile(r"\\.|(?P<ticks>`+)|(?P<dollars>\$\$?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text. ``text`` is a formula without its dollars, code with its backticks;
    ``start`` is the index of ``text`` in the whole."""

    kind: Literal["prose", "code", "inline", "display"]
    text: str
    start: int


def split_text(text: str) -> list[Piece]:
    """The pieces of ``text`` in order, without empty prose.

    Every ``$`` outside code is a delimiter unless a backslash stands before it. A formula that is not
    closed raises ParameterError "unclosed_formula".
    """
    pieces: list[Piece] = []
    end = 0
    while piece := _next_marked(text, end):
        before = piece.start - _width(piece)
        if before > end:
            pieces.append(Piece("prose", text[end:before], end))
        pieces.append(piece)
        end = piece.start + len(piece.text) + _width(piece)
    if end < len(text):
        pieces.append(Piece("prose", text[end:], end))
    return pieces


def _width(piece: Piece) -> int:
    """How many dollars stand on each side of a piece."""
    return {"inline": 1, "display": 2}.get(piece.kind, 0)


def _next_marked(text: str, position: int) -> Piece | None:
    """The first formula or code at or after ``position``."""
    for mark in _MARK.finditer(text, position):
        if mark["dollars"]:
            return _formula(text, mark)
        if mark["ticks"] and (code := _code(text, mark)):
            return code
    return None


def _formula(text: str, mark: re.Match[str]) -> Piece:
    dollars = mark["dollars"]
    closing = re.compile(rf"(?:\\.|[^\\$]{'' if len(dollars) == 1 else '|[$](?![$])'})*", re.DOTALL)
    body = closing.match(text, mark.end())
    end = body.end() if body else mark.end()
    if not text.startswith(dollars, end):
        raise ParameterError("unclosed_formula", *place(text, mark.start()))
    return Piece("inline" if len(dollars) == 1 else "display", text[mark.end() : end], mark.end())


def _code(text: str, mark: re.Match[str]) -> Piece | None:
    """Code runs to the next run of as many backticks; without one the backticks are ordinary."""
    closing = re.compile(rf"(?<!`)`{{{len(mark['ticks'])}}}(?!`)").search(text, mark.end())
    if closing is None:
        return None
    return Piece("code", text[mark.start() : closing.end()], mark.start())
