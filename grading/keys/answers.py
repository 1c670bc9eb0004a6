"""What can be read and yet is no answer, whatever the key."""

from __future__ import annotations

from grading.engine import Node, divides_by_zero, is_worked_out

__all__ = ["why_no_answer"]


def why_no_answer(tree: Node) -> str:
    """``division_by_zero`` for what has no value that could be right or wrong, ``not_worked_out`` for an
    integral or a derivative that is left as it stands and may be the question itself; else empty."""
    if divides_by_zero(tree):
        return "division_by_zero"
    return "" if is_worked_out(tree) else "not_worked_out"
