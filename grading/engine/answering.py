"""From texts to a verdict, by the name of a test and its options."""

from __future__ import annotations

from grading.engine.equality import NO_SYMBOLS
from grading.engine.judging import Case, judge, with_units
from grading.engine.nodes import Node
from grading.engine.symbols import Symbols
from grading.engine.verdict import Verdict

__all__ = ["equal", "look_alone", "read_quantity"]


def equal(
    student: str,
    key: str,
    *,
    test: str = "equal",
    options: str = "",
    symbols: Symbols = NO_SYMBOLS,
    notation: str = "auto",
    locale: str = "en",
) -> Verdict:
    """Read both and apply ``test``, by default mathematical equality.

    ``options`` is the option string of the test: for ``equal``, ``log=e`` or ``log=10`` says what a bare
    ``log`` means. ``notation`` and ``locale`` are those of the student's text, as for ``read``. A student's
    text that cannot be read is ``unreadable`` with the code, position and values of its error; a key or
    options that do not suit the test raise :class:`OptionsError`. A test that does not exist here is
    ``undecided`` (``test_not_available``).
    """
    case = Case(student, key, options, symbols, notation=notation, locale=locale)
    return judge(test, case)


def look_alone(
    text: str,
    *,
    test: str,
    options: str = "",
    symbols: Symbols = NO_SYMBOLS,
    notation: str = "auto",
    locale: str = "en",
) -> Verdict:
    """Apply ``test`` to ``text`` alone: it stands for the key as well, so that nothing but its form is
    judged. Otherwise as :func:`equal`."""
    case = Case(text, text, options, symbols, notation=notation, locale=locale, is_own_key=True)
    return judge(test, case)


def read_quantity(
    text: str, *, symbols: Symbols = NO_SYMBOLS, notation: str = "auto", locale: str = "en"
) -> Node:
    """The tree of a number with a unit, whose letters are names of units. Raises ReadError, as ``read``."""
    return with_units(Case(text, "", "", symbols, notation=notation, locale=locale)).answer
