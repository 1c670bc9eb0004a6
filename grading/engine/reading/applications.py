"""Functions before what they are applied to, with brackets or without: ``sin 2x``, ``√2x``, ``f'(x)``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from grading.engine.nodes import Node, Quotient, Symbol
from grading.engine.reading import operators
from grading.engine.reading.binding import POSTFIX, PRODUCT, SIGN, joined, signed
from grading.engine.reading.brackets import enclosed, grouped
from grading.engine.reading.calls import applied, raised
from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError
from grading.engine.reading.names import BRACKETLESS, SINGLE_FACTOR
from grading.engine.reading.tokens import Kind, Token

__all__ = ["Grammar", "applied_here", "bracketed", "primed"]


class Grammar(operators.Grammar, Protocol):
    """What is asked of the parser here."""

    tokens: Sequence[Token]
    index: int
    choices: Choices

    def touches(self, text: str) -> bool:
        """Whether this operator follows with no space before it."""

    def continues_product(self) -> bool:
        """Whether a factor follows with no sign between."""

    def number(self) -> Node:
        """A number."""


def applied_here(grammar: Grammar, *, declared: frozenset[str]) -> Node:
    """The function here with its arguments. Raises ReadError."""
    token = grammar.advance()
    name = token.text
    if name in operators.OPERATORS:
        return operators.operated(grammar, token)
    if name in declared or name not in BRACKETLESS:
        return _called(grammar, token, declared=declared)
    index = power = None
    while grammar.token.is_operator("_", "^") and (index is None or power is None):
        if grammar.advance().text == "_":
            index = grammar.operand(POSTFIX)
        else:
            power = grammar.expression(SIGN)
    is_enclosed = grammar.token.kind is Kind.OPEN
    arguments = _arguments(grammar) if is_enclosed else (_open_argument(grammar, name),)
    node = applied(name, arguments, index=index, token=token)
    return node if power is None else raised(name, node, power, arguments)


def bracketed(grammar: Grammar) -> Node:
    """The tree of the bracket here and all up to its partner."""
    opening = grammar.token
    items = grammar.enclosed_items()
    return enclosed(opening.text, grammar.tokens[grammar.index - 1].text, items)


def primed(grammar: Grammar, name: str) -> str:
    """``name`` with the primes that follow it."""
    while grammar.touches("'"):
        name += grammar.advance().text
    return name


def _called(grammar: Grammar, token: Token, *, declared: frozenset[str]) -> Node:
    """A function that needs brackets; ``f'(x)`` calls the derivative, ``f`` alone is a name."""
    name = primed(grammar, token.text)
    if grammar.token.kind is Kind.OPEN and grammar.token.text == "(":
        return applied(name, _arguments(grammar), index=None, token=token)
    if token.text in declared:
        return Symbol(name)
    # A primed name without its argument, or a known function without brackets.
    raise ReadError("unexpected", grammar.token.start, found=grammar.token.text, expected=["("])


def _arguments(grammar: Grammar) -> tuple[Node, ...]:
    if grammar.token.text == "|":
        return (bracketed(grammar),)
    return grammar.enclosed_items()


def _open_argument(grammar: Grammar, name: str) -> Node:
    """The argument of a function without brackets: ``2x`` in ``sin 2x``, ``2`` in ``√2x``."""
    if grammar.token.is_operator("+", "-"):
        return signed(grammar.advance().text, _open_argument(grammar, name))
    factors = [grouped(grammar.expression(PRODUCT))]
    if name in SINGLE_FACTOR:
        return factors[0]
    while grammar.continues_product() and grammar.token.kind is not Kind.FUNCTION:
        factors.append(grouped(grammar.expression(PRODUCT)))
    argument = joined(factors)
    return _divided(grammar, argument) if _divides_tightly(grammar) else argument


def _divides_tightly(grammar: Grammar) -> bool:
    """Whether ``/`` and a number touch the argument: ``sin x/2`` has two readings."""
    number = grammar.tokens[min(grammar.index + 1, len(grammar.tokens) - 1)]
    touches = grammar.touches("/") and number.kind is Kind.NUMBER and not number.spaced
    return touches and grammar.choices.take(grammar.token.start) == 1


def _divided(grammar: Grammar, argument: Node) -> Node:
    grammar.advance()
    return Quotient(argument, grammar.number())
