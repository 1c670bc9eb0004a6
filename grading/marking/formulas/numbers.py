"""Judges of whole numbers, numbers, and numbers with a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from grading.engine import Node, Outcome, Reason, Symbols, Verdict, compare, compare_number
from grading.keys import IntegerKey, NumberKey, QuantityKey, read_integer, read_tolerance
from grading.marking.formulas.answers import read_key, typed, unread_if_wrong_kind
from grading.marking.judging import Asked, Judge, typed_by, unreadable, verdict_of
from grading.responses import PartResponse
from grading.texts import narrow

__all__ = ["JUDGES"]

# What cannot be a quantity, whatever the key.
NO_QUANTITY: Final = frozenset({"not_a_quantity", "no_number"})
# A test with the tolerance 0 speaks of a tolerance that nobody gave.
EXACTLY: Final = {"within_tolerance": "equal_exactly", "outside_tolerance": "different_number"}


def _judge_integer(key: IntegerKey, response: PartResponse, _asked: Asked) -> Verdict:
    value = read_integer(narrow(typed_by(response)))
    if value is None:
        return unreadable("integer_expected", low=0, high=999)
    if value == int(key.value):
        return verdict_of("equal_exactly", Outcome.CORRECT, student=str(value))
    return verdict_of("different_number", Outcome.INCORRECT, student=str(value), key=str(int(key.value)))


def _judge_number(key: NumberKey, response: PartResponse, asked: Asked) -> Verdict:
    answer = typed(response, asked.symbols)
    student = answer.read()
    if isinstance(student, Verdict):
        return student
    verdict = unread_if_wrong_kind(_number_verdict(key, student, asked.symbols), answer.text)
    return answer.held_to_forms(verdict, key)


def _number_verdict(key: NumberKey, student: Node, symbols: Symbols) -> Verdict:
    expected = read_key(key.value, symbols)
    if key.absolute is None and key.relative is None:
        # Whether it is a number at all is asked first, so that letters are unreadable with either key.
        nearest = compare_number(student, expected, absolute=Fraction(0), symbols=symbols)
        is_none = unread_if_wrong_kind(nearest, "").outcome is Outcome.UNREADABLE
        return nearest if is_none else compare(student, expected, symbols=symbols)
    return compare_number(
        student,
        expected,
        absolute=None if key.absolute is None else read_tolerance(key.absolute),
        relative=None if key.relative is None else read_tolerance(key.relative),
        symbols=symbols,
    )


def _judge_quantity(key: QuantityKey, response: PartResponse, asked: Asked) -> Verdict:
    test, options = key.test
    verdict = typed(response, asked.symbols).judged(key.answer, test=test, options=options)
    code, values = verdict.reason.code, verdict.reason.values
    if code in NO_QUANTITY:
        return replace(verdict, outcome=Outcome.UNREADABLE)
    if verdict.outcome is Outcome.INCORRECT and _number_is_right(verdict) and key.number_share:
        return replace(verdict, outcome=Outcome.PARTIAL, credit=key.number_share)
    if key.is_exact and code in EXACTLY:
        return replace(verdict, reason=Reason(EXACTLY[code], values))
    return verdict


def _number_is_right(verdict: Verdict) -> bool:
    """Whether nothing but the unit is wrong: it is missing, or another one than the key's."""
    return verdict.reason.code == "other_unit" or bool(verdict.certificate.get("number_right"))


JUDGES: Final[Mapping[type, Judge]] = {
    IntegerKey: _judge_integer,
    NumberKey: _judge_number,
    QuantityKey: _judge_quantity,
}
