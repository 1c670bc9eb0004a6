"""Decimal places: how many are written, and whether the number is the key rounded to them."""

from __future__ import annotations

import math
from fractions import Fraction

from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.judging.figures.options import wanted_places
from grading.engine.judging.figures.refusals import number_refusal, readings_of
from grading.engine.judging.figures.rounding import away_from_zero, settled
from grading.engine.judging.figures.spelling import Spelling, read_number, spelling_of, with_powers_of_ten
from grading.engine.verdict import Reason, Verdict
from grading.engine.writing import write_plain

__all__ = ["judge_decimal_places"]


def judge_decimal_places(case: Case) -> Verdict:
    """Whether the answer is the key rounded to so many places, a tie away from zero, and shows them all."""
    count = wanted_places(with_powers_of_ten(case))
    case, answer = read_number(case)
    readings = readings_of(case, answer)
    refusal = number_refusal(readings)
    if refusal is not None:
        return refusal
    spelling = spelling_of(answer)
    if spelling is None:
        return readings.incorrect("figures_hidden", {"text": write_plain(answer)}, method="exact")
    return _places_verdict(readings, spelling, count)


def _places_verdict(readings: Readings, spelling: Spelling, count: int) -> Verdict:
    """The value first, as far as it is written: with too few places it may still be the right number."""
    unit = Fraction(1, 10 ** min(spelling.places, count))
    try:
        check(readings.student)
        found = settled(readings.key, lambda value: (away_from_zero(value, unit), math.floor(value / unit)))
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    if found is None:
        return readings.undecided("undecided")
    expected, below = found.answer
    value = away_from_zero(spelling.value, unit)
    if value == expected:
        reason = _places_reason(spelling.places, count)
    elif value in (below * unit, (below + 1) * unit):
        reason = Reason("rounded_wrongly")
    else:
        reason = Reason("wrong_sign" if value == -expected else "different_number")
    say = readings.correct if reason.code == "right_places" else readings.incorrect
    return say(reason.code, reason.values, method=found.method, finding=found.finding)


def _places_reason(places: int, asked: int) -> Reason:
    if places == asked:
        return Reason("right_places", {"places": places})
    return Reason(
        "too_few_places" if places < asked else "too_many_places", {"places": places, "asked": asked}
    )
