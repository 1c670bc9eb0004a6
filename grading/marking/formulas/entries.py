"""Judges of sets, lists and matrices, as a whole or by what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from grading.engine import Node, Outcome, Reason, Symbols, Verdict, compare, comparer, write_plain
from grading.engine.nodes import Collection, Constant
from grading.keys import ListKey, MatrixKey, SetKey
from grading.keys.objects import as_interval, list_of, matrix_of, set_of
from grading.marking.formulas.answers import read_key, typed
from grading.marking.judging import Asked, Judge, unreadable, verdict_of
from grading.responses import PartResponse

__all__ = ["JUDGES"]


def _judge_set(key: SetKey, response: PartResponse, asked: Asked) -> Verdict:
    tree = typed(response, asked.symbols).read()
    if isinstance(tree, Verdict):
        return tree
    student, expected = set_of(tree), set_of(read_key(key.answer, asked.symbols))
    if student is None:
        return unreadable("set_expected")
    if expected is None:
        return _not_compared()
    student, expected = _as_meant_beside(student, expected)
    strange = _sets_inside(student) - _sets_inside(expected)
    if strange:
        return verdict_of("extra_element", Outcome.INCORRECT, element=min(map(write_plain, strange)))
    verdict = compare(student, expected, symbols=asked.symbols)
    if verdict.outcome is not Outcome.INCORRECT or key.policy != "per_element":
        return verdict
    if not isinstance(student, Collection) or not isinstance(expected, Collection):
        return verdict
    return _by_elements(verdict, student.items, expected.items, asked.symbols)


def _as_meant_beside(student: Node, expected: Node) -> tuple[Node, Node]:
    """A point or a list is one element beside elements, and an interval beside intervals."""
    if not _is_written_out(expected):
        return as_interval(student), as_interval(expected)
    is_one = isinstance(student, Collection) and student.kind in ("tuple", "list")
    return (Collection("set", (student,)) if is_one else student), expected


def _sets_inside(tree: Node) -> set[Node]:
    """``∅`` and the set of all numbers, where they are elements: ``{∅}`` is not ``∅``."""
    items = tree.items if isinstance(tree, Collection) and tree.kind == "set" else ()
    return {item for item in items if isinstance(item, Constant) and item.name in ("all", "empty")}


def _is_written_out(tree: Node) -> bool:
    return isinstance(tree, Collection) and tree.kind == "set"


@dataclass(frozen=True, slots=True)
class _Tally:
    """How many elements are right, and how many are not."""

    right: int
    wrong: int


def _by_elements(
    verdict: Verdict, given: Sequence[Node], expected: Sequence[Node], symbols: Symbols
) -> Verdict:
    """Partial credit for the right elements less the wrong ones, as a share of those of the key."""
    of = len(dict.fromkeys(expected))
    tally = _tallied(given, expected, symbols=symbols)
    if tally is None:
        return _not_compared()
    if tally.right <= tally.wrong:
        return verdict
    share = Fraction(tally.right - tally.wrong, of)
    values = {"right": tally.right, "wrong": tally.wrong, "of": of}
    return _partly(verdict, Reason("some_right_elements", values), share)


def _tallied(given: Sequence[Node], expected: Sequence[Node], *, symbols: Symbols) -> _Tally | None:
    """Each element counts once, however often and in whatever way it is written. Counting ends where nothing
    can be earned any more. ``None`` where an element is not decided."""
    compared = comparer(symbols=symbols)
    left, wrong = list(dict.fromkeys(expected)), list[Node]()
    found = list[Node]()
    for element in dict.fromkeys(given):
        equal, is_decided = _partner(element, (*left, *found, *wrong), compared)
        if not is_decided:
            return None
        if equal is None:
            wrong.append(element)
        elif equal in left:
            left.remove(equal)
            found.append(equal)
        if len(wrong) >= len(left) + len(found):
            break
    return _Tally(right=len(found), wrong=len(wrong))


def _partner(
    element: Node, others: Sequence[Node], compared: Callable[[Node, Node], Verdict]
) -> tuple[Node | None, bool]:
    """The one of ``others`` that is equal to ``element``, if any, and whether that is certain."""
    is_decided = True
    for other in others:
        verdict = compared(element, other)
        if verdict.outcome is Outcome.CORRECT:
            return other, True
        if verdict.reason.code == "too_costly":
            return None, False
        is_decided = is_decided and verdict.outcome is not Outcome.UNDECIDED
    return None, is_decided


def _judge_list(key: ListKey, response: PartResponse, asked: Asked) -> Verdict:
    tree = typed(response, asked.symbols).read()
    if isinstance(tree, Verdict):
        return tree
    student, expected = list_of(tree), list_of(read_key(key.answer, asked.symbols))
    if student is None:
        return unreadable("list_expected")
    if expected is None:
        return _not_compared()
    verdict = compare(student, expected, symbols=asked.symbols)
    if verdict.reason.code != "entry_differs" or key.policy != "per_element":
        return verdict
    return _by_places(verdict, student.items, expected.items, asked.symbols)


def _judge_matrix(key: MatrixKey, response: PartResponse, asked: Asked) -> Verdict:
    tree = typed(response, asked.symbols).read()
    if isinstance(tree, Verdict):
        return tree
    student, expected = matrix_of(tree), matrix_of(read_key(key.answer, asked.symbols))
    if student is None:
        return unreadable("matrix_expected")
    if expected is None:
        return _not_compared()
    if len(student.items) == 1 and tree != student and _width(expected) == 1:
        student = Collection("matrix", tuple(Collection("tuple", (cell,)) for cell in _cells(student)))
    verdict = compare(student, expected, symbols=asked.symbols)
    if verdict.reason.code == "different_length":
        size = f"{len(student.items)}×{_width(student)}"
        values = {"size": size, "key": f"{len(expected.items)}×{_width(expected)}"}
        return replace(verdict, reason=Reason("different_size", values))
    if verdict.reason.code != "entry_differs" or key.policy != "per_entry":
        return verdict
    return _by_places(verdict, _cells(student), _cells(expected), asked.symbols)


def _cells(matrix: Collection) -> tuple[Node, ...]:
    return tuple(cell for row in matrix.items if isinstance(row, Collection) for cell in row.items)


def _width(matrix: Collection) -> int:
    return len(_cells(matrix)) // len(matrix.items)


def _by_places(
    verdict: Verdict, given: Sequence[Node], expected: Sequence[Node], symbols: Symbols
) -> Verdict:
    """Partial credit for the entries that are right at their place."""
    compared = comparer(symbols=symbols)
    outcomes = [compared(mine, theirs).outcome for mine, theirs in zip(given, expected, strict=True)]
    if Outcome.UNDECIDED in outcomes:
        return _not_compared()
    right = outcomes.count(Outcome.CORRECT)
    if not right:
        return verdict
    values = {"right": right, "of": len(outcomes)}
    return _partly(verdict, Reason("some_right_entries", values), Fraction(right, len(outcomes)))


def _partly(verdict: Verdict, reason: Reason, share: Fraction) -> Verdict:
    return replace(
        verdict,
        outcome=Outcome.PARTIAL,
        credit=share,
        reason=reason,
        witness=None,
        certificate={**verdict.certificate, **reason.values},
    )


def _not_compared() -> Verdict:
    return verdict_of("not_compared", Outcome.UNDECIDED, method="none")


JUDGES: Final[Mapping[type, Judge]] = {
    SetKey: _judge_set,
    ListKey: _judge_list,
    MatrixKey: _judge_matrix,
}
