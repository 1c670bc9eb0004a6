"""Judges of what is typed as mathematics: read as the student meant it, then asked of the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from grading.engine import (
    Node,
    Outcome,
    ReadError,
    Reason,
    Symbols,
    Verdict,
    compare,
    compare_number,
    equal,
    read,
)
from grading.keys import (
    AntiderivativeKey,
    DerivativeKey,
    EquationKey,
    ExpressionKey,
    InequalityKey,
    IntegerKey,
    ListKey,
    MatrixKey,
    NumberKey,
    PropertyKey,
    QuantityKey,
    SetKey,
    hold_to_forms,
    read_integer,
    read_tolerance,
    why_no_answer,
)
from grading.marking.judging import Asked, Judge, typed_by, unreadable, verdict_of
from grading.responses import PartResponse, TextResponse
from grading.texts import narrow

__all__ = ["JUDGES"]

WRONG_KIND: Final = frozenset({Outcome.INCORRECT, Outcome.UNREADABLE})
DECIMAL_COMMA: Final = re.compile(r"[0-9]+,[0-9]+")


def _judge_integer(key: IntegerKey, response: PartResponse, _asked: Asked) -> Verdict:
    value = read_integer(narrow(typed_by(response)))
    if value is None:
        return unreadable("integer_expected", low=0, high=999)
    if value == int(key.value):
        return verdict_of("equal_exactly", Outcome.CORRECT, student=str(value))
    return verdict_of("different_number", Outcome.INCORRECT, student=str(value), key=str(int(key.value)))


def _judge_number(key: NumberKey, response: PartResponse, asked: Asked) -> Verdict:
    student = _read(response, asked.symbols)
    if isinstance(student, Verdict):
        return student
    text = typed_by(response)
    verdict = _wrong_kind_unread(_number_verdict(key, student, asked.symbols), text)
    return hold_to_forms(verdict, key, text, symbols=asked.symbols)


def _number_verdict(key: NumberKey, student: Node, symbols: Symbols) -> Verdict:
    expected = read(key.value, symbols=symbols)
    if key.absolute is None and key.relative is None:
        # Whether it is a number at all is asked first, so that letters are unreadable with either key.
        nearest = compare_number(student, expected, absolute=Fraction(0), symbols=symbols)
        return nearest if _is_wrong_kind(nearest) else compare(student, expected, symbols=symbols)
    return compare_number(
        student,
        expected,
        absolute=None if key.absolute is None else read_tolerance(key.absolute),
        relative=None if key.relative is None else read_tolerance(key.relative),
        symbols=symbols,
    )


def _judge_expression(key: ExpressionKey, response: PartResponse, asked: Asked) -> Verdict:
    student = _read(response, asked.symbols)
    if isinstance(student, Verdict):
        return student
    text = typed_by(response)
    verdict = compare(student, read(key.expression, symbols=asked.symbols), symbols=asked.symbols)
    return hold_to_forms(_wrong_kind_unread(verdict, text), key, text, symbols=asked.symbols)


def _judge_object(
    key: EquationKey | InequalityKey | SetKey | ListKey | MatrixKey, response: PartResponse, asked: Asked
) -> Verdict:
    student = _read(response, asked.symbols)
    if isinstance(student, Verdict):
        return student
    verdict = compare(student, read(key.answer, symbols=asked.symbols), symbols=asked.symbols)
    return _wrong_kind_unread(verdict, typed_by(response))


def _judge_derivative(key: DerivativeKey, response: PartResponse, asked: Asked) -> Verdict:
    return _by_test(key.answer, response, asked, test="derivative", options=key.variable)


def _judge_antiderivative(key: AntiderivativeKey, response: PartResponse, asked: Asked) -> Verdict:
    return _by_test(key.answer, response, asked, test="antiderivative", options=key.variable)


def _judge_property(key: PropertyKey, response: PartResponse, asked: Asked) -> Verdict:
    return _by_test(key.answer, response, asked, test="property", options=key.properties)


def _judge_quantity(key: QuantityKey, response: PartResponse, asked: Asked) -> Verdict:
    return _by_test(key.answer, response, asked, test="units_absolute", options="0")


def _by_test(answer: str, response: PartResponse, asked: Asked, *, test: str, options: str) -> Verdict:
    text = typed_by(response)
    verdict = equal(text, answer, test=test, options=options, symbols=asked.symbols)
    return _wrong_kind_unread(verdict, text)


def _wrong_kind_unread(verdict: Verdict, text: str) -> Verdict:
    """``verdict``, but unreadable where it is incorrect only for being another kind of object.

    A number is provably no equation, and the engine says so. For students it is said before handing in, like
    everything else that cannot be read as what is asked for. Two numbers where ``text`` has a decimal comma
    are likely one: the comma is told.
    """
    if not _is_wrong_kind(verdict):
        return verdict
    comma = DECIMAL_COMMA.search(text) if verdict.reason.values.get("met") == "set" else None
    values = {**verdict.reason.values, "comma": comma[0]} if comma else verdict.reason.values
    return replace(verdict, outcome=Outcome.UNREADABLE, reason=Reason(verdict.reason.code, values))


def _is_wrong_kind(verdict: Verdict) -> bool:
    return verdict.outcome in WRONG_KIND and verdict.reason.code.endswith("_expected")


def _read(response: PartResponse, symbols: Symbols) -> Node | Verdict:
    """The tree of what was typed, or the verdict that it cannot be read as an answer, and where."""
    notation = response.notation if isinstance(response, TextResponse) else "plain"
    locale = response.locale if isinstance(response, TextResponse) else "ko"
    try:
        tree = read(typed_by(response), symbols=symbols, notation=notation, locale=locale)
    except ReadError as error:
        return unreadable(error.code, position=error.position, **error.values)
    code = why_no_answer(tree)
    return unreadable(code) if code else tree


JUDGES: Final[Mapping[type, Judge]] = {
    IntegerKey: _judge_integer,
    NumberKey: _judge_number,
    QuantityKey: _judge_quantity,
    ExpressionKey: _judge_expression,
    EquationKey: _judge_object,
    InequalityKey: _judge_object,
    SetKey: _judge_object,
    ListKey: _judge_object,
    MatrixKey: _judge_object,
    DerivativeKey: _judge_derivative,
    AntiderivativeKey: _judge_antiderivative,
    PropertyKey: _judge_property,
}
