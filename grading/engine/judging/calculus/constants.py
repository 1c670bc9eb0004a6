"""The constant of integration: which letter it is, and whether it can make every number.

``+ c``, ``- c/3``, ``(x^3 + c)/3`` and ``ln(k x)`` do; ``+ c^2`` is never negative, with ``c x`` there is no
constant at all, and of two letters one is too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from grading.engine.calculus import derivative
from grading.engine.calculus.terms import ONE, times
from grading.engine.equality.trees import survey
from grading.engine.judging.calculus.slopes import Slopes, decided
from grading.engine.nodes import Node, Symbol

__all__ = ["ConstantFound", "additive_constant", "general_constant", "letters_beside"]


@dataclass(frozen=True, slots=True)
class ConstantFound:
    """``flaw`` is empty when the letter ``name`` is a constant as it should be; otherwise a reason code."""

    name: str = ""
    flaw: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def letters_beside(node: Node, *known: str) -> list[str]:
    """The letters of ``node`` that are not ``known``, in the order of the alphabet."""
    return sorted(survey(node).letters.difference(known))


def general_constant(slopes: Slopes, formula: Node, letters: Sequence[str]) -> ConstantFound:
    """The one of ``letters`` that makes ``formula`` every antiderivative of one function.

    The derivative of ``formula`` is known to be free of ``letters``: so each of them stands in a summand of
    its own, visibly or not. That summand must be ``r c + s`` or ``r ln(c) + s``, which take every value.
    """
    found = _only(slopes, formula, letters)
    if found.flaw:
        return found
    slope = derivative(formula, found.name)
    if slopes.is_free(slope, found.name) or slopes.is_free(times(Symbol(found.name), slope), found.name):
        return found
    return _flawed("constant_not_general", found.name)


def additive_constant(slopes: Slopes, formula: Node, known: Sequence[str], *, plain: bool) -> ConstantFound:
    """The one letter of ``formula`` that is not ``known``, when it is in a summand of its own.

    ``plain``: that summand is the letter itself, ``+ c``; otherwise it may be any function of it.
    """
    found = _only(slopes, formula, letters_beside(formula, *known))
    if found.flaw:
        return found
    slope = derivative(formula, found.name)
    if decided(slopes.same(slope, ONE)):
        return found
    if not all(slopes.is_free(slope, name) for name in letters_beside(slope, found.name)):
        return _flawed("constant_not_additive", found.name)
    return _flawed("constant_not_plain", found.name) if plain else found


def _only(slopes: Slopes, formula: Node, letters: Sequence[str]) -> ConstantFound:
    """The single letter of ``letters``, when it makes a difference."""
    if len(letters) > 1:
        return ConstantFound(flaw="several_constants", values={"names": list(letters)})
    if not letters or slopes.is_zero(derivative(formula, letters[0])):
        return ConstantFound(flaw="constant_missing")
    return ConstantFound(letters[0])


def _flawed(code: str, name: str) -> ConstantFound:
    return ConstantFound(name, code, {"constant": name})
