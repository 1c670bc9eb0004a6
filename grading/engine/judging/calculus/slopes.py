"""Derivatives of answers, compared as formulas: wherever every logarithm in them has a value.

``ln x`` and ``ln|x|`` are antiderivatives of the same formula ``1/x``; whether the bars may be left out is
asked apart (``bars``). So the bars in logarithms are taken off before differentiating.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from grading.engine.calculus import derivative
from grading.engine.calculus.substitution import substituted
from grading.engine.calculus.terms import ZERO
from grading.engine.cost import check
from grading.engine.equality.expressions import compare_expressions
from grading.engine.equality.looks import Work
from grading.engine.equality.trees import with_logarithms
from grading.engine.equality.verdicts import Readings
from grading.engine.nodes import (
    Call,
    Node,
    Power,
    Product,
    Quotient,
    Relation,
    Symbol,
    children,
    walk,
    with_children,
)
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Reason, Verdict

__all__ = ["LOGARITHMS", "OpenError", "Slopes", "decided", "restated"]

LOGARITHMS: Final = frozenset({"ln", "log"})


class OpenError(Exception):
    """A comparison that the verdict hangs on was not decided; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


def decided(found: Verdict) -> bool:
    """Whether the two are the same. Raises :class:`OpenError` where that is not known."""
    if found.outcome not in (Outcome.CORRECT, Outcome.INCORRECT):
        raise OpenError(found.reason)
    return found.outcome is Outcome.CORRECT


@dataclass(frozen=True, slots=True)
class Slopes:
    """Differentiates and compares for one answer; ``work`` is what all its comparisons may spend."""

    symbols: Symbols
    work: Work

    def formula(self, node: Node) -> Node:
        """``node`` with the bases of its logarithms written out and the bars in them taken off."""
        return _without_bars(with_logarithms(node, self.symbols))

    def slope(self, node: Node, variable: str) -> Node:
        """The derivative of :meth:`formula`. Raises NoDerivativeError and TooCostlyError."""
        check(node)
        return derivative(self.formula(node), variable)

    def same(self, student: Node, key: Node) -> Verdict:
        """Whether two derivatives are the same formula."""
        found = self._compare(student, key, ())
        if found.reason.code != "different_domain":
            return found
        positive = _positive_arguments(student, key)
        return self._compare(student, key, positive) if positive else found

    def is_free(self, node: Node, name: str) -> bool:
        """Whether ``node`` has the same value whatever ``name`` is. Raises :class:`OpenError`."""
        return decided(self.same(substituted(node, name, Symbol(f"{name}'")), node))

    def is_zero(self, node: Node) -> bool:
        """Whether ``node`` is zero everywhere. Raises :class:`OpenError`."""
        return decided(self.same(node, ZERO))

    def _compare(self, student: Node, key: Node, positive: tuple[Node, ...]) -> Verdict:
        return compare_expressions(student, key, symbols=self.symbols, assumptions=positive, work=self.work)


def restated(
    found: Verdict, readings: Readings, outcome: Outcome, code: str, values: Mapping[str, Any] | None = None
) -> Verdict:
    """What was ``found`` of two derivatives, said of the two answers; the certificate keeps both."""
    made = readings.correct(code, values, method=found.certificate["method"])
    compared = [found.certificate["student"], found.certificate["key"]]
    texts = {"student": readings.texts[0], "key": readings.texts[1], "derivatives": compared}
    credit = Fraction(outcome is Outcome.CORRECT)
    return replace(made, outcome=outcome, credit=credit, certificate={**found.certificate, **texts})


def _without_bars(node: Node) -> Node:
    parts = tuple(_without_bars(part) for part in children(node))
    node = with_children(node, parts)
    if isinstance(node, Call) and node.function in LOGARITHMS and node.arguments:
        return with_children(node, (_bare(node.arguments[0]), *node.arguments[1:]))
    return node


def _bare(node: Node) -> Node:
    """``k |x|`` as ``k x``: the bars among factors, divisors and powers."""
    match node:
        case Call(function="abs", arguments=(inner,)):
            return inner
        case Product() | Quotient():
            return with_children(node, tuple(_bare(part) for part in children(node)))
        case Power(base=base, exponent=exponent):
            return with_children(node, (_bare(base), exponent))
        case _:
            return node


def _positive_arguments(*nodes: Node) -> tuple[Node, ...]:
    """``u > 0`` for every ``ln u``."""
    arguments = [
        each.arguments[0]
        for node in nodes
        for each in walk(node)
        if isinstance(each, Call) and each.function in LOGARITHMS and each.arguments
    ]
    return tuple(Relation((argument, ZERO), (">",)) for argument in dict.fromkeys(arguments))
