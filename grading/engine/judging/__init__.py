"""The tests by their names: equality and readability here, each further family in its own module.

A judge gets a :class:`Case` and returns a verdict. It may raise ReadError for a student's text, which
``judge`` turns into ``unreadable``, and OptionsError for a test that cannot be used as it is set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from grading.engine.equality import compare
from grading.engine.judging import calculus, figures, forms, steps, units
from grading.engine.judging.case import Case, Judge, OptionsError, bare
from grading.engine.judging.units.texts import with_units
from grading.engine.reading import ReadError, read
from grading.engine.verdict import Outcome, Reason, Verdict

__all__ = ["TESTS", "Case", "Judge", "OptionsError", "judge", "with_units"]


def judge(test: str, case: Case) -> Verdict:
    """The verdict of one test; ``undecided`` (``test_not_available``) for a name that there is not.

    Raises OptionsError when key or options do not suit the test.
    """
    chosen = TESTS.get(test)
    if chosen is None:
        return bare(Outcome.UNDECIDED, Reason("test_not_available", {"test": test}))
    try:
        return chosen(case)
    except ReadError as error:
        return bare(Outcome.UNREADABLE, Reason(error.code, {**error.values, "position": error.position}))


def _judge_equal(case: Case) -> Verdict:
    case = _with_logarithm(case)
    expected = case.expected
    return compare(case.answer, expected, symbols=case.symbols)


def _judge_readable(case: Case) -> Verdict:
    case = _with_logarithm(case)
    read(case.student, symbols=case.symbols, notation=case.notation, locale=case.locale)
    return bare(Outcome.CORRECT, Reason("readable"))


def _with_logarithm(case: Case) -> Case:
    """``log=e`` and ``log=10`` say what a bare ``log`` means."""
    words = case.options.replace(",", " ").split()
    natural = "log=e" in words or (case.symbols.natural_log and "log=10" not in words)
    if natural == case.symbols.natural_log:
        return case
    return replace(case, symbols=replace(case.symbols, natural_log=natural))


TESTS: Final[Mapping[str, Judge]] = {
    "equal": _judge_equal,
    "readable": _judge_readable,
    **calculus.TESTS,
    **figures.TESTS,
    **forms.TESTS,
    **steps.TESTS,
    **units.TESTS,
}
