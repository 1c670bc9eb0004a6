"""The test ``step_by_step``: lines alone, or with a key that the last of them is equal to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from grading.engine.equality import compare
from grading.engine.judging.case import Case, OptionsError
from grading.engine.judging.steps.lines import Line, after, read_lines
from grading.engine.judging.steps.walking import walk_lines
from grading.engine.verdict import ENGINE_VERSION, Outcome, Reason, Verdict

__all__ = ["judge_steps", "least_sure"]

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
    first, *rest = read_lines(case.student, read=case.read_typed)
    lines = after(first, rest)
    verdicts = [step.verdict for step in walk_lines(lines, symbols=case.symbols, is_strict=is_strict)]
    if verdicts and verdicts[-1].outcome is not Outcome.CORRECT:
        return verdicts[-1]
    if expected is not None:
        verdict = compare(lines[-1].node, expected, symbols=case.symbols)
        if verdict.outcome is not Outcome.CORRECT:
            return _at(verdict, lines[-1])
        verdicts.append(verdict)
    return _all_right(verdicts, case, lines[-1].number)


def _is_strict(options: str) -> bool:
    word = options.strip().strip("[]").strip()
    if word not in ("", "follows", "equivalent"):
        raise OptionsError("steps_expected", options=options)
    return word == "equivalent"


def _at(verdict: Verdict, line: Line) -> Verdict:
    return replace(
        verdict, reason=Reason(verdict.reason.code, {**verdict.reason.values, "line": line.number})
    )


def _all_right(verdicts: list[Verdict], case: Case, lines: int) -> Verdict:
    certificate = {
        "engine": ENGINE_VERSION,
        "student": case.student,
        "key": case.key,
        "method": least_sure(verdicts),
        "steps": [dict(verdict.certificate) for verdict in verdicts],
    }
    return Verdict(
        Outcome.CORRECT, Fraction(1), Reason("every_step_follows", {"lines": lines}), None, certificate
    )


def least_sure(verdicts: list[Verdict]) -> str:
    """How the least sure of the verdicts was reached."""
    methods = {str(verdict.certificate["method"]) for verdict in verdicts}
    return max(methods & set(METHODS), key=METHODS.index, default="exact")
