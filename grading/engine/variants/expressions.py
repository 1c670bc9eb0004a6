"""Expressions of the parameter language, read to the engine's tree.

This is not the reader of what students type: names such as ``a1`` and ``kMax`` are one name each,
a comma only separates arguments, and nothing is ambiguous. Positions count from 0 in the line.

    condition   or < and < = != < <= > >= < + - < * / mod < sign < ^ < !

A name before a bracket is a polynomial at a place, ``p(2)``, or an entry of a matrix, ``m[1, 2]``.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from fractions import Fraction

from grading.engine.nodes import (
    Call,
    Collection,
    Logic,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)
from grading.engine.variants.errors import ParameterError
from grading.engine.variants.vocabulary import FUNCTIONS

__all__ = ["ordinary", "read_condition", "read_number"]

MAX_DEPTH = 40
# Keeps trees shallow enough for the recursion that works them out.
MAX_TOKENS = 120

_SPELLINGS = str.maketrans(
    {"−": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/", "≤": "≤", "（": "(", "）": ")", "，": ","}
)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<operator>!=|<=|>=|[≤≥≠=<>+\-*/^!(),\[\]])|(?P<end>$)|(?P<other>.))"
)
_RELATIONS = {
    "=": "=",
    "!=": "!=",
    "≠": "!=",
    "<": "<",
    "<=": "<=",
    "≤": "<=",
    ">": ">",
    ">=": ">=",
    "≥": ">=",
}
_BINDING = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(_RELATIONS, 3),
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "mod": 5,
    "^": 7,
}
_SIGN_BINDING = 6


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def ordinary(text: str) -> str:
    """``text`` with typographic signs in their plain spelling, length kept."""
    return text.translate(_SPELLINGS)


def read_number(text: str, *, names: Container[str], line: int, offset: int = 0) -> Node:
    """The tree of an expression that has a number as its value; ParameterError otherwise."""
    return _Reader(text, names, line, offset).whole(condition=False)


def read_condition(text: str, *, names: Container[str], line: int, offset: int = 0) -> Node:
    """The tree of a relation, or of relations joined by ``and`` and ``or``; ParameterError otherwise."""
    return _Reader(text, names, line, offset).whole(condition=True)


def _is_condition(node: Node) -> bool:
    return isinstance(node, Relation | Logic) or (isinstance(node, Call) and node.function == "isprime")


class _Reader:
    """Operator precedence over the tokens of one line."""

    def __init__(self, text: str, names: Container[str], line: int, offset: int) -> None:
        self._tokens = [
            _Token(
                match.lastgroup or "end",
                match[match.lastgroup or "end"],
                match.start(match.lastgroup or "end"),
            )
            for match in _TOKEN.finditer(ordinary(text))
        ]
        self._names = names
        self._line = line
        self._offset = offset
        self._next = 0
        self._depth = 0

    def whole(self, *, condition: bool) -> Node:
        if len(self._tokens) > MAX_TOKENS:
            raise self._error("too_long", self._tokens[MAX_TOKENS])
        start = self._peek()
        node = self._expression(0)
        if self._peek().kind != "end":
            raise self._error("unexpected", self._peek())
        if _is_condition(node) != condition:
            raise self._error("not_a_condition" if condition else "not_a_number", start)
        return node

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def _error(self, code: str, token: _Token, **values: object) -> ParameterError:
        return ParameterError(
            code, self._line, self._offset + token.position, {"found": token.text, **values}
        )

    def _expression(self, binding: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error("too_deep", self._peek())
        node = self._operand()
        while self._binding_of(self._peek()) > binding:
            node = self._continued(node)
        self._depth -= 1
        return node

    def _binding_of(self, token: _Token) -> int:
        if token.text == "!" and token.kind == "operator":
            return 8
        return _BINDING.get(token.text, 0) if token.kind in ("operator", "name") else 0

    def _continued(self, left: Node) -> Node:
        token = self._take()
        if token.text in _RELATIONS:
            return self._relation(left, token)
        if token.text in ("and", "or"):
            right = self._expression(_BINDING[token.text])
            self._require_sort(token, condition=True, operands=(left, right))
            return Logic(token.text, (left, right))
        self._require_sort(token, condition=False, operands=(left,))
        if token.text == "!":
            return Call("factorial", (left,))
        right = self._expression(_BINDING[token.text] - (token.text == "^"))
        self._require_sort(token, condition=False, operands=(right,))
        return _arithmetic(token.text, left, right)

    def _relation(self, left: Node, token: _Token) -> Node:
        right = self._expression(_BINDING[token.text])
        chained = isinstance(left, Relation)
        self._require_sort(token, condition=False, operands=(right,) if chained else (left, right))
        operator = _RELATIONS[token.text]
        if isinstance(left, Relation):
            return Relation((*left.operands, right), (*left.operators, operator))
        return Relation((left, right), (operator,))

    def _require_sort(self, token: _Token, *, condition: bool, operands: tuple[Node, ...]) -> None:
        if any(_is_condition(node) != condition for node in operands):
            raise self._error("not_a_condition" if condition else "not_a_number", token)

    def _operand(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return self._with_factor(Number(Fraction(token.text), token.text))
        if token.kind == "name":
            return self._named(token)
        if token.text == "(":
            return self._closed(self._expression(0))
        if token.text == "[":
            return self._matrix()
        if token.text in ("-", "+"):
            operand = self._expression(_SIGN_BINDING)
            self._require_sort(token, condition=False, operands=(operand,))
            return Negate(operand) if token.text == "-" else operand
        raise self._error("missing_operand" if token.kind == "end" else "unexpected", token)

    def _with_factor(self, number: Node) -> Node:
        """``2a`` and ``2(a + 1)`` are products; only a number may stand before a factor like this."""
        token = self._peek()
        is_name = token.kind == "name" and token.text not in _BINDING
        if not is_name and token.text != "(":
            return number
        factor = self._expression(_SIGN_BINDING)
        self._require_sort(token, condition=False, operands=(factor,))
        return Product((number, factor))

    def _named(self, token: _Token) -> Node:
        if token.text in self._names:
            return self._applied(Symbol(token.text))
        if token.text not in FUNCTIONS:
            raise self._error("unknown_name", token, name=token.text)
        if self._peek().text != "(":
            raise self._error("missing_arguments", token, name=token.text)
        self._take()
        arguments = self._arguments()
        least, greatest = FUNCTIONS[token.text]
        if len(arguments) < least or (greatest is not None and len(arguments) > greatest):
            raise self._error("wrong_argument_count", token, name=token.text)
        return self._closed(Call(token.text, arguments))

    def _applied(self, symbol: Symbol) -> Node:
        """``p(2)`` is a polynomial's value, ``m[1, 2]`` an entry of a matrix."""
        token = self._peek()
        if token.text not in ("(", "["):
            return symbol
        self._take()
        arguments = self._arguments()
        if len(arguments) != (1 if token.text == "(" else 2):
            raise self._error("wrong_argument_count", token, name=symbol.name)
        function, closing = ("apply", ")") if token.text == "(" else ("entry", "]")
        return self._closed(Call(function, (symbol, *arguments)), closing=closing)

    def _matrix(self) -> Node:
        """``[[1, 2], [3, 4]]``, its first bracket taken."""
        rows: list[Node] = []
        while not rows or self._peek().text == ",":
            if rows:
                self._take()
            if self._take().text != "[":
                raise self._error("unexpected", self._tokens[self._next - 1])
            rows.append(self._closed(Collection("tuple", self._arguments()), closing="]"))
        return self._closed(Collection("matrix", tuple(rows)), closing="]")

    def _arguments(self) -> tuple[Node, ...]:
        arguments = [self._argument()]
        while self._peek().text == ",":
            self._take()
            arguments.append(self._argument())
        return tuple(arguments)

    def _argument(self) -> Node:
        token = self._peek()
        node = self._expression(0)
        self._require_sort(token, condition=False, operands=(node,))
        return node

    def _closed(self, node: Node, *, closing: str = ")") -> Node:
        if self._peek().text != closing:
            raise self._error("unbalanced_bracket", self._peek())
        self._take()
        return node


def _arithmetic(operator: str, left: Node, right: Node) -> Node:
    match operator:
        case "+":
            return Sum((left, right))
        case "-":
            return Sum((left, Negate(right)))
        case "*":
            return Product((left, right))
        case "/":
            return Quotient(left, right)
        case "mod":
            return Call("mod", (left, right))
        case _:
            return Power(left, right)
