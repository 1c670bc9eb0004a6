"""Lists, tuples, sets, matrices, intervals and propositions, entry by entry.

Only what follows from the entries is said. Propositions are the same when they are made in the same
way from equal parts; where they are not, nothing is concluded and the verdict is ``not_compared``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

from grading.engine.equality.verdicts import Readings
from grading.engine.nodes import Collection, Constant, Interval, Logic, Node, Relation
from grading.engine.verdict import Outcome, Verdict
from grading.engine.writing import write_plain

__all__ = ["Entries", "as_collection", "compare_structures"]

Entries = Callable[[Node, Node], Verdict]
MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
MOST_OPERANDS: Final = 4


def compare_structures(student: Node, key: Node, *, entries: Entries) -> Verdict:
    """Compare two objects that are not both expressions; ``entries`` compares what they are made of."""
    readings = Readings(student, key)
    if student == key:
        return readings.correct("equal_exactly", method="exact")
    match student, key:
        case Collection(kind=kind), Collection(kind=other) if kind == other and kind != "union":
            return _compare_collections(readings, student, key, entries)
        case Interval(), Interval():
            return _compare_intervals(readings, student, key, entries)
        case Relation(), Relation():
            return _if_all_equal(readings, _relation_matches(student, key), entries)
        case Logic(), Logic() if student.operator == key.operator:
            return _if_all_equal(readings, _logic_matches(student, key), entries)
        case Constant(name="true" | "false"), Constant(name="true" | "false"):
            return readings.incorrect("differs_exactly", method="exact")
        case _:
            return readings.undecided("not_compared")


def as_collection(node: Node, kind: str) -> Node:
    """``(1, 2)`` and ``[1, 2]`` are also written for intervals: the reading that the key has is taken."""
    match node:
        case Interval(low=low, high=high, low_closed=False, high_closed=False) if kind == "tuple":
            return Collection("tuple", (low, high))
        case Interval(low=low, high=high, low_closed=True, high_closed=True) if kind == "list":
            return Collection("list", (low, high))
        case Collection(kind="tuple", items=(low, high)) if kind == "interval":
            return Interval(low, high, False, False)
        case Collection(kind="list", items=(low, high)) if kind == "interval":
            return Interval(low, high, True, True)
        case _:
            return node


def _compare_collections(
    readings: Readings, student: Collection, key: Collection, entries: Entries
) -> Verdict:
    if key.kind == "set":
        return _compare_sets(readings, student.items, key.items, entries)
    cells, expected = _cells(student), _cells(key)
    if [place for place, _ in cells] != [place for place, _ in expected]:
        values = {"student": _shape(student), "key": _shape(key)}
        return readings.incorrect("different_length", values, method="exact")
    verdicts = [entries(cell, other) for (_, cell), (_, other) in zip(cells, expected, strict=True)]
    return _joined(readings, [place for place, _ in cells], verdicts)


def _cells(collection: Collection) -> list[tuple[list[int], Node]]:
    """The entries with their 1-based places: row and column for a matrix."""
    if collection.kind != "matrix":
        return [([place], item) for place, item in enumerate(collection.items, 1)]
    rows = enumerate(collection.items, 1)
    return [([row, column], cell) for row, cells in rows for column, cell in enumerate(_row(cells), 1)]


def _row(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Collection) else (node,)


def _shape(collection: Collection) -> list[int]:
    """The number of entries, or of rows and of columns in the first row."""
    if collection.kind != "matrix" or not collection.items:
        return [len(collection.items)]
    return [len(collection.items), len(_row(collection.items[0]))]


def _joined(readings: Readings, places: Sequence[list[int]], verdicts: Sequence[Verdict]) -> Verdict:
    """One wrong entry decides; then one that is not decided; otherwise all are right."""
    for place, verdict in zip(places, verdicts, strict=True):
        if verdict.outcome in (Outcome.INCORRECT, Outcome.UNREADABLE):
            values: dict[str, Any] = {"entry": place, "reason": verdict.reason.code}
            method = _method([verdict])
            return readings.incorrect("entry_differs", values, method=method, witness=verdict.witness)
    for place, verdict in zip(places, verdicts, strict=True):
        if verdict.outcome is not Outcome.CORRECT:
            return readings.undecided(verdict.reason.code, {"entry": place})
    return _all_equal(readings, verdicts)


def _all_equal(readings: Readings, verdicts: Sequence[Verdict]) -> Verdict:
    method = _method(verdicts)
    return readings.correct("equal_exactly" if method == "exact" else "agrees_at_points", method=method)


def _method(verdicts: Sequence[Verdict]) -> str:
    methods = {str(verdict.certificate["method"]) for verdict in verdicts} - {"none"}
    return next((name for name in ("points", "balls") if name in methods), "exact")


@dataclass(frozen=True, slots=True)
class _Search:
    """For one element: whether an equal one was found, its partner, and whether that is certain."""

    verdicts: tuple[Verdict, ...]
    partners: tuple[Node, ...] = ()

    @property
    def found(self) -> Verdict | None:
        return self.verdicts[-1] if self.partners else None

    @property
    def certain(self) -> bool:
        wrong = (Outcome.INCORRECT, Outcome.UNREADABLE)
        return self.found is not None or all(each.outcome in wrong for each in self.verdicts)

    @property
    def spent(self) -> bool:
        """Whether there was no work left for it."""
        return not self.partners and any(each.reason.code == "too_costly" for each in self.verdicts)


def _compare_sets(
    readings: Readings, student: tuple[Node, ...], key: tuple[Node, ...], entries: Entries
) -> Verdict:
    """Without order and without repeats: each element must have an equal one on the other side."""

    def swapped(theirs: Node, mine: Node) -> Verdict:
        return entries(mine, theirs)

    searches, partners = list[_Search](), set[Node]()
    for code, elements, others, compared in (
        ("extra_element", student, key, entries),
        ("missing_element", key, student, swapped),
    ):
        for element in (each for each in dict.fromkeys(elements) if each not in partners):
            search = _search(element, others, compared)
            if search.certain and search.found is None:
                values = {"element": write_plain(element)}
                return readings.incorrect(code, values, method=_method(search.verdicts))
            if search.spent:
                return readings.undecided("too_costly", {"measure": "work"})
            searches.append(search)
            partners.update(search.partners)
    if not all(search.certain for search in searches):
        return readings.undecided("not_compared")
    return _all_equal(readings, [search.found for search in searches if search.found is not None])


def _search(element: Node, others: Sequence[Node], compared: Entries) -> _Search:
    """Looks for one that is equal to ``element``, first for what is written alike, until one is found."""
    verdicts = []
    for other in sorted(others, key=lambda each: each != element):
        verdicts.append(compared(element, other))
        if verdicts[-1].outcome is Outcome.CORRECT:
            return _Search(tuple(verdicts), (other,))
        if verdicts[-1].reason.code == "too_costly":
            break
    return _Search(tuple(verdicts))


def _compare_intervals(readings: Readings, student: Interval, key: Interval, entries: Entries) -> Verdict:
    verdicts = [entries(student.low, key.low), entries(student.high, key.high)]
    if not all(verdict.outcome is Outcome.CORRECT for verdict in verdicts):
        return readings.undecided("not_compared")
    closed = (student.low_closed, student.high_closed)
    if closed == (key.low_closed, key.high_closed):
        return _all_equal(readings, verdicts)
    return readings.undecided("not_compared")


def _relation_matches(student: Relation, key: Relation) -> list[list[tuple[Node, Node]]]:
    """The ways in which two chains say the same: as they stand, or mirrored."""
    matches = []
    if student.operators == key.operators:
        matches.append(list(zip(student.operands, key.operands, strict=True)))
    mirrored = tuple(MIRRORED.get(operator, "") for operator in reversed(student.operators))
    if mirrored == key.operators:
        matches.append(list(zip(reversed(student.operands), key.operands, strict=True)))
    return matches


def _logic_matches(student: Logic, key: Logic) -> list[list[tuple[Node, Node]]]:
    """Operands in any order (few of them)."""
    if len(student.operands) != len(key.operands) or len(key.operands) > MOST_OPERANDS:
        return []
    commutes = key.operator in ("and", "or")
    orders = permutations(student.operands) if commutes else iter([student.operands])
    return [list(zip(order, key.operands, strict=True)) for order in orders]


def _if_all_equal(readings: Readings, matches: list[list[tuple[Node, Node]]], entries: Entries) -> Verdict:
    """Correct when the parts of some match are equal; otherwise nothing is concluded."""
    compared: dict[tuple[Node, Node], Verdict] = {}
    for match in matches:
        verdicts = [compared.setdefault(pair, entries(*pair)) for pair in match]
        if all(verdict.outcome is Outcome.CORRECT for verdict in verdicts):
            return _all_equal(readings, verdicts)
    return readings.undecided("not_compared")
