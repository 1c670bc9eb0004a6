"""How a working was read, line by line, ready for a page. Nothing here says whether a line is right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from grading.engine import ReadError, Symbols, divides_by_zero, read
from grading.engine.judging.steps import MOST_LINES, Piece, cut_lines
from grading.readings import Place, Reading, read_for_page
from grading.responses import TextResponse
from grading.wording import word_reading_error

__all__ = ["LineReading", "LinesReading", "read_lines_for_page"]


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line that says something: ``number`` counts them from 1, ``row`` the rows of the field from 0;
    ``text`` is its mathematics as typed; ``continues`` that a sign of equality stands before it."""

    number: int
    row: int
    text: str
    continues: bool
    reading: Reading


@dataclass(frozen=True, slots=True)
class LinesReading:
    """The lines, and a sentence where there are too many of them or none that says anything."""

    lines: tuple[LineReading, ...] = ()
    error: str = ""


def read_lines_for_page(response: TextResponse, *, symbols: Symbols) -> LinesReading:
    """The lines of what was typed as marking will read them: what it will call unreadable has an error."""
    text = response.text.replace("\r\n", "\n")
    pieces = tuple(islice(cut_lines(text), MOST_LINES + 1))
    if not pieces:
        return LinesReading(error="" if response.is_empty else word_reading_error("empty", {}))
    lines = tuple(
        LineReading(
            number=piece.number,
            row=text.count("\n", 0, piece.start),
            text=piece.text.strip(),
            continues=piece.continues,
            reading=_read_line(piece, text, response, symbols),
        )
        for piece in pieces[:MOST_LINES]
    )
    too_many = word_reading_error("too_many_lines", {}) if len(pieces) > MOST_LINES else ""
    return LinesReading(lines, error=too_many)


def _read_line(piece: Piece, whole: str, response: TextResponse, symbols: Symbols) -> Reading:
    """Blanks stand for what is before the mathematics: places are counted from where the line begins."""
    column = piece.start - whole.rfind("\n", 0, piece.start) - 1
    padded = " " * column + piece.text
    reading = read_for_page(padded, symbols=symbols, notation=response.notation, locale=response.locale)
    if reading.place is not None:
        return replace(reading, place=_without_blanks(reading.place))
    if reading.math and _divides_by_zero(piece.text, response, symbols):
        return Reading(error=word_reading_error("division_by_zero", {}))
    return reading


def _without_blanks(place: Place) -> Place:
    return replace(place, before=place.before.lstrip(" …"))


def _divides_by_zero(text: str, response: TextResponse, symbols: Symbols) -> bool:
    try:
        tree = read(text, symbols=symbols, notation=response.notation, locale=response.locale)
    except ReadError:
        return False
    return divides_by_zero(tree)
