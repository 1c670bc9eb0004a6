"""Propositions of logic and systems of equations: the same where they hold for the same values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from grading.engine.calculus.substitution import free_letters
from grading.engine.equality import compare
from grading.engine.equality.trees import kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.nodes import Call, Collection, Constant, Logic, Node, Power, Relation, Symbol, walk
from grading.engine.verdict import Outcome, Verdict
from grading.engine.writing import write_plain

__all__ = ["judge_proposition", "judge_same_system"]

ALGEBRAIC: Final = frozenset({"sqrt", "root", "abs"})
TRUTH: Final = (Constant("true"), Constant("false"))


def judge_proposition(case: Case) -> Verdict:
    """Propositions of logic with the same truth table; a letter stands for a proposition.

    Incorrect with the truth values for which the two differ as the witness.
    """
    readings = Readings(case.answer, case.expected)
    for node, side in ((readings.student, "student"), (readings.key, "key")):
        if not (isinstance(node, Logic | Symbol) or node in TRUTH):
            return readings.incorrect("logic_expected", {"met": kind_of(node), "side": side}, method="exact")
    return compare(_statement(readings.student), _statement(readings.key), symbols=case.symbols)


def judge_same_system(case: Case) -> Verdict:
    """Systems of equations with the same solutions, multiplicity not counted.

    A list, a set or equations joined by *and*; a single equation is a system, too. Incorrect with a point
    that satisfies only one of the two. A system with letters in exponents or under functions
    (``not_polynomial``) is incorrect unless it is seen to be the same.
    """
    readings = Readings(case.answer, case.expected)
    systems = _equations(readings.student), _equations(readings.key)
    for equations, side in zip(systems, ("student", "key"), strict=True):
        other = next((each for each in equations if not _is_equation(each)), None)
        if other is not None:
            values = {"met": kind_of(other), "part": write_plain(other), "side": side}
            return readings.incorrect("equation_expected", values, method="exact")
    verdict = compare(_together(systems[0]), _together(systems[1]), symbols=case.symbols)
    part = next((each for each in (*systems[0], *systems[1]) if not _is_algebraic(each)), None)
    if part is not None and verdict.outcome is Outcome.UNDECIDED:
        return readings.incorrect("not_polynomial", {"part": write_plain(part)}, method="exact")
    return verdict


def _statement(node: Node) -> Node:
    """A single letter as the proposition that it is."""
    return Logic("and", (node, TRUTH[0])) if isinstance(node, Symbol) else node


def _is_equation(node: Node) -> bool:
    return isinstance(node, Relation) and set(node.operators) == {"="}


def _equations(node: Node) -> tuple[Node, ...]:
    match node:
        case Collection(kind="list" | "set" | "tuple", items=items):
            return items
        case Logic(operator="and", operands=parts):
            return parts
        case _:
            return (node,)


def _together(equations: Sequence[Node]) -> Node:
    """All of ``equations`` at once; no equation asks for nothing."""
    if len(equations) > 1:
        return Logic("and", tuple(equations))
    return equations[0] if equations else TRUTH[0]


def _is_algebraic(equation: Node) -> bool:
    """Whether letters stand in no exponent and under no function but roots and absolute values."""
    for node in walk(equation):
        match node:
            case Power(exponent=exponent) if free_letters(exponent):
                return False
            case Call(function=name) if name not in ALGEBRAIC and free_letters(node):
                return False
            case _:
                pass
    return True
