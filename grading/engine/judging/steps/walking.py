"""From line to line: does each follow, and which is the first that does not?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from grading.engine.equality import comparer
from grading.engine.equality.trees import kind_of
from grading.engine.judging.steps.lines import PROPOSITIONS, Line, as_proposition, as_typed_tree
from grading.engine.nodes import Logic, Node
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Reason, Verdict

__all__ = ["Step", "walk_lines"]

Comparer = Callable[[Node, Node], Verdict]
COMPARISONS: Final = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One line and whether it follows from those before; ``verdict`` carries the number of the line and
    ``before``, that of the line before (0: what is given)."""

    line: Line
    verdict: Verdict

    @property
    def is_right(self) -> bool:
        """Whether the line follows."""
        return self.verdict.outcome is Outcome.CORRECT


def walk_lines(lines: Sequence[Line], *, symbols: Symbols, is_strict: bool) -> list[Step]:
    """The steps from the first line on, up to the first that is not right.

    Expressions are equal to the line before. Of equations and inequalities each line holds wherever the
    first one and the one before do; if ``is_strict`` it has the same solutions as the one before. All steps
    together may cost what COMPARISONS may; a step beyond that is undecided.
    """
    compare = comparer(symbols=symbols, times=COMPARISONS)
    steps: list[Step] = []
    for before, line in pairwise(lines):
        verdict = _follows(lines[0], before, line, compare=compare, is_strict=is_strict)
        steps.append(Step(line, verdict))
        if not steps[-1].is_right:
            break
    return steps


def _follows(first: Line, before: Line, line: Line, *, compare: Comparer, is_strict: bool) -> Verdict:
    kinds = kind_of(as_proposition(before.node)), kind_of(as_proposition(line.node))
    if not set(kinds) <= PROPOSITIONS:
        verdict = compare(line.node, before.node)
        code = "step_not_equal" if kinds[0] == kinds[1] else "step_of_another_kind"
        return _told(verdict, code, before, line, met=kinds[1])
    verdict = _implied(first, before, line, compare=compare, is_strict=is_strict)
    came_in = verdict.witness is not None and verdict.witness.student == "true"
    return _told(verdict, "step_adds_solutions" if came_in else "step_loses_solutions", before, line)


def _implied(first: Line, before: Line, line: Line, *, compare: Comparer, is_strict: bool) -> Verdict:
    said, known = as_proposition(line.node), [as_proposition(before.node)]
    if is_strict:
        return compare(said, known[0])
    if as_typed_tree(first.node) != as_typed_tree(before.node):
        same = compare(said, known[0])
        if same.outcome is Outcome.CORRECT:
            return same
        known.insert(0, as_proposition(first.node))
    all_known = _joined(known)
    return compare(Logic("and", (*_conditions(all_known), said)), all_known)


def _joined(known: Sequence[Node]) -> Node:
    return known[0] if len(known) == 1 else Logic("and", tuple(known))


def _conditions(node: Node) -> tuple[Node, ...]:
    return node.operands if isinstance(node, Logic) and node.operator == "and" else (node,)


def _told(verdict: Verdict, code: str, before: Line, line: Line, **values: Any) -> Verdict:
    """``verdict`` as one on a line; what is undecided or unreadable keeps its reason."""
    told = code if verdict.outcome is Outcome.INCORRECT else verdict.reason.code
    where = {**values, "line": line.number, "before": before.number}
    return replace(verdict, reason=Reason(told, {**verdict.reason.values, **where}))
