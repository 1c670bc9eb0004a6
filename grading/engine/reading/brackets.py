"""What stands in brackets: a group, a tuple, a list, a set, an interval, a matrix."""

from __future__ import annotations

from grading.engine.nodes import Call, Collection, Constant, Interval, Negate, Node

__all__ = ["as_set", "enclosed", "grouped", "intersected", "is_pair", "matrix_of", "united"]

_PAIRS = frozenset({("(", ")"), ("[", "]"), ("{", "}"), ("|", "|")})
_SQUARE = frozenset("[]")


def is_pair(opening: str, closing: str, *, count: int) -> bool:
    """Whether these two brackets can stand around ``count`` items; two items may be an interval."""
    if (opening, closing) in _PAIRS:
        return count == 1 or opening != "|"
    return count == 2 and opening in "([]" and closing in ")[]"


def enclosed(opening: str, closing: str, items: tuple[Node, ...]) -> Node:
    """The tree of bracketed ``items``, which ``is_pair`` has allowed."""
    match opening, closing:
        case "|", "|":
            return Call("abs", items)
        case "{", "}":
            return Collection("set", items)
        case "(", ")":
            return _round(items)
        case "[", "]":
            return _square(items)
        case _:
            low, high = items
            return Interval(low, high, opening == "[", closing == "]")


def grouped(node: Node) -> Node:
    """A list or set of one item, used as a term or factor, is a group: ``[x+1]^2``."""
    if isinstance(node, Collection) and node.kind in {"list", "set"} and len(node.items) == 1:
        return node.items[0]
    return node


def matrix_of(rows: tuple[Node, ...]) -> Collection | None:
    """The matrix whose rows are these lists of one length, or None."""
    read_rows = [_row(row) for row in rows]
    lengths = {0 if row is None else len(row.items) for row in read_rows}
    if len(lengths) != 1 or lengths == {0}:
        return None
    return Collection("matrix", tuple(row for row in read_rows if row is not None))


def _row(node: Node) -> Collection | None:
    """``node`` as a row; a list of lists has been read as a matrix and may be one row of a larger one."""
    match node:
        case Collection("list", items):
            return Collection("tuple", items)
        case Collection("matrix", rows):
            lists = (Collection("list", row.items) for row in rows if isinstance(row, Collection))
            return Collection("tuple", tuple(lists))
        case _:
            return None


def united(parts: tuple[Node, ...]) -> Node:
    """The union of sets; here ``(1, 2)`` and ``[1, 2]`` are intervals."""
    return Collection("union", _sets(parts)) if len(parts) > 1 else parts[0]


def intersected(parts: tuple[Node, ...]) -> Node:
    """The intersection of sets; here ``(1, 2)`` and ``[1, 2]`` are intervals."""
    return Call("intersection", _sets(parts)) if len(parts) > 1 else parts[0]


def as_set(part: Node) -> Node:
    """``part`` where a set must stand: a pair is an interval."""
    match part:
        case Collection("tuple", (low, high)):
            return Interval(low, high, False, False)
        case Collection("list", (low, high)):
            return Interval(low, high, True, True)
        case _:
            return part


def _sets(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(map(as_set, parts))


def _round(items: tuple[Node, ...]) -> Node:
    if len(items) == 1:
        return items[0]
    if _is_unbounded(items):
        return Interval(items[0], items[1], False, False)
    return Collection("tuple", items)


def _square(items: tuple[Node, ...]) -> Node:
    if _is_unbounded(items):
        return Interval(items[0], items[1], True, True)
    matrix = matrix_of(items)
    return matrix if matrix is not None else Collection("list", items)


def _is_unbounded(items: tuple[Node, ...]) -> bool:
    return len(items) == 2 and any(_is_infinite(item) for item in items)


def _is_infinite(node: Node) -> bool:
    return node == Constant("infinity") or node == Negate(Constant("infinity"))
