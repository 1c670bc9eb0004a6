"""Sets: the same finite set, a part of a set, a set with a given part."""

from __future__ import annotations

from typing import Final

from grading.engine.cost import TooCostlyError
from grading.engine.equality import compare
from grading.engine.equality.structures import as_collection
from grading.engine.equality.texts import value_text
from grading.engine.equality.trees import kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.nodes import Collection, Constant, Interval, Node
from grading.engine.solutions import ELEMENT, same_sets
from grading.engine.verdict import Outcome, Verdict

__all__ = ["judge_set", "judge_subset", "judge_superset"]

SETS: Final = frozenset({"interval", "set"})


def judge_set(case: Case) -> Verdict:
    """Two sets with the same elements, each element counted once. Anything but a set is incorrect."""
    readings = _as_sets(case)
    return _not_sets(readings) or compare(readings.student, readings.key, symbols=case.symbols)


def judge_subset(case: Case) -> Verdict:
    """Every element of the answer belongs to the key; an equal set and the empty one are right."""
    readings = _as_sets(case)
    return _not_sets(readings) or _contained(case, readings, readings.student, readings.key, "subset")


def judge_superset(case: Case) -> Verdict:
    """Every element of the key belongs to the answer; an equal set is right."""
    readings = _as_sets(case)
    return _not_sets(readings) or _contained(case, readings, readings.key, readings.student, "superset")


def _as_sets(case: Case) -> Readings:
    """Both sides; ``(1, 2)`` and ``[1, 2]`` are intervals beside what can only be one, or a union."""
    answer, key = case.answer, case.expected
    if _is_interval(answer) or _is_interval(key):
        return Readings(as_collection(answer, "interval"), as_collection(key, "interval"))
    return Readings(answer, key)


def _is_interval(node: Node) -> bool:
    return isinstance(node, Interval) or (isinstance(node, Collection) and node.kind == "union")


def _not_sets(readings: Readings) -> Verdict | None:
    """The verdict when one of the two is no set."""
    for node, side in ((readings.student, "student"), (readings.key, "key")):
        if kind_of(node) not in SETS:
            values = {"met": kind_of(node), "side": side}
            return readings.incorrect("set_expected", values, method="exact")
    return None


def _contained(case: Case, readings: Readings, inner: Node, outer: Node, code: str) -> Verdict:
    """Whether ``inner`` is a part of ``outer``; the reason is seen from the answer."""
    wrong = "extra_element" if inner is readings.student else "missing_element"
    mine, theirs = _elements(inner), _elements(outer)
    if mine is None or theirs is None:
        return _by_solutions(readings, inner, outer, code, wrong)
    # Nothing is added to the outer set by the inner one; equality bounds what that may cost.
    joined = Collection("set", tuple(dict.fromkeys((*theirs, *mine))))
    found = compare(joined, Collection("set", theirs), symbols=case.symbols)
    if found.outcome is Outcome.CORRECT:
        return readings.correct(code, method=found.certificate["method"])
    if found.reason.code != "extra_element":
        return readings.undecided(found.reason.code, found.reason.values)
    return readings.incorrect(wrong, found.reason.values, method=found.certificate["method"])


def _elements(node: Node) -> tuple[Node, ...] | None:
    """The elements of a set that lists them."""
    if node == Constant("empty"):
        return ()
    return node.items if isinstance(node, Collection) and node.kind == "set" else None


def _by_solutions(readings: Readings, inner: Node, outer: Node, code: str, wrong: str) -> Verdict:
    """Intervals and their unions: nothing may be added to ``outer`` by ``inner``."""
    try:
        found = same_sets(Collection("union", (inner, outer)), outer)
    except TooCostlyError as error:
        return readings.undecided("too_costly", {"measure": error.measure})
    if found.kind == "same":
        return readings.correct(code, method=found.method)
    element = found.at.get(ELEMENT)
    if not found.differs or element is None or isinstance(element, bool):
        return readings.undecided("undecided")
    return readings.incorrect(wrong, {"element": value_text(element)}, method=found.method)
