"""Shapes of trees that people write in a way of their own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from grading.engine.nodes import Constant, Negate, Node, Number, PlusMinus, Quotient, Symbol
from grading.engine.writing.numbers import spelled

__all__ = [
    "BRACKETLESS",
    "FENCES",
    "POSTFIX",
    "is_bare_argument",
    "is_minus_one",
    "mixed_parts",
    "orders_of",
    "sign_of",
]

_CIRCULAR: Final = ("sin", "cos", "tan", "cot", "sec", "csc")
_HYPERBOLIC: Final = ("sinh", "cosh", "tanh", "coth", "sech", "csch")
# Functions whose simple argument needs no brackets, and whose power stands after the name.
BRACKETLESS: Final = frozenset(
    {
        *_CIRCULAR,
        *_HYPERBOLIC,
        *("arc" + name for name in _CIRCULAR),
        *("ar" + name for name in _HYPERBOLIC),
        "ln",
        "log",
    }
)
FENCES: Final = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceiling": ("⌈", "⌉")}
POSTFIX: Final = frozenset({"factorial", "percent", "degree"})


def sign_of(node: Node) -> tuple[str, Node]:
    """The sign before a term, and the term without it; ``+`` when there is none."""
    match node:
        case Negate(PlusMinus(operand)):
            return "∓", operand
        case Negate(operand):
            return "-", operand
        case PlusMinus(operand):
            return "±", operand
        case _:
            return "+", node


def is_minus_one(node: Node) -> bool:
    """Whether ``node`` is −1, which after a function name says that it is inverted."""
    return node == Negate(Number(Fraction(1)))


def is_bare_argument(node: Node) -> bool:
    """Whether ``node`` can stand after a function name without brackets."""
    if isinstance(node, Number):
        return spelled(node).isdigit()
    return isinstance(node, Symbol | Constant)


def mixed_parts(arguments: Sequence[Node]) -> tuple[Number, Number, Number] | None:
    """Whole number, numerator and denominator of a mixed number as people write one."""
    match arguments:
        case (Number() as whole, Quotient(Number() as above, Number() as below)):
            digits = [spelled(number) for number in (whole, above, below)]
            is_proper = all(each.isdigit() for each in digits) and above.value < below.value
            return (whole, above, below) if is_proper else None
        case _:
            return None


def orders_of(arguments: Sequence[Node]) -> list[tuple[Symbol, int]] | None:
    """The variables of a derivative with their orders: ``x``, or ``x, 2``, or ``x, 1, y, 2``; else None."""
    if len(arguments) == 1 and isinstance(arguments[0], Symbol):
        return [(arguments[0], 1)]
    pairs = list(zip(arguments[::2], arguments[1::2], strict=False))
    found = [
        (variable, int(order.value))
        for variable, order in pairs
        if isinstance(variable, Symbol) and isinstance(order, Number) and spelled(order).isdigit()
    ]
    is_told = len(pairs) * 2 == len(arguments) and len(found) == len(pairs) > 0
    is_usual = is_told and all(0 < order < 10 for _, order in found) and (len(found) > 1 or found[0][1] > 1)
    return found if is_usual else None
