"""How an answer was read, ready for a page: mathematics, or a sentence that says what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from grading.engine import Outcome, ReadError, Symbols, read, write_latex
from grading.formulas import RenderError, render_formula
from grading.keys import IntegerKey, Key, NumberKey
from grading.marking import mark_response
from grading.responses import TextResponse
from grading.wording import word_reading_error, word_reason

__all__ = ["Reading", "read_answer_for_page", "read_for_page"]

# Any key of the kind tells whether an answer is a number at all; what it is compared with does not matter.
ANY_KEY: dict[str, Key] = {"integer": IntegerKey(value="0"), "number": NumberKey(value="0", absolute="0")}


@dataclass(frozen=True, slots=True)
class Reading:
    """Exactly one of ``math`` (safe MathML) and ``error`` (a sentence) is not empty, or neither is when
    nothing is written."""

    math: SafeString = field(default_factory=SafeString)
    error: str = ""


def read_for_page(text: str, *, symbols: Symbols, notation: str = "plain", locale: str = "ko") -> Reading:
    """The reading of ``text`` as the marking would read it."""
    if not text.strip():
        return Reading()
    try:
        tree = read(text, symbols=symbols, notation=notation, locale=locale)
        return Reading(math=SafeString(render_formula(write_latex(tree))))
    except ReadError as error:
        return Reading(error=word_reading_error(error.code, {**error.values, "position": error.position}))
    except RenderError:
        return Reading(error=word_reading_error("too_long", {}))


def read_answer_for_page(response: TextResponse, *, kind: str, symbols: Symbols) -> Reading:
    """The reading of what was typed for a part of ``kind``: what marking will call unreadable has an error
    here, so that it can be said before a student hands in."""
    if response.is_empty:
        return Reading()
    if kind in ANY_KEY:
        verdict = mark_response(ANY_KEY[kind], response, symbols=symbols)
        if verdict.outcome is Outcome.UNREADABLE:
            reason = {"code": verdict.reason.code, "values": verdict.reason.values}
            return Reading(error=word_reason(verdict.outcome.value, reason))
    return read_for_page(response.text, symbols=symbols, notation=response.notation, locale=response.locale)
