"""Lines that say what others say: with a 0 or a 1 that changes nothing, or terms that come to nothing."""

from __future__ import annotations

from collections import Counter

from grading.engine.judging.forms.order import Opened, opened
from grading.engine.nodes import Node, Number, Power, Product, Quotient, Sum, children, with_children

__all__ = ["is_padded", "without_idle_numbers"]


def without_idle_numbers(node: Node) -> Node:
    """``node`` without + 0, · 1, to the power 1 and over 1."""
    parts = tuple(without_idle_numbers(part) for part in children(node))
    match node:
        case Sum():
            kept = tuple(part for part in parts if not _is(part, 0)) or parts[:1]
            return Sum(kept) if len(kept) > 1 else kept[0]
        case Product():
            kept = tuple(part for part in parts if not _is(part, 1)) or parts[:1]
            return Product(kept) if len(kept) > 1 else kept[0]
        case Quotient() | Power() if _is(parts[1], 1):
            return parts[0]
    return with_children(node, parts)


def is_padded(whole: Node, part: Node) -> bool:
    """Whether ``whole`` is ``part``, perhaps with more terms or more factors. Where the two are equal these
    come to nothing."""
    mine, theirs = opened(without_idle_numbers(whole)), opened(without_idle_numbers(part))
    return any(not _counted(theirs, sort) - _counted(mine, sort) for sort in ("sum", "product"))


def _is(node: Node, value: int) -> bool:
    return isinstance(node, Number) and node.value == value


def _counted(tree: Opened, sort: str) -> Counter[object]:
    """The terms of a sum, or the factors of a product; everything else is one of them."""
    return Counter(tree[1:] if tree[0] == sort else (tree,))
