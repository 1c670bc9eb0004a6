"""From two texts to a verdict, by the name of a test and its options."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from grading.engine.equality import NO_SYMBOLS, compare
from grading.engine.reading import ReadError, read
from grading.engine.symbols import Symbols
from grading.engine.verdict import ENGINE_VERSION, Outcome, Reason, Verdict

__all__ = ["equal"]


def equal(
    student: str, key: str, *, test: str = "equal", options: str = "", symbols: Symbols = NO_SYMBOLS
) -> Verdict:
    """Read both and apply ``test``: ``equal``, or ``readable`` (``key`` is then not used).

    ``options``: ``log=e`` or ``log=10`` says what a bare ``log`` means. A student's text that cannot be
    read is ``unreadable`` with the code, position and values of its error; a key that cannot be read
    raises :class:`ReadError`. A test that does not exist here is ``undecided`` (``test_not_available``).
    """
    if test not in ("equal", "readable"):
        return _bare(Outcome.UNDECIDED, Reason("test_not_available", {"test": test}))
    symbols = _with_options(symbols, options)
    expected = read(key, symbols=symbols) if test == "equal" else None
    try:
        answer = read(student, symbols=symbols)
    except ReadError as error:
        return _bare(Outcome.UNREADABLE, Reason(error.code, {**error.values, "position": error.position}))
    if expected is None:
        return _bare(Outcome.CORRECT, Reason("readable"))
    return compare(answer, expected, symbols=symbols)


def _with_options(symbols: Symbols, options: str) -> Symbols:
    words = options.replace(",", " ").split()
    if "log=e" in words:
        return replace(symbols, natural_log=True)
    return replace(symbols, natural_log=False) if "log=10" in words else symbols


def _bare(outcome: Outcome, reason: Reason) -> Verdict:
    """A verdict that was reached without comparing anything."""
    credit = Fraction(1 if outcome is Outcome.CORRECT else 0)
    return Verdict(outcome, credit, reason, None, {"engine": ENGINE_VERSION, "method": "none"})
