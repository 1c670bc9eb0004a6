"""What was typed as a formula: its tree, in the notation in which it was typed, or why it cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from grading.engine import Node, Outcome, ReadError, Reason, Symbols, Verdict, equal, read
from grading.keys import FormedKey, hold_to_forms, why_no_answer
from grading.marking.judging import typed_by, unreadable
from grading.responses import PartResponse, TextResponse

__all__ = ["Typed", "read_key", "typed", "unread_if_wrong_kind"]

WRONG_KIND: Final = frozenset({Outcome.INCORRECT, Outcome.UNREADABLE})
DECIMAL_COMMA: Final = re.compile(r"[0-9]+,[0-9]+")
SEVERAL: Final = frozenset({"set", "list", "tuple"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it was typed, and the letters it may use."""

    text: str
    notation: str
    locale: str
    symbols: Symbols

    def read(self) -> Node | Verdict:
        """The tree, or the verdict that it cannot be read as an answer, and where."""
        try:
            tree = read(self.text, symbols=self.symbols, notation=self.notation, locale=self.locale)
        except ReadError as error:
            return unreadable(error.code, position=error.position, **error.values)
        code = why_no_answer(tree)
        return unreadable(code) if code else tree

    def judged(self, key: str, *, test: str, options: str) -> Verdict:
        """The verdict of a test of the engine on it; unreadable where it is another kind of object."""
        verdict = equal(
            self.text,
            key,
            test=test,
            options=options,
            symbols=self.symbols,
            notation=self.notation,
            locale=self.locale,
        )
        return unread_if_wrong_kind(verdict, self.text)

    def held_to_forms(self, verdict: Verdict, key: FormedKey) -> Verdict:
        """``verdict`` on its value, and on the forms that ``key`` asks for."""
        return hold_to_forms(
            verdict, key, self.text, symbols=self.symbols, notation=self.notation, locale=self.locale
        )


def typed(response: PartResponse, symbols: Symbols) -> Typed:
    """What a student typed; programs that send options have typed their names in plain text."""
    if isinstance(response, TextResponse):
        return Typed(response.text, response.notation, response.locale, symbols)
    return Typed(typed_by(response), "plain", "ko", symbols)


@lru_cache(maxsize=512)
def read_key(text: str, symbols: Symbols) -> Node:
    """The tree of a key; it is the same for every answer. ``check_key`` has read it before."""
    return read(text, symbols=symbols)


def unread_if_wrong_kind(verdict: Verdict, text: str) -> Verdict:
    """``verdict``, but unreadable where it is incorrect only for being another kind of object.

    A number is provably no equation, and the engine says so. For students it is said before handing in, like
    everything else that cannot be read as what is asked for. Two numbers where ``text`` has a decimal comma
    are likely one: the comma is told.
    """
    if verdict.outcome not in WRONG_KIND or not verdict.reason.code.endswith("_expected"):
        return verdict
    comma = DECIMAL_COMMA.search(text) if verdict.reason.values.get("met") in SEVERAL else None
    values = {**verdict.reason.values, "comma": comma[0]} if comma else verdict.reason.values
    return replace(verdict, outcome=Outcome.UNREADABLE, reason=Reason(verdict.reason.code, values))
