"""Operators that take what follows them: ``∑``, ``∏``, ``∫``, ``lim`` and ``d/dx``."""

from __future__ import annotations

from typing import Protocol

from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Node,
    PlusMinus,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)
from grading.engine.reading.binding import INTERSECTION, ONE, POSTFIX, SIGN, SUM
from grading.engine.reading.brackets import grouped
from grading.engine.reading.errors import ReadError
from grading.engine.reading.tokens import Kind, Token

__all__ = ["OPERATORS", "Grammar", "operated", "with_index"]

# Sign -> the function it stands for.
OPERATORS = {"∑": "sum", "∏": "product", "∫": "integral", "lim": "limit", "∂": "diff"}


class Grammar(Protocol):
    """What is asked of the parser here."""

    @property
    def token(self) -> Token:
        """The current token."""

    def advance(self) -> Token:
        """The current token, and on to the next."""

    def expression(self, least: int) -> Node:
        """What stands here, as far as operators bind more tightly than ``least``."""

    def operand(self, least: int) -> Node:
        """One operand."""

    def enclosed_items(self) -> tuple[Node, ...]:
        """The items between the bracket here and its partner."""


def operated(grammar: Grammar, sign: Token) -> Node:
    """The call that ``sign``, which has just been read, makes of what follows. Raises ReadError.

    A sum, product, limit or derivative takes one term; an integral runs to its differential.
    """
    match sign.text:
        case "∂":
            items = grammar.enclosed_items()
            return Call("diff", (grammar.expression(SUM), *items))
        case "lim":
            variable, value = _limit_items(grammar, sign)
            return Call("limit", (grammar.expression(SUM), variable, value))
        case "∫":
            return _integral(grammar)
        case _:
            return _accumulated(grammar, sign)


def with_index(arguments: tuple[Node, ...]) -> tuple[Node, ...]:
    """The arguments of a sum or product, where an ``i`` that runs is no imaginary unit."""
    if len(arguments) != 4 or arguments[1] != Constant("i"):
        return arguments
    return tuple(map(_indexed, arguments))


def _indexed(node: Node) -> Node:
    match node:
        case Constant("i"):
            return Symbol("i")
        case Sum(items):
            return Sum(tuple(map(_indexed, items)))
        case Product(items):
            return Product(tuple(map(_indexed, items)))
        case Negate(operand):
            return Negate(_indexed(operand))
        case PlusMinus(operand):
            return PlusMinus(_indexed(operand))
        case Quotient(above, below):
            return Quotient(_indexed(above), _indexed(below))
        case Power(base, exponent):
            return Power(_indexed(base), _indexed(exponent))
        case Call(function, arguments):
            return Call(function, tuple(map(_indexed, arguments)))
        case _:
            return node


def _limits(grammar: Grammar) -> tuple[Node | None, Node | None]:
    """What stands below and above, in either order."""
    low = high = None
    while grammar.token.is_operator("_", "^"):
        is_low = grammar.token.text == "_"
        if (low if is_low else high) is not None:
            break
        grammar.advance()
        if is_low:
            low = grouped(grammar.operand(POSTFIX))
        else:
            high = grouped(grammar.expression(SIGN))
    return low, high


def _accumulated(grammar: Grammar, sign: Token) -> Node:
    low, high = _limits(grammar)
    match low:
        case Relation((Symbol() | Constant("i") as index, first), ("=",)) if high is not None:
            arguments = (grammar.expression(SUM), index, first, high)
            return Call(OPERATORS[sign.text], with_index(arguments))
        case _:
            raise _without_limits(grammar, sign)


def _integral(grammar: Grammar) -> Node:
    low, high = _limits(grammar)
    is_empty = grammar.token.kind is Kind.DIFFERENTIAL
    body = ONE if is_empty else grouped(grammar.expression(INTERSECTION))
    if grammar.token.kind is not Kind.DIFFERENTIAL:
        found = grammar.token.text
        raise ReadError("missing_operand", grammar.token.start, found=found, expected=["differential"])
    variable = Symbol(grammar.advance().text)
    if low is None and high is None:
        return Call("integral", (body, variable))
    if low is None or high is None:
        raise ReadError("missing_operand", grammar.token.start, found="", expected=["limits"])
    return Call("integral", (body, variable, low, high))


def _limit_items(grammar: Grammar, sign: Token) -> tuple[Node, Node]:
    if not grammar.token.is_operator("_"):
        raise _without_limits(grammar, sign)
    grammar.advance()
    items = grammar.enclosed_items()
    if len(items) != 2 or not isinstance(items[0], Symbol):
        raise _without_limits(grammar, sign)
    return items[0], items[1]


def _without_limits(grammar: Grammar, sign: Token) -> ReadError:
    return ReadError("missing_operand", sign.end, found=grammar.token.text, expected=["limits"])
