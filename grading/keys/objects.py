"""What an answer of a kind may be: trees meant for an equation, an inequality, a set, a list, a matrix.

None of this asks what is right, so it can be said while a student types; keys are held to the same.
"""

from __future__ import annotations

from typing import Final

from grading.engine import Node
from grading.engine.nodes import Call, Collection, Constant, Interval, Logic, Relation
from grading.keys.solved import are_conditions, as_condition, relations_of, solved_for

__all__ = [
    "as_interval",
    "condition_of_equations",
    "condition_of_inequalities",
    "is_number_set",
    "list_of",
    "matrix_of",
    "set_of",
]

SET_CALLS: Final = frozenset({"intersection", "difference"})
ROWS: Final = frozenset({"set", "list", "tuple", "matrix"})


def condition_of_equations(tree: Node) -> Node | None:
    """What can be the answer where equations are asked for: equations joined in any way, words for all or no
    solutions, or the set of the solutions; ``None`` for everything else."""
    tree = as_condition(tree)
    match tree:
        case Constant(name="all" | "empty" | "none" | "true" | "false"):
            return tree
        case Collection(kind="set"):
            return tree
    has_equation = any({"=", "!="} & set(relation.operators) for relation in relations_of(tree))
    return tree if are_conditions(tree) and has_equation else None


def condition_of_inequalities(tree: Node) -> Node | None:
    """What can be the answer where inequalities are asked for: conditions with an inequality, intervals,
    sets of numbers, words for all or no numbers; ``None`` for everything else."""
    tree = as_interval(as_condition(tree))
    match tree:
        case _ if is_number_set(tree):
            return tree
        case Constant(name="none" | "true" | "false") | Call(function="member"):
            return tree
    signs = {sign for relation in relations_of(tree) for sign in relation.operators}
    return tree if are_conditions(tree) and signs - {"="} else None


def as_interval(tree: Node) -> Node:
    """``(1, 3)`` and ``[1, 3]`` are intervals here."""
    match tree:
        case Collection(kind="tuple", items=(low, high)):
            return Interval(low, high, False, False)
        case Collection(kind="list", items=(low, high)):
            return Interval(low, high, True, True)
        case _:
            return tree


def is_number_set(tree: Node) -> bool:
    """Whether ``tree`` is a set of numbers rather than a condition on a letter."""
    match tree:
        case Interval() | Collection(kind="set" | "union") | Constant(name="all" | "empty"):
            return True
        case Call(function=name):
            return name in SET_CALLS
        case _:
            return False


def set_of(tree: Node) -> Node | None:
    """``tree`` as the set that it is meant for; ``None`` where it is meant for none.

    One value alone is the set of it, and ``x = 1 or x = 2`` that of 1 and 2. A point or a list stays as it
    is: it may be an interval.
    """
    tree = as_condition(tree)
    match tree:
        case Constant(name="none"):
            return Constant("empty")
        case Constant(name="all" | "empty") | Interval() | Call(function="intersection" | "difference"):
            return tree
        case Collection(kind=kind):
            return None if kind == "matrix" else tree
        case Relation() | Logic():
            return _solutions(tree)
        case Constant(name="true" | "false") | Call(function="member"):
            return None
        case _:
            return Collection("set", (tree,))


def _solutions(tree: Node) -> Node | None:
    """The values of one letter that an equation, or several joined by ``or``, is solved for."""
    letters = solved_for(tree)
    relations = list(relations_of(tree))
    if not letters or len(letters) != 1 or (isinstance(tree, Logic) and tree.operator != "or"):
        return None
    if any(relation.operators != ("=",) for relation in relations):
        return None
    name = min(letters)
    sides = [[side for side in each.operands if getattr(side, "name", "") != name] for each in relations]
    return Collection("set", tuple(side for each in sides for side in each))


def list_of(tree: Node) -> Collection | None:
    """``tree`` as a list whose brackets do not matter; ``None`` where it is none.

    ``1, 2`` without brackets and ``{1, 2}`` are read alike, so braces do not matter either: order does.
    """
    if not isinstance(tree, Collection) or tree.kind == "union" or any(map(are_conditions, tree.items)):
        return None
    return Collection("tuple", tuple(map(_with_one_bracket, tree.items)))


def _with_one_bracket(node: Node) -> Node:
    """Points inside of a list, too; a set in it stays one."""
    if isinstance(node, Collection) and node.kind in ("list", "tuple", "matrix"):
        return Collection("tuple", tuple(map(_with_one_bracket, node.items)))
    return node


def matrix_of(tree: Node) -> Collection | None:
    """``tree`` as a matrix: rows of one length. A list of numbers is one row."""
    if not isinstance(tree, Collection) or tree.kind not in ROWS or not tree.items:
        return None
    rows = [each for each in tree.items if isinstance(each, Collection) and each.kind in ("list", "tuple")]
    if not rows and tree.kind in ("list", "tuple"):
        return Collection("matrix", (Collection("tuple", tree.items),))
    if len(rows) < len(tree.items) or len({len(row.items) for row in rows}) > 1:
        return None
    return Collection("matrix", tuple(Collection("tuple", row.items) for row in rows))
