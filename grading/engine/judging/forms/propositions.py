"""Propositions and systems of equations: the same where they hold for the same values of their letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from grading.engine.balls import Value
from grading.engine.calculus.substitution import free_letters
from grading.engine.cost import TooCostlyError
from grading.engine.equality.looks import Finding
from grading.engine.equality.texts import value_text
from grading.engine.equality.trees import kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.nodes import Call, Collection, Constant, Logic, Node, Power, Relation, Symbol, walk
from grading.engine.solutions import Found, same_solutions
from grading.engine.verdict import Verdict, Witness
from grading.engine.writing import write_plain

__all__ = ["judge_proposition", "judge_same_system"]

ALGEBRAIC: Final = frozenset({"sqrt", "root", "abs"})


def judge_proposition(case: Case) -> Verdict:
    """Propositions of logic with the same truth table; a letter stands for a proposition.

    Incorrect with the truth values for which the two differ as the witness.
    """
    readings = Readings(case.answer, case.expected)
    for node, side in ((readings.student, "student"), (readings.key, "key")):
        if not _is_logical(node):
            return readings.incorrect("logic_expected", {"met": kind_of(node), "side": side}, method="exact")
    return _compared(readings, readings.student, readings.key)


def judge_same_system(case: Case) -> Verdict:
    """Systems of equations with the same real solutions, multiplicity not counted.

    A list, a set or equations joined by *and*; a single equation is a system, too. Incorrect with a point
    that satisfies only one of the two. A system with letters in exponents or functions (``not_polynomial``)
    is incorrect unless it is seen to be the same.
    """
    readings = Readings(case.answer, case.expected)
    systems = []
    for node, side in ((readings.student, "student"), (readings.key, "key")):
        equations = _equations(node)
        other = next((each for each in equations if kind_of(each) != "equation"), None)
        if other is not None:
            values = {"met": kind_of(other), "part": write_plain(other), "side": side}
            return readings.incorrect("equation_expected", values, method="exact")
        systems.append(equations)
    unknown = sorted(free_letters(readings.student) - free_letters(readings.key))
    verdict = _compared(readings, *map(_together, systems), unknown=unknown)
    part = next((each for equations in systems for each in equations if not _is_algebraic(each)), None)
    if part is not None and verdict.reason.code == "undecided":
        return readings.incorrect("not_polynomial", {"part": write_plain(part)}, method="exact")
    return verdict


def _is_logical(node: Node) -> bool:
    return isinstance(node, Logic | Symbol | Relation | Constant) and (
        not isinstance(node, Constant) or node.name in ("true", "false")
    )


def _equations(node: Node) -> tuple[Node, ...]:
    match node:
        case Collection(kind="list" | "set" | "tuple", items=items):
            return items
        case Logic(operator="and", operands=parts):
            return parts
        case _:
            return (node,)


def _together(equations: Sequence[Node]) -> Node:
    return equations[0] if len(equations) == 1 else Collection("list", tuple(equations))


def _is_algebraic(equation: Node) -> bool:
    """Whether letters stand in no exponent and under no function but roots and absolute values."""
    calls = [each for each in walk(equation) if isinstance(each, Call)]
    if any(each.function not in ALGEBRAIC for each in calls if free_letters(each)):
        return False
    return not any(free_letters(power.exponent) for power in walk(equation) if isinstance(power, Power))


def _compared(readings: Readings, student: Node, key: Node, *, unknown: Sequence[str] = ()) -> Verdict:
    try:
        found = same_solutions(student, key)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    if found.kind == "same":
        return readings.correct("same_solutions", method=found.method)
    if found.kind == "agrees":
        points = tuple({name: str(value) for name, value in point.items()} for point in found.points)
        return readings.correct("agrees_at_points", method="points", finding=Finding("agrees", points=points))
    if not found.differs:
        return readings.undecided("undecided")
    if unknown:
        return readings.incorrect("unknown_letter", {"names": list(unknown)}, method=found.method)
    return readings.incorrect("differs_at_point", method=found.method, witness=_witness(found))


def _witness(found: Found) -> Witness:
    """The point with whether each of the two holds there."""
    mine = found.kind == "first_only"
    at = {name: _text(value) for name, value in sorted(found.at.items())}
    return Witness(at, _text(mine), _text(not mine))


def _text(value: Value | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value_text(value)
