"""Divisions by nothing: ``1/0``, ``x/(2 - 2)``, ``0^-1``."""

from __future__ import annotations

from flint import fmpq

from grading.engine.cost import TooCostlyError, check
from grading.engine.exact import rational_value
from grading.engine.nodes import Constant, Negate, Node, Number, Power, Quotient, Symbol, walk

__all__ = ["divides_by_zero"]


def divides_by_zero(node: Node) -> bool:
    """Whether a number that is exactly zero stands below a line somewhere in ``node``.

    Numbers only: ``1/(x - x)`` is a question for the comparison. What is too costly or has no canonical
    form is not taken for zero.
    """
    return any(_is_zero(divisor) for each in walk(node) if (divisor := _divisor(each)) is not None)


def _divisor(node: Node) -> Node | None:
    match node:
        case Quotient(denominator=bottom):
            return bottom
        case Power(base=base, exponent=Negate(operand=Number(value=value))) if value > 0:
            return base
        case _:
            return None


def _is_zero(node: Node) -> bool:
    match node:
        case Number(value=value):
            return value == 0
        case Symbol() | Constant():
            return False
        case _ if any(isinstance(each, Symbol) for each in walk(node)):
            return False
    try:
        check(node)
    except TooCostlyError:
        return False
    return rational_value(node) == fmpq(0)
