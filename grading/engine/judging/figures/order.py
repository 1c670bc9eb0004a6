"""Which of two numbers is greater."""

from __future__ import annotations

from fractions import Fraction

from grading.engine.cost import TooCostlyError, check
from grading.engine.equality import compare
from grading.engine.equality.trees import infinite_sign, survey
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.judging.figures.refusals import number_refusal, readings_of
from grading.engine.judging.figures.rounding import MOST_EXACT_BITS, Settled, settled
from grading.engine.judging.figures.spelling import with_powers_of_ten
from grading.engine.nodes import Negate, Sum
from grading.engine.verdict import Outcome, Reason, Verdict

__all__ = ["judge_greater", "judge_greater_or_equal"]


def judge_greater(case: Case) -> Verdict:
    """Whether the answer is greater than the key; no options."""
    return _judge(case, frozenset({1}))


def judge_greater_or_equal(case: Case) -> Verdict:
    """Whether the answer is greater than the key or equal to it; no options."""
    return _judge(case, frozenset({0, 1}))


def _judge(case: Case, right: frozenset[int]) -> Verdict:
    case = with_powers_of_ten(case)
    readings = readings_of(case, case.answer)
    refusal = number_refusal(readings)
    if refusal is not None:
        return refusal
    if survey(readings.student).special:
        sign = infinite_sign(readings.student)
        return _said(readings, Settled(sign), right) if sign else readings.undecided("not_compared")
    difference = Sum((readings.student, Negate(readings.key)))
    try:
        cost = check(difference)
        found = settled(difference, _sign)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    if found is not None:
        return _said(readings, found, right)
    if cost.bits > MOST_EXACT_BITS:
        return readings.undecided("too_costly", {"measure": "bits"})
    # Balls never tell two equal numbers from two that are close.
    equality = compare(readings.student, readings.key, symbols=case.symbols)
    if equality.outcome is Outcome.CORRECT and 0 in right:
        return equality
    return readings.undecided("undecided")


def _said(readings: Readings, found: Settled[int], right: frozenset[int]) -> Verdict:
    say = readings.correct if found.answer in right else readings.incorrect
    return say(_order(found.answer).code, method=found.method, finding=found.finding)


def _order(sign: int) -> Reason:
    """How the answer stands to the key."""
    if sign > 0:
        return Reason("greater_than_key")
    return Reason("less_than_key") if sign < 0 else Reason("equal_to_key")


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
