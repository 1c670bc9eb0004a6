"""Judges of equations and inequalities: right when the same values fit, and solved where the key is.

A key that is solved (``x = 3``, ``1 < x <= 3``, ``y = 2x + 1``) asks for an answer that is solved for the
same letters: ``2x = 6`` says the same as ``x = 3``, but whoever copies the question has not answered it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from grading.engine import Node, Outcome, Reason, Symbols, Verdict, compare
from grading.engine.nodes import Call, Collection, Constant, Logic, Relation, Symbol
from grading.keys import EquationKey, InequalityKey
from grading.keys.objects import condition_of_equations, condition_of_inequalities, is_number_set
from grading.keys.solved import as_condition, is_solved_as, letters_of, solved_for, tells_each
from grading.marking.formulas.answers import read_key, typed, unread_if_wrong_kind
from grading.marking.judging import Asked, Judge, unreadable, verdict_of
from grading.responses import PartResponse

__all__ = ["JUDGES"]


def _judge_equation(key: EquationKey, response: PartResponse, asked: Asked) -> Verdict:
    answer = typed(response, asked.symbols)
    tree = answer.read()
    if isinstance(tree, Verdict):
        return tree
    student, expected = condition_of_equations(tree), as_condition(read_key(key.answer, asked.symbols))
    if student is None:
        return unreadable("equation_expected", met=_met(tree))
    letters = solved_for(expected)
    if isinstance(student, Collection):
        if not letters or len(letters_of(expected)) != 1:
            return verdict_of("solution_set_given", Outcome.INCORRECT)
        return compare(_member(min(letters), student), expected, symbols=asked.symbols)
    verdict = unread_if_wrong_kind(_compared(student, expected, asked.symbols), answer.text)
    return _solved_as_key(verdict, student, expected, letters)


def _judge_inequality(key: InequalityKey, response: PartResponse, asked: Asked) -> Verdict:
    answer = typed(response, asked.symbols)
    tree = answer.read()
    if isinstance(tree, Verdict):
        return tree
    student = condition_of_inequalities(tree)
    if student is None:
        return unreadable("inequality_expected", met=_met(tree))
    expected = condition_of_inequalities(read_key(key.answer, asked.symbols))
    if expected is None:
        return verdict_of("not_compared", Outcome.UNDECIDED, method="none")
    verdict = _same_numbers(student, expected, asked.symbols)
    if not is_number_set(student):
        verdict = _solved_as_key(verdict, student, expected, _letters_to_solve_for(expected))
    return _written_as(verdict, key.written_as, student)


def _same_numbers(student: Node, expected: Node, symbols: Symbols) -> Verdict:
    """Sets are compared with sets; a set beside a condition is one on the letter that only the other has."""
    if is_number_set(student) is is_number_set(expected) or Constant("all") in (student, expected):
        return _compared(student, expected, symbols)
    if Constant("empty") in (student, expected):
        return _compared(student, expected, symbols)
    if is_number_set(student):
        letters = letters_of(expected) - letters_of(student)
    else:
        letters = letters_of(student) - letters_of(expected)
    if len(letters) != 1:
        return verdict_of("different_letters", Outcome.INCORRECT)
    pair = (_on(tree, min(letters)) for tree in (student, expected))
    return compare(*pair, symbols=symbols)


def _compared(student: Node, expected: Node, symbols: Symbols) -> Verdict:
    """Beside a key that says everything or nothing the letter of the question is not unknown: the point that
    tells the two apart is a solution too many, or one too few."""
    verdict = compare(student, expected, symbols=symbols)
    if verdict.reason.code != "unknown_letter" or verdict.witness is None or letters_of(expected):
        return verdict
    code = "extra_solution" if verdict.witness.student == "true" else "missing_solution"
    solution = ", ".join(f"{name} = {value}" for name, value in verdict.witness.at.items())
    return replace(verdict, reason=Reason(code, {"solution": solution}))


def _on(tree: Node, letter: str) -> Node:
    return _member(letter, tree) if is_number_set(tree) else tree


def _member(letter: str, whole: Node) -> Node:
    return Call("member", (Symbol(letter), whole))


def _letters_to_solve_for(expected: Node) -> frozenset[str] | None:
    """An interval as a key asks for a solved answer, whatever its letter."""
    return frozenset() if is_number_set(expected) else solved_for(expected)


def _solved_as_key(
    verdict: Verdict, student: Node, expected: Node, letters: frozenset[str] | None
) -> Verdict:
    """``verdict``, or incorrect where the key is solved for ``letters``, perhaps each for itself, and an
    equal answer is not."""
    if verdict.outcome is not Outcome.CORRECT or letters is None:
        return verdict
    is_told = tells_each(student, letters) or not tells_each(expected, letters)
    if is_told and is_solved_as(student, letters):
        return verdict
    return _incorrect(verdict, Reason("not_solved", {"equal": True, "letters": sorted(letters)}))


def _written_as(verdict: Verdict, asked: str, student: Node) -> Verdict:
    """``verdict``, or incorrect for an answer that is right and written in the other way."""
    if verdict.outcome is not Outcome.CORRECT or asked == "any" or isinstance(student, Constant):
        return verdict
    if is_number_set(student) is (asked == "interval"):
        return verdict
    code = "written_as_interval" if asked == "interval" else "written_as_inequality"
    return _incorrect(verdict, Reason(code, {"equal": True}))


def _incorrect(verdict: Verdict, reason: Reason) -> Verdict:
    return replace(verdict, outcome=Outcome.INCORRECT, credit=Fraction(0), reason=reason)


def _met(tree: Node) -> str:
    """What stands there instead, in a word."""
    match tree:
        case Relation():
            return "equation" if set(tree.operators) <= {"=", "!="} else "inequality"
        case Logic():
            return "logic"
        case Collection(kind=kind):
            return kind
        case _:
            return "expression"


JUDGES: Final[Mapping[type, Judge]] = {
    EquationKey: _judge_equation,
    InequalityKey: _judge_inequality,
}
