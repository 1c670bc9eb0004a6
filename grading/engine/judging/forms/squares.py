"""Completed square: ``a (x + h)^2 + k``."""

from __future__ import annotations

from grading.engine.judging.case import Case
from grading.engine.judging.forms.options import variable_of
from grading.engine.judging.forms.parts import as_product, fractional, terms_of
from grading.engine.judging.forms.polynomials import Ring, is_polynomial, varies
from grading.engine.judging.forms.stating import Breach, breach, in_form
from grading.engine.nodes import Node, Number, Power
from grading.engine.verdict import Verdict

__all__ = ["judge_completed_square"]


def judge_completed_square(case: Case) -> Verdict:
    """Equal to the key, and a constant times one square of a linear expression, plus constants.

    Options: the variable, ``x`` or ``sin(x)``; without it ``x`` or the only letter of the key. An
    answer in which the variable does not occur has nothing to complete, and is right.
    """
    variable = variable_of(case)

    def look(node: Node) -> Breach | None:
        moving = [term for term in terms_of(node) if varies(term, variable)]
        found = next((term for term in moving if not _is_scaled_square(term, variable)), None)
        if found is not None:
            return breach("not_completed_square", found)
        return breach("several_squares", moving[1]) if len(moving) > 1 else None

    return in_form(case, look, form="completed_square")


def _is_scaled_square(term: Node, variable: Node) -> bool:
    """Whether ``term`` is a constant times the square of a linear expression."""
    parts = fractional(term)
    moving = [factor for factor in parts.over if varies(factor, variable)]
    if len(moving) != 1 or varies(as_product(parts.under), variable):
        return False
    match moving[0]:
        case Power(base=base, exponent=Number(value=value)):
            return value == 2 and _is_linear(base, variable)
        case _:
            return False


def _is_linear(node: Node, variable: Node) -> bool:
    if not is_polynomial(node, variable):
        return False
    ring = Ring.of((node, variable))
    return ring.degree(ring.form(node).top, ring.place(variable)) == 1
