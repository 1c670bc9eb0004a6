"""How an answer is read, and what can be read and yet is no answer."""

from __future__ import annotations

from dataclasses import replace

from grading.engine import Node, Symbols, divides_by_zero, is_worked_out
from grading.keys.shapes import AntiderivativeKey, FormulaKey, Key

__all__ = ["symbols_for", "why_no_answer"]


def symbols_for(key: Key | FormulaKey, symbols: Symbols) -> Symbols:
    """The symbol list with which answers to ``key`` are read, and what its author foresees of them: the
    constant of integration is a letter that the question does not have."""
    return replace(symbols, closed=False) if isinstance(key, AntiderivativeKey) else symbols


def why_no_answer(tree: Node) -> str:
    """``division_by_zero`` for what has no value that could be right or wrong, ``not_worked_out`` for an
    integral or a derivative that is left as it stands and may be the question itself; else empty."""
    if divides_by_zero(tree):
        return "division_by_zero"
    return "" if is_worked_out(tree) else "not_worked_out"
