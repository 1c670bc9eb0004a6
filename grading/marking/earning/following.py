"""What follows from a student's own answers to earlier parts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from grading.engine import (
    Node,
    Outcome,
    ReadError,
    Reason,
    Symbols,
    Verdict,
    read_quantity,
    write_plain,
)
from grading.engine.equality.trees import kind_of
from grading.keys import (
    FormulaKey,
    IntegerKey,
    Key,
    QuantityKey,
    fill_parts,
    followed_parts,
    read_integer,
    symbols_for,
    why_no_answer,
)
from grading.marking.judging import Asked, typed_by
from grading.marking.respelling import is_right_by, read_typed
from grading.responses import PartResponse, TextResponse
from grading.texts import narrow

__all__ = ["own_value", "what_follows"]


def own_value(key: Key, response: PartResponse | None, *, symbols: Symbols) -> str:
    """What a student gave for a typed part, as plain text that later parts can be worked out from; empty for
    what is no single formula."""
    if response is None or response.is_empty:
        return ""
    if isinstance(key, IntegerKey):
        whole = read_integer(narrow(typed_by(response)))
        return "" if whole is None else str(whole)
    if not isinstance(key, FormulaKey):
        return ""
    if isinstance(key, QuantityKey):
        tree = _read_quantity(response, symbols)
    else:
        tree = read_typed(response, symbols=symbols_for(key, symbols))
    return "" if tree is None else write_plain(tree)


def _read_quantity(response: PartResponse, symbols: Symbols) -> Node | None:
    """What was typed with its unit, whose letters are on no symbol list."""
    if not isinstance(response, TextResponse):
        return None
    try:
        tree = read_quantity(
            response.text, symbols=symbols, notation=response.notation, locale=response.locale
        )
    except ReadError:
        return None
    return None if kind_of(tree) != "expression" or why_no_answer(tree) else tree


def what_follows(verdict: Verdict, key: FormulaKey, response: PartResponse, asked: Asked) -> Verdict | None:
    """The verdict on an answer that follows from all the earlier ones that the key names; None where it does
    not, or where one of them was no value."""
    if key.follow is None:
        return None
    parts = followed_parts(key.follow.answer)
    if not set(parts) <= set(asked.earlier):
        return None
    text = fill_parts(key.follow.answer, asked.earlier)
    if not is_right_by(text, key, response, asked):
        return None
    share = Fraction(key.follow.credit)
    return replace(
        verdict,
        outcome=Outcome.CORRECT if share == 1 else Outcome.PARTIAL,
        credit=share,
        reason=Reason("follows_own_value", {"part": ", ".join(parts), "message": dict(key.follow.message)}),
        # That answer and key differ somewhere is true, and says nothing against what is right by itself.
        witness=None,
        certificate={**verdict.certificate, "earned": {"by": "follow", "answer": text}},
    )
