"""Tree to plain text that reads back to the same tree."""

from __future__ import annotations

from functools import singledispatch

from grading.engine.nodes import (
    Call,
    Collection,
    Constant,
    Interval,
    Logic,
    Negate,
    Node,
    Number,
    PlusMinus,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)
from grading.engine.writing.numbers import is_fraction, spelled

__all__ = ["write_plain"]

# How tightly what is written binds; a part that binds less than its place asks for stands in brackets.
IMPLICATION, DISJUNCTION, CONJUNCTION, NEGATION, RELATION = 1, 2, 3, 4, 5
UNION, SUM, SIGNED, PRODUCT, POWER, POSTFIX, ATOM = 6, 8, 9, 10, 11, 12, 13

_CONSTANTS = {"infinity": "inf", "empty": "∅"}
# The capital letter: the word is what telephones make of the number.
_NAMES = {"Pi": "Π"}
_POSTFIX = {"factorial": "!", "percent": "%", "degree": "°"}
_CONNECTIVES = {
    "or": DISJUNCTION,
    "xor": DISJUNCTION,
    "and": CONJUNCTION,
    "implies": IMPLICATION,
    "equivalent": IMPLICATION,
}
_SPELLED_CONNECTIVES = {"equivalent": "xnor"}


def write_plain(node: Node) -> str:
    """``node`` in plain text; ``read`` of it, with the same symbols, gives ``node`` back."""
    return _written(node)[0]


@singledispatch
def _written(node: Node) -> tuple[str, int]:
    """The text of ``node`` and how tightly it binds."""
    raise TypeError(f"not a node: {node!r}")


@_written.register
def _number(node: Number) -> tuple[str, int]:
    return spelled(node).upper(), PRODUCT if is_fraction(node) else ATOM


@_written.register
def _symbol(node: Symbol) -> tuple[str, int]:
    return _NAMES.get(node.name, node.name), ATOM


@_written.register
def _constant(node: Constant) -> tuple[str, int]:
    return _CONSTANTS.get(node.name, node.name), ATOM


def _at_least(node: Node, binding: int) -> str:
    text, own = _written(node)
    return text if own >= binding else f"({text})"


def _listed(items: tuple[Node, ...]) -> str:
    return ", ".join(write_plain(item) for item in items)


def _sign(node: Node) -> tuple[str, Node]:
    """The sign before a term, and the term without it; ``+`` when there is none."""
    match node:
        case Negate(PlusMinus(operand)):
            return "∓", operand
        case Negate(operand):
            return "-", operand
        case PlusMinus(operand):
            return "±", operand
        case _:
            return "+", node


@_written.register(Negate)
@_written.register(PlusMinus)
def _signed(node: Node) -> tuple[str, int]:
    sign, operand = _sign(node)
    return sign + _at_least(operand, PRODUCT), SIGNED


@_written.register
def _sum(node: Sum) -> tuple[str, int]:
    text = _at_least(node.terms[0], SIGNED)
    for term in node.terms[1:]:
        sign, operand = _sign(term)
        text += f" {sign} {_at_least(operand, PRODUCT)}"
    return text, SUM


@_written.register
def _product(node: Product) -> tuple[str, int]:
    # A quotient may only come first without brackets: a/b*c is (a/b)*c.
    first, *others = node.factors
    start = _at_least(first, PRODUCT if isinstance(first, Quotient) else POWER)
    return "*".join([start, *(_at_least(factor, POWER) for factor in others)]), PRODUCT


@_written.register
def _quotient(node: Quotient) -> tuple[str, int]:
    return f"{_at_least(node.numerator, PRODUCT)}/{_at_least(node.denominator, POWER)}", PRODUCT


@_written.register
def _power(node: Power) -> tuple[str, int]:
    return f"{_at_least(node.base, POSTFIX)}^{_at_least(node.exponent, POWER)}", POWER


@_written.register
def _call(node: Call) -> tuple[str, int]:
    match node.function, node.arguments:
        case ("factorial" | "percent" | "degree") as function, (operand,):
            # Two signs in a row would be a different function: (n!)!
            return _at_least(operand, ATOM) + _POSTFIX[function], POSTFIX
        case "mixed", (Number() as whole, Quotient() as part):
            return f"{write_plain(whole)} {write_plain(part)}", PRODUCT
        case _:
            return f"{node.function}({_listed(node.arguments)})", ATOM


@_written.register
def _relation(node: Relation) -> tuple[str, int]:
    text = _at_least(node.operands[0], UNION)
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        text += f" {operator} {_at_least(operand, UNION)}"
    return text, RELATION


@_written.register
def _logic(node: Logic) -> tuple[str, int]:
    if node.operator == "not":
        return "not " + _at_least(node.operands[0], RELATION), NEGATION
    binding = _CONNECTIVES[node.operator]
    word = _SPELLED_CONNECTIVES.get(node.operator, node.operator)
    return f" {word} ".join(_at_least(operand, binding + 1) for operand in node.operands), binding


@_written.register
def _collection(node: Collection) -> tuple[str, int]:
    items = node.items
    match node.kind:
        case "union":
            return " ∪ ".join(map(_part, items)), UNION
        case "matrix":
            rows = ", ".join(f"[{_listed(row.items)}]" for row in items if isinstance(row, Collection))
            return f"[{rows}]", ATOM
        case "set":
            return "{" + _listed(items) + "}", ATOM
        case "list":
            return f"[{_listed(items)}]", ATOM
        case _:
            return f"({_listed(items)})", ATOM


def _part(node: Node) -> str:
    """A part of a union, where round and square brackets are those of intervals."""
    if not isinstance(node, Interval):
        return _at_least(node, SUM)
    opening, closing = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
    return f"{opening}{_listed((node.low, node.high))}{closing}"


@_written.register
def _interval(node: Interval) -> tuple[str, int]:
    """An interval that is not taken for a pair or for a list, wherever it stands."""
    ends = _listed((node.low, node.high))
    if node.low_closed == node.high_closed:
        return f"{'cc' if node.low_closed else 'oo'}({ends})", ATOM
    return f"[{ends})" if node.low_closed else f"({ends}]", ATOM
