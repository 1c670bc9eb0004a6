"""Expanded: sums of products, with no sum inside a product or a power."""

from __future__ import annotations

from typing import Final

from grading.engine.judging.case import Case
from grading.engine.judging.forms.stating import Breach, breach, only_form
from grading.engine.nodes import Negate, Node, Number, Power, Product, Quotient, Sum, children
from grading.engine.verdict import Verdict

__all__ = ["judge_expanded"]

LEAST_POWER: Final = 2


def judge_expanded(case: Case) -> Verdict:
    """No sum stands in a product, under a minus sign or bar, or in a whole power, anywhere in the answer.

    The key is not compared: use ``equal`` beside it. Like terms need not be gathered.
    """
    return only_form(case, _unexpanded, form="expanded")


def _unexpanded(node: Node) -> Breach | None:
    pending = [node]
    while pending:
        current = pending.pop()
        if _holds_sum(current):
            return breach("not_expanded", current)
        # An exponent is no place where brackets could be multiplied out.
        parts = (current.base,) if isinstance(current, Power) else children(current)
        pending.extend(reversed(parts))
    return None


def _holds_sum(node: Node) -> bool:
    """Whether ``node`` would change if it were multiplied out."""
    match node:
        case Product(factors=parts):
            return any(isinstance(_unsigned(part), Sum) for part in parts)
        case Negate(operand=inner) | Quotient(numerator=inner):
            return isinstance(_unsigned(inner), Sum)
        case Power(base=base, exponent=exponent):
            power = _unsigned(exponent)
            whole = isinstance(power, Number) and power.value.denominator == 1 and power.value >= LEAST_POWER
            return whole and isinstance(_unsigned(base), Sum | Product | Quotient)
        case _:
            return False


def _unsigned(node: Node) -> Node:
    return node.operand if isinstance(node, Negate) else node
