"""Propositions written side by side: ``x = 1, 2``, ``x = 1 or 2``, ``x ∈ [0, 1]``."""

from __future__ import annotations

from grading.engine.nodes import (
    Call,
    Collection,
    Constant,
    Interval,
    Logic,
    Negate,
    Node,
    Relation,
    Symbol,
    walk,
)
from grading.engine.reading.brackets import as_set
from grading.engine.reading.choices import Choices

__all__ = ["combined", "listed", "member"]

_INFINITE = (Constant("infinity"), Negate(Constant("infinity")))


def listed(items: tuple[Node, ...], *, position: int, choices: Choices) -> Node:
    """What ``items`` with commas between them say.

    Values are a set. Equations for one letter are alternatives (``x = 1, x = 2``), other propositions
    hold together (``x = 1, y = 2``); inequalities for one letter (``x < 1, x > 3``) have both readings.
    """
    items = _completed(items)
    if not any(map(_is_proposition, items)):
        return Collection("set", items)
    solved = {_solved_letter(item) for item in items}
    if len(solved) == 1 and None not in solved:
        return Logic("or", items)
    letters = {node.name for item in items for node in walk(item) if isinstance(node, Symbol)}
    is_doubtful = len(letters) == 1 and all(map(_is_inequality, items))
    if is_doubtful and choices.take(position) == 1:
        return Logic("or", items)
    return Logic("and", items)


def combined(operator: str, items: tuple[Node, ...]) -> Node:
    """``items`` joined by a connective; ``nand`` and ``nor`` are written with ``not``."""
    if operator == "or":
        items = _completed(items)
    match operator:
        case "nand":
            return Logic("not", (Logic("and", items),))
        case "nor":
            return Logic("not", (Logic("or", items),))
        case "xnor":
            return Logic("equivalent", items)
        case _:
            return Logic(operator, items)


def member(element: Node, whole: Node) -> Node:
    """``element ∈ whole`` as a proposition in relations."""
    match as_set(whole):
        case Constant("all"):
            return Constant("true")
        case Interval(low, high, low_closed, high_closed):
            return _between(element, low, high, low_closed=low_closed, high_closed=high_closed)
        case Collection("set", items) if items:
            return _any(tuple(Relation((element, item), ("=",)) for item in items))
        case Collection("union", parts):
            return _any(tuple(member(element, part) for part in parts))
        case _:
            return Call("member", (element, whole))


def _between(element: Node, low: Node, high: Node, *, low_closed: bool, high_closed: bool) -> Node:
    operands, operators = [element], []
    if low not in _INFINITE:
        operands.insert(0, low)
        operators.append("<=" if low_closed else "<")
    if high not in _INFINITE:
        operands.append(high)
        operators.append("<=" if high_closed else "<")
    return Relation(tuple(operands), tuple(operators)) if operators else Constant("true")


def _any(items: tuple[Node, ...]) -> Node:
    return Logic("or", items) if len(items) > 1 else items[0]


def _completed(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """``x = 1`` and ``2`` are ``x = 1`` and ``x = 2``."""
    letter = _solved_letter(items[0])
    if letter is None or any(map(_is_proposition, items[1:])):
        return items
    return (items[0], *(Relation((Symbol(letter), item), ("=",)) for item in items[1:]))


def _solved_letter(node: Node) -> str | None:
    """The letter for which ``node`` is solved: ``x`` in ``x = 3``."""
    match node:
        case Relation((Symbol(name), value), ("=",)) if Symbol(name) not in walk(value):
            return name
        case _:
            return None


def _is_inequality(node: Node) -> bool:
    return isinstance(node, Relation) and not {"=", "!="} & set(node.operators)


def _is_proposition(node: Node) -> bool:
    return isinstance(node, Relation | Logic) or node in (Constant("true"), Constant("false"))
