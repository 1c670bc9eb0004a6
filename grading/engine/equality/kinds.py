"""Which kinds of objects are compared with which, and how a text is meant where the key settles it.

Propositions (equations, inequalities, statements) are compared with one another, and sets of numbers
(intervals, unions, elements) with one another. ``{2}`` is not ``x = 2``: the key says which of the two is
asked for. ``∅`` and "all real numbers" answer to both.
"""

from __future__ import annotations

from typing import Final

from grading.engine.equality.structures import as_collection
from grading.engine.equality.trees import kind_of
from grading.engine.exact.field import NoFormError
from grading.engine.nodes import Collection, Constant, Logic, Node, PlusMinus, Symbol, walk
from grading.engine.solutions import both_signs

__all__ = ["are_comparable", "are_number_sets", "are_propositions", "as_meant_by"]

PROPOSITIONS: Final = frozenset({"equation", "inequality", "logic"})
SETS: Final = frozenset({"interval", "set"})
BOTH: Final = (Constant("all"), Constant("empty"))


def as_meant_by(student: Node, key: Node) -> tuple[Node, Node]:
    """The two, read as they must be meant beside one another.

    ``(1, 2)`` and ``[1, 2]`` are intervals beside an interval; ``2 ± 1`` is the set of its two values.
    """
    student = as_collection(student, "interval" if _is_of_intervals(key) else kind_of(key))
    if not _are_values(student, key):
        return student, key
    try:
        return _values(student), _values(key)
    except NoFormError:
        return student, key


def are_comparable(student: Node, key: Node) -> bool:
    """Whether the two are of kinds that can be equal."""
    if kind_of(student) == kind_of(key) or are_propositions(student, key) or are_number_sets(student, key):
        return True
    return _are_values(student, key)


def are_propositions(student: Node, key: Node) -> bool:
    """Whether both say something that holds or does not."""
    first, second = _is_proposition(student, beside=key), _is_proposition(key, beside=student)
    return (first and (second or key in BOTH)) or (second and student in BOTH)


def are_number_sets(student: Node, key: Node) -> bool:
    """Whether both are sets, and not both written by their elements: these are compared one by one."""
    if not {kind_of(student), kind_of(key)} <= SETS:
        return False
    return not (_is_written_out(student) and _is_written_out(key))


def _is_proposition(node: Node, *, beside: Node) -> bool:
    if isinstance(node, Symbol):
        return _is_of_letters(beside)
    return kind_of(node) in PROPOSITIONS


def _is_of_letters(node: Node) -> bool:
    """Whether ``node`` joins letters that stand for propositions."""
    return isinstance(node, Logic) and all(isinstance(each, Logic | Symbol | Constant) for each in walk(node))


def _is_of_intervals(node: Node) -> bool:
    return kind_of(node) == "set" and node != Constant("empty") and not _is_written_out(node)


def _is_written_out(node: Node) -> bool:
    return isinstance(node, Collection) and node.kind == "set"


def _are_values(student: Node, key: Node) -> bool:
    """Whether one of the two stands for several values by a ±, and both are values."""
    return {kind_of(student), kind_of(key)} <= {"expression", "set"} and (
        _has_both(student) or _has_both(key)
    )


def _has_both(node: Node) -> bool:
    return any(isinstance(each, PlusMinus) for each in walk(node))


def _values(node: Node) -> Node:
    """``node`` as the set of its values. Raises NoFormError for signs that are chosen apart."""
    items = node.items if isinstance(node, Collection) and node.kind == "set" else (node,)
    return Collection("set", tuple(value for item in items for value in both_signs(item)))
