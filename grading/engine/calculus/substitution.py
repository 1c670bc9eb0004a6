"""Letters in a tree: which it depends on, and what stands for them.

The index of a sum, a product or a definite integral belongs to it: it is no letter of the tree.
"""

from __future__ import annotations

from grading.engine.nodes import Node, Symbol, bound_letter, children, with_children

__all__ = ["depends", "free_letters", "substituted"]


def depends(node: Node, variable: str) -> bool:
    """Whether ``variable`` stands free in ``node``."""
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, Symbol) and current.name == variable:
            return True
        parts = children(current)
        pending.extend(parts[2:] if bound_letter(current) == variable else parts)
    return False


def free_letters(node: Node) -> frozenset[str]:
    """The letters that stand free in ``node``."""
    found = set[str]()
    pending: list[tuple[Node, frozenset[str]]] = [(node, frozenset())]
    while pending:
        current, bound = pending.pop()
        if isinstance(current, Symbol) and current.name not in bound:
            found.add(current.name)
        parts = children(current)
        letter = bound_letter(current)
        if letter is not None:
            pending.extend((part, bound | {letter}) for part in parts[:2])
            parts = parts[2:]
        pending.extend((part, bound) for part in parts)
    return frozenset(found)


def substituted(node: Node, variable: str, value: Node) -> Node:
    """``node`` with ``value`` for every free ``variable``; the depth is that of trees that are read."""
    if isinstance(node, Symbol):
        return value if node.name == variable else node
    parts = children(node)
    bound = bound_letter(node) == variable
    kept = parts[:2] if bound else ()
    replaced = tuple(substituted(part, variable, value) for part in parts[len(kept) :])
    return with_children(node, (*kept, *replaced))
