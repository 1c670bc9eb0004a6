"""A right answer, altered a little: what a key must not take for right as well.

The alterations are those that students make by mistake: a sign, a coefficient, an exponent, a relation, an
end of an interval, an entry. Pure: the same tree gives the same mutants in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, zip_longest
from typing import Final, Literal

from grading.engine import Node, write_plain
from grading.engine.nodes import (
    Collection,
    Constant,
    Interval,
    Logic,
    Negate,
    Number,
    Power,
    Relation,
    Sum,
    children,
    with_children,
)

__all__ = ["MOST_MUTANTS", "Change", "Mutant", "mutants"]

MOST_MUTANTS: Final = 40
# A key is at most 500 characters; what is written of it may be a little longer.
LONGEST: Final = 600
INFINITY: Final = Constant("infinity")

Change = Literal["sign", "number", "exponent", "relation", "end", "entry"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """An altered answer: ``tree``, its plain ``text``, and the ``change``. ``place`` counts the terms of the
    sum or the entries of the collection that was altered from 1, or is 0; ``before`` and ``after`` are the
    plain texts of what was replaced and of what stands there now."""

    tree: Node
    text: str
    change: Change
    place: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Altered:
    """One node and what it becomes."""

    node: Node
    change: Change
    place: int
    before: Node
    after: Node


def mutants(tree: Node) -> list[Mutant]:
    """At most 40 alterations of ``tree``, all different from it and from one another; of every kind of
    change the first ones come first."""
    found: dict[Node, Mutant] = {}
    rounds = zip_longest(_whole_sign(tree), *(_everywhere(tree, change) for change in CHANGES))
    for altered in filter(None, chain.from_iterable(rounds)):
        if len(found) >= MOST_MUTANTS:
            break
        text = write_plain(altered.node)
        if altered.node != tree and len(text) <= LONGEST:
            before, after = write_plain(altered.before), write_plain(altered.after)
            mutant = Mutant(altered.node, text, altered.change, altered.place, before, after)
            found.setdefault(altered.node, mutant)
    return list(found.values())


def _everywhere(tree: Node, change: Callable[[Node], Iterator[_Altered]]) -> Iterator[_Altered]:
    """``tree`` with ``change`` made at each of its nodes, the outer ones first."""
    yield from change(tree)
    parts = children(tree)
    for place, part in enumerate(parts):
        for altered in _everywhere(part, change):
            whole = with_children(tree, (*parts[:place], altered.node, *parts[place + 1 :]))
            yield replace(altered, node=whole)


def _negated(node: Node) -> Node:
    return node.operand if isinstance(node, Negate) else Negate(node)


def _whole_sign(tree: Node) -> Iterator[_Altered]:
    """An expression of one term with the other sign."""
    if not isinstance(tree, Sum | Negate | Relation | Logic | Collection | Interval):
        yield _Altered(Negate(tree), "sign", 0, tree, Negate(tree))


def _signs(node: Node) -> Iterator[_Altered]:
    """A term of a sum with the other sign, or what has a minus sign without it."""
    if isinstance(node, Sum):
        for place, term in enumerate(node.terms, start=1):
            changed = _negated(term)
            yield _Altered(_with_item(node, place, changed), "sign", place, term, changed)
    elif isinstance(node, Negate):
        yield _Altered(node.operand, "sign", 0, node, node.operand)


def _numbers(node: Node) -> Iterator[_Altered]:
    """A number one more, one less, twice as large. Exponents and entries have changes of their own."""
    if isinstance(node, Number):
        for value in _near(node.value):
            changed = _number(value)
            yield _Altered(changed, "number", 0, node, changed)


def _exponents(node: Node) -> Iterator[_Altered]:
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        for value in (node.exponent.value + 1, node.exponent.value - 1):
            changed = replace(node, exponent=_number(value))
            yield _Altered(changed, "exponent", 0, node, changed)


def _relations(node: Node) -> Iterator[_Altered]:
    if not isinstance(node, Relation):
        return
    for place, operator in enumerate(node.operators):
        for other in TURNED.get(operator, ()):
            operators = (*node.operators[:place], other, *node.operators[place + 1 :])
            changed = replace(node, operators=operators)
            yield _Altered(changed, "relation", 0, node, changed)


def _ends(node: Node) -> Iterator[_Altered]:
    """An end that belongs to an interval does so no longer, or the other way; infinity never does."""
    if not isinstance(node, Interval):
        return
    for end, changed in (
        (node.low, replace(node, low_closed=not node.low_closed)),
        (node.high, replace(node, high_closed=not node.high_closed)),
    ):
        if INFINITY not in (end, _negated(end)):
            yield _Altered(changed, "end", 0, node, changed)


def _entries(node: Node) -> Iterator[_Altered]:
    """An entry or element that is no plain number, one more; one of several elements of a set left out."""
    if not isinstance(node, Collection) or node.kind in ("union", "matrix"):
        return
    for place, item in enumerate(node.items, start=1):
        if not isinstance(item, Number | Collection | Interval | Relation):
            changed = Sum((item, _number(Fraction(1))))
            yield _Altered(_with_item(node, place, changed), "entry", place, item, changed)
    if node.kind == "set" and len(node.items) > 1:
        for place in range(1, len(node.items) + 1):
            rest = replace(node, items=(*node.items[: place - 1], *node.items[place:]))
            yield _Altered(rest, "entry", place, node, rest)


def _with_item(node: Node, place: int, item: Node) -> Node:
    parts = children(node)
    return with_children(node, (*parts[: place - 1], item, *parts[place:]))


def _near(value: Fraction) -> Sequence[Fraction]:
    return (value + 1, value - 1, 2 * value)


def _number(value: Fraction) -> Node:
    """A number as trees have it: never negative by itself."""
    positive = Number(abs(value), literal=_spelled(abs(value)))
    return positive if value >= 0 else Negate(positive)


def _spelled(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else ""


TURNED: Final[dict[str, tuple[str, ...]]] = {
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "=": ("!=",),
    "!=": ("=",),
}
CHANGES: Final = (_signs, _relations, _ends, _exponents, _entries, _numbers)
