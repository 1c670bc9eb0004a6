"""Judging by another answer than the key's: as the key's own answer would be."""

from __future__ import annotations

from typing import Final

from grading.engine import Node, OptionsError, Outcome, ReadError, Symbols, Verdict, read
from grading.engine.cost import TooCostlyError, check
from grading.engine.equality.trees import kind_of
from grading.engine.exact import rational_value
from grading.keys import ExpressionKey, ForeseenKey, IntegerKey, PropertyKey, why_no_answer
from grading.marking.judging import Asked
from grading.responses import PartResponse, TextResponse

__all__ = ["is_right_by", "judge_by", "read_typed", "whole_number"]

LARGEST_INTEGER: Final = 999


def judge_by(text: str, key: ForeseenKey, response: PartResponse, asked: Asked) -> Verdict | None:
    """The verdict on ``response`` if ``text`` were the right answer of ``key``; None where it could be none.

    A whole number may be spelled as a calculation. Of a key with properties ``text`` is one polynomial, and
    no other than that is meant.
    """
    spelled = whole_number(text, asked.symbols) if isinstance(key, IntegerKey) else text
    if not spelled:
        return None
    wanted = ExpressionKey(expression=spelled) if isinstance(key, PropertyKey) else key.respelled(spelled)
    try:
        return asked.judge(wanted, response, asked)
    except (ReadError, OptionsError):
        return None


def is_right_by(text: str, key: ForeseenKey, response: PartResponse, asked: Asked) -> bool:
    """Whether ``response`` is right if ``text`` is the right answer."""
    verdict = judge_by(text, key, response, asked)
    return verdict is not None and verdict.outcome is Outcome.CORRECT


def read_typed(response: PartResponse, *, symbols: Symbols) -> Node | None:
    """The one expression that was typed, as marking reads it; None for everything else."""
    if not isinstance(response, TextResponse):
        return None
    try:
        tree = read(response.text, symbols=symbols, notation=response.notation, locale=response.locale)
    except ReadError:
        return None
    return tree if kind_of(tree) == "expression" and not why_no_answer(tree) else None


def whole_number(text: str, symbols: Symbols) -> str:
    """The whole number 0..999 that ``text`` comes to; empty when it does not."""
    try:
        tree = read(text, symbols=symbols)
        check(tree)
    except (ReadError, TooCostlyError):
        return ""
    value = rational_value(tree)
    is_whole = value is not None and value.q == 1 and 0 <= value.p <= LARGEST_INTEGER
    return str(value.p) if value is not None and is_whole else ""
