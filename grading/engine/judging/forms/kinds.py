"""The same type: the answer is the kind of object that the key is."""

from __future__ import annotations

from typing import Any

from grading.engine.equality.structures import as_collection
from grading.engine.equality.trees import kind_of
from grading.engine.equality.verdicts import Readings
from grading.engine.judging.case import Case
from grading.engine.nodes import Collection, Node
from grading.engine.verdict import Verdict

__all__ = ["judge_same_type"]


def judge_same_type(case: Case) -> Verdict:
    """The answer is the same kind of object as the key: expression, equation, inequality, list, set …

    Lists and tuples have as many entries, each of the kind of its partner. The elements of sets and the
    entries of matrices, however many, are of the kinds that the key has.
    """
    readings = Readings(case.answer, case.expected)
    found = _other_kind(readings.student, readings.key, [])
    if found is None:
        return readings.correct("same_type", method="exact")
    code, values = found
    return readings.incorrect(code, values, method="exact")


def _other_kind(student: Node, key: Node, place: list[int]) -> tuple[str, dict[str, Any]] | None:
    """Where the kinds part, as a code with its values: ``entry`` counts from 1."""
    wanted = kind_of(key)
    student = as_collection(student, wanted)
    where = {"entry": place} if place else {}
    if kind_of(student) != wanted:
        return f"{wanted}_expected", {"met": kind_of(student), **where}
    if not isinstance(student, Collection) or not isinstance(key, Collection):
        return None
    if key.kind in ("list", "tuple"):
        return _other_entry(student.items, key.items, place)
    wanted_inside, met_inside = _kinds_inside(key), _kinds_inside(student)
    other = sorted(met_inside - wanted_inside)
    if other and wanted_inside:
        return f"{min(wanted_inside)}_expected", {"met": other[0], **where}
    return None


def _other_entry(
    mine: tuple[Node, ...], theirs: tuple[Node, ...], place: list[int]
) -> tuple[str, dict[str, Any]] | None:
    if len(mine) != len(theirs):
        return "different_length", {"student": [len(mine)], "key": [len(theirs)]}
    pairs = enumerate(zip(mine, theirs, strict=True), 1)
    found = (_other_kind(one, other, [*place, turn]) for turn, (one, other) in pairs)
    return next((each for each in found if each is not None), None)


def _kinds_inside(whole: Collection) -> set[str]:
    """The kinds of the elements of a set, or of the entries of a matrix."""
    rows = [
        row.items if isinstance(row, Collection) and whole.kind == "matrix" else (row,) for row in whole.items
    ]
    return {kind_of(entry) for row in rows for entry in row}
