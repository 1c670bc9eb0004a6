"""From two texts to a verdict, by the name of a test and its options."""

from __future__ import annotations

from grading.engine.equality import NO_SYMBOLS
from grading.engine.judging import Case, judge
from grading.engine.symbols import Symbols
from grading.engine.verdict import Verdict

__all__ = ["equal"]


def equal(
    student: str, key: str, *, test: str = "equal", options: str = "", symbols: Symbols = NO_SYMBOLS
) -> Verdict:
    """Read both and apply ``test``, by default mathematical equality.

    ``options`` is the option string of the test: for ``equal``, ``log=e`` or ``log=10`` says what a bare
    ``log`` means. A student's text that cannot be read is ``unreadable`` with the code, position and
    values of its error; a key or options that do not suit the test raise :class:`OptionsError`. A test
    that does not exist here is ``undecided`` (``test_not_available``).
    """
    return judge(test, Case(student=student, key=key, options=options, symbols=symbols))
