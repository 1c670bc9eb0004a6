"""Letters in a tree: which it depends on, and what stands for them.

The index of a sum, a product or a definite integral belongs to it: it is no letter of the tree.
"""

from __future__ import annotations

from typing import Final

from grading.engine.nodes import Call, Node, Symbol, children, with_children

__all__ = ["BINDERS", "bound_letter", "depends", "substituted"]

# Calls ``name(expression, letter, from, to)`` in which the letter is bound.
BINDERS: Final = frozenset({"int", "integral", "integrate", "product", "sum"})


def bound_letter(node: Node) -> str | None:
    """The letter that ``node`` binds in its first argument, if it binds one."""
    match node:
        case Call(function=name, arguments=(_, Symbol(name=letter), _, _)) if name in BINDERS:
            return letter
        case _:
            return None


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


def substituted(node: Node, variable: str, value: Node) -> Node:
    """``node`` with ``value`` for every free ``variable``; the depth is that of trees that are read."""
    if isinstance(node, Symbol):
        return value if node.name == variable else node
    parts = children(node)
    bound = bound_letter(node) == variable
    kept = parts[:2] if bound else ()
    replaced = tuple(substituted(part, variable, value) for part in parts[len(kept) :])
    return with_children(node, (*kept, *replaced))
