"""One answer to be judged by a test: its texts, how they are read, and how a refusal is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from grading.engine.exact.zeros import divides_by_zero
from grading.engine.nodes import Node
from grading.engine.reading import ReadError, read
from grading.engine.symbols import Symbols
from grading.engine.verdict import ENGINE_VERSION, Outcome, Reason, Verdict

__all__ = ["Case", "Judge", "OptionsError", "bare"]


class OptionsError(Exception):
    """A test cannot be used as it is set: its options or its key do not suit it.

    ``code`` says what is wrong (``figures_expected``, ``variable_expected`` …), ``values`` what was met.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Case:
    """The texts of one row. A judge reads of them what its test needs.

    ``options`` is the option string of the test; what it means is the judge's business. ``notation`` and
    ``locale`` are those in which the student typed; with ``is_own_key`` the answer stands for the key, too,
    so that only its form is judged.
    """

    student: str
    key: str
    options: str
    symbols: Symbols
    notation: str = "auto"
    locale: str = "en"
    is_own_key: bool = False

    @cached_property
    def answer(self) -> Node:
        """What the student wrote. Raises ReadError."""
        return self.read_typed(self.student)

    @cached_property
    def expected(self) -> Node:
        """The key. Raises OptionsError ``key_…`` with the values of the error of reading."""
        if self.is_own_key:
            return self.answer
        try:
            return _read_once(self.key, self.symbols)
        except ReadError as error:
            values = {**error.values, "position": error.position, "key": self.key}
            raise OptionsError(f"key_{error.code}", **values) from error

    def read(self, text: str) -> Node:
        """A text of the author's, in plain text or LaTeX, as the letters of this row are read.

        Raises ReadError; ``division_by_zero`` where a number that is exactly zero stands below a line: such a
        text has no value that could be right or wrong.
        """
        return _read(text, self.symbols)

    def read_typed(self, text: str) -> Node:
        """The same for a text of the student's, in the notation in which it was typed."""
        return _read(text, self.symbols, notation=self.notation, locale=self.locale)


def _read(text: str, symbols: Symbols, *, notation: str = "auto", locale: str = "en") -> Node:
    node = read(text, symbols=symbols, notation=notation, locale=locale)
    if divides_by_zero(node):
        raise ReadError("division_by_zero", 0)
    return node


# The key of a question is the same for every answer to it.
_read_once = lru_cache(maxsize=512)(_read)


Judge = Callable[[Case], Verdict]


def bare(outcome: Outcome, reason: Reason) -> Verdict:
    """A verdict that was reached without comparing anything."""
    credit = Fraction(1 if outcome is Outcome.CORRECT else 0)
    return Verdict(outcome, credit, reason, None, {"engine": ENGINE_VERSION, "method": "none"})
