"""From line to line: does each follow, and which is the first that does not?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from grading.engine.equality import comparer
from grading.engine.equality.trees import kind_of, survey
from grading.engine.judging.steps.lines import PROPOSITIONS, Line, as_proposition, as_typed_tree
from grading.engine.nodes import Logic, Node, Relation, walk
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome, Reason, Verdict

__all__ = ["Comparer", "Step", "does_imply", "walk_lines"]

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
    """Whether the line follows: from the line before, or with what the first one adds to it."""
    given, known, said = (as_proposition(each.node) for each in (first, before, line))
    if not is_strict and as_typed_tree(given) == as_typed_tree(known):
        return does_imply(known, said, compare)
    same = compare(said, known)
    if is_strict or same.outcome is Outcome.CORRECT:
        return same
    together = does_imply(_joined(given, known), said, compare)
    if together.outcome is not Outcome.CORRECT or not _is_one_equation(given, known, said):
        return together
    # What the first line adds only sorts solutions out: none may come in for those that go.
    alone = does_imply(known, said, compare)
    if alone.outcome is not Outcome.INCORRECT or does_imply(said, known, compare).outcome is Outcome.CORRECT:
        return together
    return alone


def does_imply(known: Node, said: Node, compare: Comparer) -> Verdict:
    """Correct where ``said`` holds wherever ``known`` does; the witness is a point at which it does not."""
    return compare(_joined(known, said), known)


def _is_one_equation(given: Node, known: Node, said: Node) -> bool:
    """Whether one equation for one letter is solved: of a system, each line may say something else."""
    if isinstance(given, Logic) and given.operator == "and":
        return False
    return len(survey(given).letters) == 1 and all(map(_has_equations_only, (known, said)))


def _has_equations_only(node: Node) -> bool:
    return all(set(each.operators) == {"="} for each in walk(node) if isinstance(each, Relation))


def _joined(*parts: Node) -> Node:
    return Logic("and", tuple(each for part in parts for each in _conditions(part)))


def _conditions(node: Node) -> tuple[Node, ...]:
    return node.operands if isinstance(node, Logic) and node.operator == "and" else (node,)


def _told(verdict: Verdict, code: str, before: Line, line: Line, **values: Any) -> Verdict:
    """``verdict`` as one on a line; what is undecided or unreadable keeps its reason."""
    told = code if verdict.outcome is Outcome.INCORRECT else verdict.reason.code
    where = {**values, "line": line.number, "before": before.number}
    return replace(verdict, reason=Reason(told, {**verdict.reason.values, **where}))
