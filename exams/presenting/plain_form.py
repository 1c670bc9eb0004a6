"""What the exam page posts without JavaScript: the answer to the question in view, as fields of a form."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict

from exams.errors import Refused
from exams.presenting.questions import field_name, reader_language, stem_field_name
from exams.shapes import LayoutItem, LayoutPart, ResponseValue
from grading.kinds import KINDS
from grading.responses import (
    LONGEST_BLANK,
    LONGEST_BRIEF_TEXT,
    LONGEST_TEXT,
    BlanksResponse,
    ChoiceResponse,
    MatchResponse,
    PartResponse,
    TextResponse,
)

__all__ = ["form_position", "form_response", "form_revision", "is_field_of"]


def form_position(data: QueryDict) -> int:
    """The question in view; 0 when the form names none."""
    return _number(data.get("position", ""), digits=4)


def form_revision(data: QueryDict, position: int) -> int:
    """The revision over which the answer was typed; 0 for none."""
    return _number(data.get(f"q{position}-revision", ""), digits=8)


def is_field_of(name: str, position: int) -> bool:
    """Whether the field belongs to the question at ``position``."""
    return name.startswith(f"q{position}-")


def _number(raw: str, *, digits: int) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= digits else 0


def form_response(data: QueryDict, item: LayoutItem) -> ResponseValue:
    """What the plain form of one question says. Raises Refused ``unknown_option``."""
    return ResponseValue(parts={part.id: _form_part(data, item.position, part) for part in item.parts})


def _form_part(data: QueryDict, position: int, part: LayoutPart) -> PartResponse:
    name = field_name(position, part.id)
    if part.stems:
        given = {
            stem: text
            for stem in part.stems
            if (text := data.get(stem_field_name(position, part.id, stem), ""))
        }
        if KINDS[part.kind].answered_by == "blanks":
            typed = {blank: text[:LONGEST_BLANK] for blank, text in given.items()}
            return BlanksResponse(blanks=typed, locale=reader_language())
        _check_known(given.values(), part)
        return MatchResponse(match=given)
    if part.options:
        picked = data.getlist(name)
        _check_known(picked, part)
        return ChoiceResponse(choice=tuple(picked[: len(part.options)]))
    longest = LONGEST_TEXT if part.kind == "essay" else LONGEST_BRIEF_TEXT
    # A browser sends line breaks of a form as CR LF; a script sends LF, and the answer is the same.
    text = data.get(name, "").replace("\r\n", "\n")
    return TextResponse(text=text[:longest], locale=reader_language())


def _check_known(picked: Iterable[str], part: LayoutPart) -> None:
    unknown = [option for option in picked if option not in part.options]
    if unknown:
        raise Refused("unknown_option", option=unknown[0][:40])
