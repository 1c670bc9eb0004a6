"""Significant figures: how many are written, and whether they are right.

Convention. The key is rounded to the figures that count, a tie away from zero; the answer is rounded to
as many, a tie away from zero or to the even digit, as both rules are in use. They must be less than
half a unit of the key's last place apart. So 9.8 has two figures and is accepted for 10.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.trees import kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.judging.figures.options import Wanted, wanted_figures, wanted_places
from grading.engine.judging.figures.refusals import has_no_value, number_refusal, readings_of
from grading.engine.judging.figures.rounding import (
    Settled,
    away_from_zero,
    last_place,
    magnitude,
    roundings,
    settled,
)
from grading.engine.judging.figures.spelling import Spelling, read_number, spelling_of, with_powers_of_ten
from grading.engine.nodes import Node
from grading.engine.verdict import ENGINE_VERSION, Outcome, Reason, Verdict
from grading.engine.writing import write_plain

__all__ = ["figures_verdict", "judge_significant_figures", "judge_significant_figures_strict"]

HALF = Fraction(1, 2)


def judge_significant_figures(case: Case) -> Verdict:
    """Whether the answer has the figures that are asked for, and they are those of the key.

    Trailing zeros without a point may or may not count: ``100`` is right for 1, 2 and 3 figures.
    """
    wanted = wanted_figures(with_powers_of_ten(case))
    case, answer = read_number(case)
    if wanted.accuracy is None:
        return _by_spelling(answer, wanted.figures, least=False)
    readings = readings_of(case, answer)
    refusal = number_refusal(readings)
    return refusal or figures_verdict(readings, answer, readings.key, wanted)


def judge_significant_figures_strict(case: Case) -> Verdict:
    """Whether the answer has exactly the figures that are asked for; its value is not looked at.

    Trailing zeros without a point do not count: one hundred to three figures is ``100.`` or ``1.00e2``.
    """
    count = wanted_places(with_powers_of_ten(case), "figures_expected")
    _, answer = read_number(case)
    return _by_spelling(answer, count, least=True)


def figures_verdict(readings: Readings, number: Node, key: Node, wanted: Wanted) -> Verdict:
    """Whether the typed ``number`` is the number ``key`` as it is ``wanted``.

    ``readings`` are the whole answer and the whole key, which the certificate shows. ``key`` must have
    been checked to be a real number.
    """
    spelling = spelling_of(number)
    if spelling is None:
        return readings.incorrect("figures_hidden", {"text": write_plain(number)}, method="exact")
    figures = _figures_reason(spelling, wanted)
    if wanted.accuracy is None:
        return _said(readings, figures, Settled(None))
    accuracy = wanted.accuracy
    try:
        check(number)
        found = settled(key, lambda value: _target(value, accuracy))
        if found is None:
            return readings.undecided("undecided")
        reason = _value_reason(spelling, key, found.answer, wanted.accuracy) or figures
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    return _said(readings, reason, found)


def _said(readings: Readings, reason: Reason, found: Settled[Any]) -> Verdict:
    say = readings.correct if reason.code == "right_figures" else readings.incorrect
    return say(reason.code, reason.values, method=found.method, finding=found.finding)


def _by_spelling(answer: Node, count: int, *, least: bool) -> Verdict:
    """The verdict on figures alone; the key has no part in it."""
    certificate = {"engine": ENGINE_VERSION, "student": write_plain(answer), "method": "exact"}
    refusal = _refusal(answer)
    if refusal is not None:
        return Verdict(Outcome.UNREADABLE, Fraction(0), refusal, None, certificate)
    spelling = spelling_of(answer)
    if spelling is None:
        reason = Reason("figures_hidden", {"text": write_plain(answer)})
    elif least:
        reason = _count_reason(spelling.least_figures, spelling.least_figures, count)
    else:
        reason = _count_reason(spelling.least_figures, spelling.most_figures, count)
    is_right = reason.code == "right_figures"
    outcome = Outcome.CORRECT if is_right else Outcome.INCORRECT
    return Verdict(outcome, Fraction(int(is_right)), reason, None, certificate)


def _refusal(answer: Node) -> Reason | None:
    """Why there is no number whose figures could be counted."""
    if kind_of(answer) != "expression":
        return Reason("number_expected", {"met": kind_of(answer)})
    return Reason("no_value", {"text": write_plain(answer)}) if has_no_value(answer) else None


def _figures_reason(spelling: Spelling, wanted: Wanted) -> Reason:
    most = spelling.most_figures
    least = min(spelling.least_figures, wanted.figures) if wanted.at_least else spelling.least_figures
    return _count_reason(least, most, wanted.figures)


def _count_reason(least: int, most: int, asked: int) -> Reason:
    if most < asked:
        return Reason("too_few_figures", {"figures": most, "asked": asked})
    if least > asked:
        return Reason("too_many_figures", {"figures": least, "asked": asked})
    return Reason("right_figures", {"figures": asked})


def _target(value: Fraction, figures: int) -> tuple[Fraction, Fraction]:
    """The key to ``figures``, and what its last place is worth."""
    unit = last_place(value, figures)
    return away_from_zero(value, unit), unit


def _value_reason(
    spelling: Spelling, key: Node, target: tuple[Fraction, Fraction], figures: int
) -> Reason | None:
    """What is wrong with the value; nothing when it is right, as far as it is written."""
    if _is_close(spelling.value, target, figures) or _is_coarser(spelling, key, figures):
        return None
    expected, unit = target
    if _is_close(-spelling.value, target, figures):
        return Reason("wrong_sign")
    if expected and spelling.value:
        shift = magnitude(expected) - magnitude(spelling.value)
        moved = [replace(spelling, exponent=spelling.exponent + by) for by in (shift, shift - 1, shift + 1)]
        if any(_is_close(each.value, target, figures) for each in moved):
            return Reason("wrong_power_of_ten")
    if _is_rounded_wrongly(spelling.value, key, expected, unit):
        return Reason("rounded_wrongly")
    return Reason("different_number")


def _is_close(value: Fraction, target: tuple[Fraction, Fraction], figures: int) -> bool:
    expected, unit = target
    candidates = roundings(value, last_place(value, figures))
    return any(each == expected or abs(each - expected) < unit * HALF for each in candidates)


def _is_coarser(spelling: Spelling, key: Node, figures: int) -> bool:
    """Whether this is the key, rounded to fewer figures than count."""
    written = spelling.most_figures
    found = settled(key, lambda value: _target(value, written)[0]) if written < figures else None
    return found is not None and found.answer == spelling.value


def _is_rounded_wrongly(value: Fraction, key: Node, expected: Fraction, unit: Fraction) -> bool:
    """Whether ``value`` is the other one of the two neighbours that the key could be rounded to."""
    if abs(value - expected) != unit:
        return False
    between = settled(key, lambda number: (number > value - unit, number < value + unit))
    return between is not None and between.answer == (True, True)
