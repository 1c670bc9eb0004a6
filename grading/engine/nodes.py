"""The tree that every notation reads to and every writer writes from.

Nodes are frozen, slotted and hashable; two trees are equal exactly when they are the same
expression up to the way numbers were spelled. Nothing here computes: meaning lives in
``exact``, ``balls`` and ``equality``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import attrgetter
from typing import Any, Final

__all__ = [
    "BINDERS",
    "INTEGRALS",
    "SERIES",
    "Call",
    "Collection",
    "Constant",
    "Interval",
    "Logic",
    "Negate",
    "Node",
    "Number",
    "PlusMinus",
    "Power",
    "Product",
    "Quotient",
    "Relation",
    "Sum",
    "Symbol",
    "bound_letter",
    "children",
    "walk",
    "with_children",
]


INTEGRALS: Final = frozenset({"int", "integral", "integrate"})
SERIES: Final = frozenset({"product", "sum"})
# Calls ``name(expression, letter, from, to)`` in which the letter belongs to the call alone.
BINDERS: Final = INTEGRALS | SERIES


@dataclass(frozen=True, slots=True)
class Node:
    """Base of every node; never made itself."""


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A literal that is never negative: ``7``, ``0.5``, ``1.5e-3``; the exact rational it spells.

    ``literal`` keeps the spelling (``"0.50"``) for tests of form; it does not take part in equality.
    """

    value: Fraction
    literal: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A variable or parameter. ``name`` is canonical: ``x``, ``alpha``, ``x_1`` (also for ``x₁``)."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """``pi``, ``e``, ``i``, ``infinity``, ``true``, ``false``, ``empty`` (∅), ``all`` (every number),
    ``none`` (the statement that nothing is a solution)."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Two or more terms; a subtracted term stands in a ``Negate``."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """The sign before a term or factor."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Two or more factors, in the order in which they were written."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Node):
    """A fraction or a division."""

    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    """``base ^ exponent``."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function applied: ``sin``, ``sqrt``, ``root`` (radicand, index), ``log`` (argument[, base]),
    ``abs``, ``factorial``, ``percent``, ``degree`` … or an unknown function of the symbol list."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class PlusMinus(Node):
    """``± operand``: both signs at once."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """A chain ``operands[0] operators[0] operands[1] …`` with operators ``= != < <= > >=``."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """``and``, ``or``, ``not``, ``xor``, ``implies``, ``equivalent`` of propositions."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Collection(Node):
    """``kind`` is ``set`` {1,2}, ``tuple`` (1,2), ``list`` [1,2], ``matrix`` (its items are row tuples)
    or ``union``."""

    kind: str
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """An interval with its two ends; an end is in the set when its ``closed`` flag is set."""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


def children(node: Node) -> tuple[Node, ...]:
    """The direct subtrees of ``node``, left to right."""
    found: tuple[Node, ...] = _CHILDREN[type(node)](node)
    return found


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything below it, parents first, without recursion."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        parts = _CHILDREN[type(current)](current)
        if parts:
            pending.extend(parts[::-1])


def bound_letter(node: Node) -> str | None:
    """The letter that ``node`` binds in its first argument, if it binds one."""
    match node:
        case Call(function=name, arguments=(_, Symbol(name=letter), _, _)) if name in BINDERS:
            return letter
        case _:
            return None


def with_children(node: Node, parts: tuple[Node, ...]) -> Node:
    """``node`` with its direct subtrees replaced, left to right; ``node`` itself when nothing changes."""
    if not parts or all(old is new for old, new in zip(children(node), parts, strict=True)):
        return node
    named = _TUPLES.get(type(node))
    if named is not None:
        return replace(node, **{named: parts})
    return replace(node, **dict(zip(_SINGLES[type(node)], parts, strict=True)))


# Each kind of node has one field with all its subtrees, or one field for each of them.
_TUPLES: Final[dict[type[Node], str]] = {
    Sum: "terms",
    Product: "factors",
    Call: "arguments",
    Relation: "operands",
    Logic: "operands",
    Collection: "items",
}
_SINGLES: Final[dict[type[Node], tuple[str, ...]]] = {
    Negate: ("operand",),
    PlusMinus: ("operand",),
    Quotient: ("numerator", "denominator"),
    Power: ("base", "exponent"),
    Interval: ("low", "high"),
}
# A getter of two names gives a pair; this is asked for so often that it may cost next to nothing.
_CHILDREN: Final[dict[type[Node], Callable[[Any], tuple[Node, ...]]]] = {
    **{kind: attrgetter(name) for kind, name in _TUPLES.items()},
    **{kind: attrgetter(*names) for kind, names in _SINGLES.items() if len(names) > 1},
    **{kind: (lambda node: (node.operand,)) for kind, names in _SINGLES.items() if len(names) == 1},
    **dict.fromkeys((Number, Symbol, Constant), lambda _: ()),
}
