"""Two things said at once: is the answer right at all, and has it the form that is asked for.

The verdict of a test of form is one of:

- correct, with the code of the form (``factored``);
- incorrect with ``"equal": false`` among the values: another value than the key, with the reason and the
  witness of the comparison;
- incorrect with ``"equal": true`` (``null`` when that is not decided): the code names what breaks the form
  (``not_factored``) and ``part`` is where;
- undecided, when the value or the form is not known within the budget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from grading.engine.cost import TooCostlyError, check
from grading.engine.equality import compare
from grading.engine.equality.trees import kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.exact.field import NoFormError, UndefinedError
from grading.engine.judging.case import Case
from grading.engine.nodes import Node
from grading.engine.verdict import Outcome, Reason, Verdict
from grading.engine.writing import write_plain

__all__ = ["Breach", "Look", "breach", "in_form", "only_form"]


@dataclass(frozen=True, slots=True)
class Breach:
    """What breaks a form: its code, and the values of its sentence (``part`` is the text of the place)."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


# What breaks a form in a tree, or nothing. May raise NoFormError, UndefinedError and TooCostlyError.
Look = Callable[[Node], Breach | None]


def breach(code: str, part: Node, **values: Any) -> Breach:
    """A breach at ``part``."""
    return Breach(code, {"part": write_plain(part), **values})


def in_form(case: Case, look: Look, *, form: str) -> Verdict:
    """Correct (``form``) when the answer is equal to the key and ``look`` finds nothing in it."""
    answer = case.answer
    equality = compare(answer, case.expected, symbols=case.symbols)
    if equality.outcome in (Outcome.INCORRECT, Outcome.UNREADABLE):
        return _again(
            equality, Outcome.INCORRECT, equality.reason.code, {**equality.reason.values, "equal": False}
        )
    equal = True if equality.outcome is Outcome.CORRECT else None
    found = _broken(answer, look)
    if isinstance(found, Reason):
        return _again(equality, Outcome.UNDECIDED, found.code, {**found.values, "equal": equal})
    if found is not None:
        return _again(equality, Outcome.INCORRECT, found.code, {**found.values, "equal": equal})
    return _again(equality, Outcome.CORRECT, form, {}) if equal else equality


def only_form(case: Case, look: Look, *, form: str, of_values: bool = True) -> Verdict:
    """Correct (``form``) when ``look`` finds nothing in the answer. A key is read but not compared.

    ``of_values``: only expressions have the form; otherwise equations, sets and the rest may have it, too.
    """
    answer = case.answer
    readings = Readings(answer, case.expected if case.key.strip() else answer)
    met = kind_of(answer)
    if of_values and met != "expression":
        return readings.incorrect("expression_expected", {"met": met}, method="exact")
    found = _broken(answer, look)
    if isinstance(found, Reason):
        return readings.undecided(found.code, found.values)
    if found is not None:
        return readings.incorrect(found.code, found.values, method="exact")
    return readings.correct(form, method="exact")


def _broken(answer: Node, look: Look) -> Breach | Reason | None:
    """What ``look`` finds, or the reason why it cannot say."""
    try:
        check(answer)
        return look(answer)
    except TooCostlyError as error:
        return Reason("too_costly", {"measure": error.measure})
    except (NoFormError, UndefinedError):
        return Reason("undecided")


def _again(verdict: Verdict, outcome: Outcome, code: str, values: Mapping[str, Any]) -> Verdict:
    """``verdict`` with its certificate and witness, but another outcome and reason."""
    return replace(
        verdict, outcome=outcome, credit=Fraction(outcome is Outcome.CORRECT), reason=Reason(code, values)
    )
