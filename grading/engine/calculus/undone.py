"""Whether an answer leaves its calculus undone."""

from __future__ import annotations

from grading.engine.balls import CALCULUS
from grading.engine.nodes import Call, Node, walk

__all__ = ["is_worked_out"]


def is_worked_out(node: Node) -> bool:
    """Whether no derivative, integral, limit, sum or product over a running letter stands in ``node``.

    The engine can compute many of them, so whoever copies a question would otherwise have answered it.
    """
    return not any(isinstance(each, Call) and each.function in CALCULUS for each in walk(node))
