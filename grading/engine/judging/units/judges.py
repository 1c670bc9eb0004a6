"""The tests of quantities: first the unit, then the number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from grading.engine.cost import TooCostlyError, check
from grading.engine.equality import compare, compare_number
from grading.engine.equality.trees import as_meant, kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case, OptionsError
from grading.engine.judging.figures.options import read_tolerance, tolerance_of, wanted_figures
from grading.engine.judging.figures.refusals import check_key_number, has_no_value
from grading.engine.judging.figures.significant import figures_verdict
from grading.engine.judging.units.quantities import (
    ONE,
    NotAQuantityError,
    Quantity,
    converted,
    quantity_of,
    scale_of,
)
from grading.engine.judging.units.table import suggestions, unit_named
from grading.engine.judging.units.texts import with_units
from grading.engine.nodes import Node
from grading.engine.reading import ReadError
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Reason, Verdict
from grading.engine.writing import write_plain

__all__ = ["figures_judge", "tolerance_judge"]

MOST_SUGGESTIONS = 2
PERCENT = {"percent": 1}


@dataclass(frozen=True, slots=True)
class _Pair:
    """Answer and key taken apart; ``readings`` are the whole trees."""

    readings: Readings
    student: Quantity
    key: Quantity
    symbols: Symbols

    @property
    def numbers(self) -> tuple[Node, Node]:
        """The two numbers; a key that is only a unit is once that unit."""
        return self.student.number or ONE, self.key.number or ONE

    @property
    def key_in_unit_of_student(self) -> Node:
        return converted(self.numbers[1], scale_of(self.key.units), scale_of(self.student.units))

    @property
    def student_in_unit_of_key(self) -> Node:
        return converted(self.numbers[0], scale_of(self.student.units), scale_of(self.key.units))


NumberJudge = Callable[[_Pair], Verdict]


def figures_judge(case: Case, *, strict: bool) -> Verdict:
    """Unit and number, the number by significant figures; the options are those of that test.

    The key is converted to the unit of the answer and rounded there. ``strict``: the unit is the key's.
    """
    case = with_units(case)
    wanted = wanted_figures(case)

    def judge_number(pair: _Pair) -> Verdict:
        return figures_verdict(pair.readings, pair.numbers[0], pair.key_in_unit_of_student, wanted)

    return _judge(case, judge_number, strict=strict)


def tolerance_judge(case: Case, *, relative: bool, strict: bool) -> Verdict:
    """Unit and number, the number within a tolerance, 0.05 when none is given; the boundary included.

    An absolute tolerance counts units of the key; it may be written with that unit, and with no other
    (OptionsError ``tolerance_unit``). A share may be written in percent. Where balls cannot settle a
    tolerance of 0, forms are compared.
    """
    case = with_units(case)
    tolerance = _tolerance(case, relative=relative)
    absolute, share = (None, tolerance) if relative else (tolerance, None)

    def judge_number(pair: _Pair) -> Verdict:
        mine, theirs = pair.student_in_unit_of_key, pair.numbers[1]
        within = compare_number(mine, theirs, absolute=absolute, relative=share, symbols=pair.symbols)
        if tolerance or within.outcome is not Outcome.UNDECIDED:
            return within
        return compare(mine, theirs, symbols=pair.symbols)

    return _judge(case, judge_number, strict=strict)


def _tolerance(case: Case, *, relative: bool) -> Fraction:
    """The tolerance, without the unit that it may have."""
    if not case.options.strip():
        return read_tolerance(case)
    try:
        option = quantity_of(case.read(case.options))
    except (NotAQuantityError, ReadError) as error:
        raise OptionsError("tolerance_expected", options=case.options) from error
    if relative and dict(option.units) == PERCENT and option.number is not None:
        return tolerance_of(option.number, case) / 100
    if option.units and (relative or option.units != _key(case).units):
        raise OptionsError("tolerance_unit", options=case.options, key=case.key)
    if option.number is None:
        raise OptionsError("tolerance_expected", options=case.options)
    return tolerance_of(option.number, case)


def _key(case: Case) -> Quantity:
    """The key as number and unit. Raises OptionsError: it must have a unit, and be a real number of them."""
    try:
        key = quantity_of(as_meant(case.expected, case.symbols))
    except NotAQuantityError as error:
        raise OptionsError("key_quantity_expected", key=case.key) from error
    check_key_number(key.number or ONE)
    if not key.units:
        raise OptionsError("key_unit_expected", key=case.key)
    return key


def _judge(case: Case, judge_number: NumberJudge, *, strict: bool) -> Verdict:
    key = _key(case)
    readings = Readings(as_meant(case.answer, case.symbols), case.expected)
    kind = kind_of(readings.student)
    if kind != "expression":
        return readings.incorrect("expression_expected", {"met": kind}, method="exact")
    try:
        student = quantity_of(readings.student)
    except NotAQuantityError:
        text = write_plain(readings.student)
        return readings.incorrect("not_a_quantity", {"text": text}, method="exact")
    if student.number is not None and has_no_value(student.number):
        return readings.unreadable("no_value", {"text": write_plain(student.number)})
    pair = _Pair(readings, student, key, case.symbols)
    reason = _unit_reason(pair)
    if reason is not None:
        verdict = readings.incorrect(reason.code, reason.values, method="exact")
        told = _number_told(reason.code, pair, judge_number)
        return replace(verdict, certificate={**verdict.certificate, **told}) if told else verdict
    return _number_verdict(pair, judge_number, strict=strict)


def _unit_reason(pair: _Pair) -> Reason | None:
    """What is wrong with the unit as far as its dimension; nothing when it can be converted."""
    student, key = pair.student, pair.key
    if student.number is None:
        return Reason("no_number", {"unit": student.unit_text})
    if not student.units:
        return Reason("no_unit", {"key": key.unit_text})
    for name in student.units:
        if unit_named(name) is None and name not in key.units:
            return Reason("unknown_unit", {"unit": name, "suggestions": _suggestions(name, pair)})
    if scale_of(student.units).dimension != scale_of(key.units).dimension:
        return Reason("wrong_dimension", {"student": student.unit_text, "key": key.unit_text})
    return None


def _number_told(code: str, pair: _Pair, judge_number: NumberJudge) -> dict[str, bool]:
    """Where only the unit is wrong, whether the number would be right with the unit of the key."""
    if code not in ("no_unit", "wrong_dimension"):
        return {}
    try:
        check(pair.numbers[0])
    except TooCostlyError:
        return {"number_right": False}
    same = replace(pair, student=replace(pair.student, units=pair.key.units))
    return {"number_right": judge_number(same).outcome is Outcome.CORRECT}


def _suggestions(name: str, pair: _Pair) -> list[str]:
    """Two units at most that may be meant, those of the key first."""
    dimensions = [scale_of({each: 1}).dimension for each in pair.key.units]

    def rank(suggestion: str) -> tuple[bool, bool]:
        base = suggestion.partition("^")[0]
        return base not in pair.key.units, scale_of({base: 1}).dimension not in dimensions

    return sorted(suggestions(name), key=rank)[:MOST_SUGGESTIONS]


def _number_verdict(pair: _Pair, judge_number: NumberJudge, *, strict: bool) -> Verdict:
    readings, student, key = pair.readings, pair.student, pair.key
    try:
        check(pair.key_in_unit_of_student)
        check(pair.student_in_unit_of_key)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    verdict = _as_read(judge_number(pair), readings)
    units = {"student": student.unit_text, "key": key.unit_text}
    if student.units == key.units or verdict.outcome is Outcome.UNDECIDED:
        return verdict
    method = str(verdict.certificate["method"])
    if verdict.outcome is Outcome.CORRECT:
        return readings.incorrect("other_unit", units, method=method) if strict else verdict
    same = replace(pair, student=replace(student, units=key.units))
    if judge_number(same).outcome is Outcome.CORRECT:
        return readings.incorrect("wrong_scale", units, method=method)
    return verdict


def _as_read(verdict: Verdict, readings: Readings) -> Verdict:
    """``verdict`` with the whole answer and the whole key in its certificate."""
    texts = {"student": readings.texts[0], "key": readings.texts[1]}
    return replace(verdict, certificate={**verdict.certificate, **texts})
