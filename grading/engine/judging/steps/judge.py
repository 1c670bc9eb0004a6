"""Does each line follow from the one before?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from grading.engine.equality import compare
from grading.engine.equality.trees import kind_of
from grading.engine.judging.case import Case, OptionsError
from grading.engine.judging.steps.lines import Line, read_lines
from grading.engine.nodes import Logic, Node
from grading.engine.verdict import ENGINE_VERSION, Outcome, Reason, Verdict

__all__ = ["judge_steps"]

PROPOSITIONS: Final = frozenset({"equation", "inequality", "logic"})
METHODS: Final = ("exact", "balls", "points")  # from a proof to agreement


def judge_steps(case: Case) -> Verdict:
    """Whether every line follows from the one before and the last one is equal to the key, if there is one.

    ``options`` is ``follows`` (also when empty): of equations and inequalities each line holds wherever the
    first one and the one before do, so that solutions may come in and be sorted out by a later line; or
    ``equivalent``: none may come in at all. Expressions are equal in both. The first line that does not
    follow is named, with a witness.
    """
    is_strict = _is_strict(case.options)
    expected = case.expected if case.key.strip() else None
    lines = read_lines(case)
    verdicts = []
    for before, line in pairwise(lines):
        verdict = _step(lines[0], before, line, case, is_strict=is_strict)
        if verdict.outcome is not Outcome.CORRECT:
            return verdict
        verdicts.append(verdict)
    if expected is not None:
        verdict = compare(lines[-1].node, expected, symbols=case.symbols)
        if verdict.outcome is not Outcome.CORRECT:
            return _told(verdict, verdict.reason.code, lines[-1])
        verdicts.append(verdict)
    return _all_right(verdicts, case, len(lines))


def _is_strict(options: str) -> bool:
    word = options.strip().strip("[]").strip()
    if word not in ("", "follows", "equivalent"):
        raise OptionsError("steps_expected", options=options)
    return word == "equivalent"


def _step(first: Line, before: Line, line: Line, case: Case, *, is_strict: bool) -> Verdict:
    """The verdict on one line, given the line before and the first one."""
    kinds = kind_of(before.node), kind_of(line.node)
    if not set(kinds) <= PROPOSITIONS:
        verdict = compare(line.node, before.node, symbols=case.symbols)
        if verdict.outcome is Outcome.CORRECT:
            return verdict
        code = "step_not_equal" if kinds[0] == kinds[1] else "step_of_another_kind"
        return _told(verdict, code, line, met=kinds[1])
    if is_strict:
        verdict = compare(line.node, before.node, symbols=case.symbols)
    else:
        known = (before.node,) if before is first else (first.node, before.node)
        verdict = compare(Logic("and", (*known, line.node)), _joined(known), symbols=case.symbols)
    if verdict.outcome is Outcome.CORRECT:
        return verdict
    came_in = verdict.witness is not None and verdict.witness.student == "true"
    return _told(verdict, "step_adds_solutions" if came_in else "step_loses_solutions", line)


def _joined(known: tuple[Node, ...]) -> Node:
    return known[0] if len(known) == 1 else Logic("and", known)


def _told(verdict: Verdict, code: str, line: Line, **values: Any) -> Verdict:
    """``verdict`` as one on a line: undecided and unreadable keep their reason."""
    told = code if verdict.outcome is Outcome.INCORRECT else verdict.reason.code
    return replace(verdict, reason=Reason(told, {**verdict.reason.values, **values, "line": line.number}))


def _all_right(verdicts: list[Verdict], case: Case, lines: int) -> Verdict:
    """Right, as surely as the least sure of the steps."""
    reason = Reason("every_step_follows", {"lines": lines})
    methods = {str(verdict.certificate["method"]) for verdict in verdicts}
    method = max(methods & set(METHODS), key=METHODS.index, default="exact")
    certificate = {
        "engine": ENGINE_VERSION,
        "student": case.student,
        "key": case.key,
        "method": method,
        "steps": [dict(verdict.certificate) for verdict in verdicts],
    }
    return Verdict(Outcome.CORRECT, Fraction(1), reason, None, certificate)
