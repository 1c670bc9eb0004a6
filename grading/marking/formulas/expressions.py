"""Judges of expressions, derivatives, antiderivatives, and polynomials with properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine import Verdict, compare
from grading.keys import AntiderivativeKey, DerivativeKey, ExpressionKey, PropertyKey, symbols_for
from grading.marking.formulas.answers import Typed, read_key, typed, unread_if_wrong_kind
from grading.marking.judging import Asked, Judge
from grading.responses import PartResponse

__all__ = ["JUDGES"]

CONSTANT_FLAWS: Final = frozenset({"constant_not_additive", "constant_not_general", "several_constants"})


def _judge_expression(key: ExpressionKey, response: PartResponse, asked: Asked) -> Verdict:
    answer = typed(response, asked.symbols)
    student = answer.read()
    if isinstance(student, Verdict):
        return student
    verdict = compare(student, read_key(key.expression, asked.symbols), symbols=asked.symbols)
    return answer.held_to_forms(unread_if_wrong_kind(verdict, answer.text), key)


def _judge_derivative(key: DerivativeKey, response: PartResponse, asked: Asked) -> Verdict:
    answer = typed(response, asked.symbols)
    verdict = _refused(answer) or answer.judged(key.answer, test="derivative", options=key.variable)
    return answer.held_to_forms(verdict, key)


def _judge_antiderivative(key: AntiderivativeKey, response: PartResponse, asked: Asked) -> Verdict:
    answer = typed(response, symbols_for(key, asked.symbols))
    return _refused(answer) or _family_verdict(key, answer)


def _family_verdict(key: AntiderivativeKey, answer: Typed) -> Verdict:
    """Derivative and bars first; a constant that may be anything is then not looked at."""
    verdict = answer.judged(key.answer, test="antiderivative", options=key.options)
    if key.constant != "any" or verdict.reason.code not in CONSTANT_FLAWS:
        return verdict
    return answer.judged(key.answer, test="antiderivative_exact_constant", options=key.variable)


def _judge_property(key: PropertyKey, response: PartResponse, asked: Asked) -> Verdict:
    answer = typed(response, asked.symbols)
    return _refused(answer) or answer.judged(key.answer, test="property", options=key.properties)


def _refused(answer: Typed) -> Verdict | None:
    """The verdict on what cannot be read as an answer; nothing for the rest."""
    student = answer.read()
    return student if isinstance(student, Verdict) else None


JUDGES: Final[Mapping[type, Judge]] = {
    ExpressionKey: _judge_expression,
    DerivativeKey: _judge_derivative,
    AntiderivativeKey: _judge_antiderivative,
    PropertyKey: _judge_property,
}
