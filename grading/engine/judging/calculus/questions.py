"""One answer and its key before a test of calculus, and what can be asked about their derivatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from grading.engine.calculus import NoDerivativeError
from grading.engine.cost import TooCostlyError
from grading.engine.equality.looks import Work
from grading.engine.equality.trees import kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.calculus.options import Given
from grading.engine.judging.calculus.slopes import OpenError, Slopes
from grading.engine.judging.case import OptionsError
from grading.engine.nodes import Node
from grading.engine.verdict import Outcome, Verdict

__all__ = ["Question", "settled"]


@dataclass(frozen=True)
class Question:
    """The two trees, the options that they came with, and what comparing derivatives may spend."""

    given: Given
    answer: Node
    key: Node
    work: Work = field(default_factory=Work)

    @cached_property
    def readings(self) -> Readings:
        """Makes the verdicts."""
        return Readings(self.answer, self.key)

    @cached_property
    def slopes(self) -> Slopes:
        """Differentiates and compares within one budget."""
        return Slopes(self.given.case.symbols, self.work)

    @cached_property
    def integrand(self) -> Node:
        """The function to integrate: as given, or the derivative of the key.

        Raises OptionsError ``key_expression_expected`` and ``key_no_derivative``, and TooCostlyError.
        """
        if self.given.integrand is not None:
            return self.slopes.formula(self.given.integrand)
        if kind_of(self.key) != "expression":
            raise OptionsError("key_expression_expected", met=kind_of(self.key))
        try:
            return self.slopes.slope(self.key, self.given.variable)
        except NoDerivativeError as error:
            raise OptionsError("key_no_derivative", part=error.part) from error

    def is_slope(self, node: Node, expected: Node, *, order: int = 1) -> bool:
        """Whether ``expected`` is seen to be the derivative of ``node`` of this order; never raises."""
        try:
            for _ in range(order):
                node = self.slopes.slope(node, self.given.variable)
        except (NoDerivativeError, TooCostlyError):
            return False
        return self.slopes.same(node, expected).outcome is Outcome.CORRECT


def settled(question: Question, judged: Callable[[Question], Verdict]) -> Verdict:
    """``judged(question)``; undecided where something has no derivative, costs too much or stays open."""
    try:
        return judged(question)
    except NoDerivativeError as error:
        return question.readings.undecided("no_derivative", {"part": error.part})
    except TooCostlyError as error:
        return question.readings.undecided("too_costly", {"measure": error.measure})
    except OpenError as error:
        return question.readings.undecided(error.reason.code, error.reason.values)
