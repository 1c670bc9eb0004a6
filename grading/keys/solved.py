"""Equations and inequalities as trees: what they are made of, and whether they are solved.

A relation is solved for a letter that stands alone on one side and nowhere else in it: ``x = 3``,
``1 < x <= 3``, ``y = 2x + 1``, ``f(x) = x^2`` for ``f``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from grading.engine import Node
from grading.engine.nodes import Call, Collection, Constant, Logic, Relation, Symbol, walk

__all__ = [
    "are_conditions",
    "as_condition",
    "is_solved_as",
    "letters_of",
    "relations_of",
    "solved_for",
    "tells_each",
]

# What says that everything, or nothing, is a solution.
WHOLE: Final = frozenset({"all", "empty", "none", "true", "false"})
BRACKETS: Final = frozenset({"set", "list", "tuple"})


def letters_of(node: Node) -> frozenset[str]:
    """The letters in ``node``."""
    return frozenset(each.name for each in walk(node) if isinstance(each, Symbol))


def are_conditions(node: Node) -> bool:
    """Whether ``node`` is made of relations and of words for everything and nothing."""
    match node:
        case Relation() | Call(function="member"):
            return True
        case Constant(name=name):
            return name in WHOLE
        case Logic(operands=operands):
            return all(map(are_conditions, operands))
        case _:
            return False


def as_condition(node: Node) -> Node:
    """``{x = 1, y = 2}`` as ``x = 1 and y = 2``. Equations for one letter are alternatives there, too."""
    match node:
        case Collection(kind=kind, items=(first, *rest) as items) if kind in BRACKETS and all(
            map(_says_something, items)
        ):
            is_choice = len(letters_of(node)) == 1 and all(map(_is_equation, items))
            return Logic("or" if is_choice else "and", items) if rest else first
        case _:
            return node


def _says_something(node: Node) -> bool:
    """``∅`` may be an element as well; a relation cannot."""
    return are_conditions(node) and any(relations_of(node))


def _is_equation(node: Node) -> bool:
    return isinstance(node, Relation) and set(node.operators) == {"="}


def relations_of(node: Node) -> Iterator[Relation]:
    """The relations that a condition is made of."""
    match node:
        case Relation():
            yield node
        case Logic(operands=operands):
            for operand in operands:
                yield from relations_of(operand)


def solved_for(node: Node) -> frozenset[str] | None:
    """The letters for which a condition is solved, none where it says everything or nothing; ``None`` where
    it is not solved."""
    if not _is_plain(node):
        return None
    letters = [_solved_letters(relation) for relation in relations_of(node)]
    return frozenset().union(*letters) if all(letters) else None


def _is_plain(node: Node) -> bool:
    """Whether nothing but ``and`` and ``or`` joins the relations."""
    match node:
        case Logic(operator=operator, operands=operands):
            return operator in ("and", "or") and all(map(_is_plain, operands))
        case Relation():
            return True
        case Constant(name=name):
            return name in WHOLE
        case _:
            return False


def is_solved_as(node: Node, letters: frozenset[str]) -> bool:
    """Whether each relation of ``node`` is solved for one of ``letters``, or for any where there are none."""
    if not _is_plain(node):
        return False
    found = [_solved_letters(relation) for relation in relations_of(node)]
    return all(each & letters if letters else each for each in found)


def tells_each(node: Node, letters: frozenset[str]) -> bool:
    """Whether no relation of ``node`` has ``letters`` on two sides: ``x = 3 and y = 2``, not
    ``x = 3 and y = 5 - x``."""
    return all(
        sum(bool(letters_of(operand) & letters) for operand in relation.operands) < 2
        for relation in relations_of(node)
    )


def _solved_letters(relation: Relation) -> frozenset[str]:
    operands = relation.operands
    match operands:
        case (Collection(kind="tuple", items=left), Collection(kind="tuple", items=right)):
            pairs = [Relation(pair, relation.operators) for pair in zip(left, right, strict=False)]
            found = [_solved_letters(pair) for pair in pairs]
            return frozenset().union(*found) if all(found) else frozenset()
    alone = {name for operand in operands if (name := _name_of(operand))}
    return frozenset(name for name in alone if _standing(name, operands) == 1)


def _name_of(operand: Node) -> str:
    match operand:
        case Symbol(name=name):
            return name
        case Call(function=name, arguments=arguments) if all(isinstance(each, Symbol) for each in arguments):
            return name
        case _:
            return ""


def _standing(name: str, operands: tuple[Node, ...]) -> int:
    """In how many of ``operands`` the name stands."""
    return sum(any(_is_named(each, name) for each in walk(operand)) for operand in operands)


def _is_named(node: Node, name: str) -> bool:
    return (isinstance(node, Symbol) and node.name == name) or (
        isinstance(node, Call) and node.function == name
    )
