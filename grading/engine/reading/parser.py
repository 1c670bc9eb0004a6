"""Tokens to tree: an operator-precedence parser shared by every notation.

Each method reads one construct from the current token on. Nesting is counted, so that no text can
exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NoReturn

from grading.engine.nodes import Call, Logic, Node, Number, Power, Quotient, Relation, Sum, Symbol
from grading.engine.reading.applications import applied_here, bracketed, primed
from grading.engine.reading.binding import (
    BINDING,
    INTERSECTION,
    NEGATION,
    POSTFIX,
    POSTFIX_FUNCTIONS,
    POWER,
    PRODUCT,
    RELATION,
    SIGN,
    SIGNS,
    SUM,
    UNION,
    constant,
    fraction,
    is_proper,
    joined,
    signed,
)
from grading.engine.reading.brackets import as_set, grouped, intersected, is_pair, united
from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError
from grading.engine.reading.propositions import combined, listed, member
from grading.engine.reading.tokens import Kind, Token
from grading.engine.symbols import Symbols

__all__ = ["parse"]

PARTNERS: Final = {"(": ")", "[": "]", "{": "}", ")": "(", "]": "[", "}": "{"}
MOST_NESTED = 120


def parse(tokens: Sequence[Token], *, symbols: Symbols, choices: Choices) -> Node:
    """The tree of ``tokens``; raises ReadError."""
    return _Parser(tokens, symbols=symbols, choices=choices).whole()


class _Parser:
    def __init__(self, tokens: Sequence[Token], *, symbols: Symbols, choices: Choices) -> None:
        self.tokens = tokens
        self.index = 0
        self.token = tokens[0]
        self.nested = 0
        self.open_brackets = 0
        self.choices = choices
        self.closed = symbols.closed
        self.known = frozenset(symbols.variables + symbols.constants)
        self.declared_functions = frozenset(symbols.functions)
        self._handlers = {
            POSTFIX: self._postfix,
            POWER: self._power,
            PRODUCT: self._product,
            SUM: self._sum,
            INTERSECTION: self._intersection,
            UNION: self._union,
            RELATION: self._relation,
        }

    def advance(self) -> Token:
        """The current token, and on to the next."""
        token = self.token
        if token.kind is not Kind.END:
            self.index += 1
            self.token = self.tokens[self.index]
        return token

    def whole(self) -> Node:
        position = self.token.start
        items = self._items()
        if self.token.kind is not Kind.END:
            self._refuse(self.token)
        if len(items) == 1:
            return items[0]
        return listed(items, position=position, choices=self.choices)

    def _items(self) -> tuple[Node, ...]:
        items = [self.expression(0)]
        while self.token.is_operator(",", ";"):
            self.advance()
            items.append(self.expression(0))
        return tuple(items)

    def expression(self, least: int) -> Node:
        """What stands here, as far as operators bind more tightly than ``least``."""
        self.nested += 1
        if self.nested > MOST_NESTED:
            raise ReadError("too_deep", self.token.start, limit=MOST_NESTED)
        node = self.operand(least)
        while (binding := self._binding()) > least:
            node = self._extended(node, binding)
        self.nested -= 1
        return node

    def _binding(self) -> int:
        """How tightly the current token binds what stands before it; 0 when it does not."""
        token = self.token
        if token.kind is Kind.OPERATOR:
            return BINDING.get(token.text, 0)
        return PRODUCT if self.continues_product() else 0

    def continues_product(self) -> bool:
        """Whether a factor follows with no sign between; a number may only follow a bracket, and a power
        of a number a letter: ``2^x 3^x``."""
        token = self.token
        if token.kind in {Kind.NUMBER, Kind.FRACTION}:
            before = self.tokens[self.index - 1]
            if before.kind is Kind.SYMBOL and token.spaced:
                return self.tokens[self.index + 1].is_operator("^")
            return before.kind is Kind.CLOSE or before.is_operator("!")
        return token.starts_operand

    def _extended(self, node: Node, binding: int) -> Node:
        if binding in self._handlers:
            return self._handlers[binding](node)
        operator = self.token.text
        return combined(operator, self._chain(node, operator, binding))

    def _power(self, node: Node) -> Node:
        self.advance()
        return Power(grouped(node), grouped(self.expression(SIGN)))

    def _intersection(self, node: Node) -> Node:
        if self.token.is_operator("∖"):
            self.advance()
            return Call("difference", (as_set(node), as_set(self.expression(INTERSECTION))))
        return intersected(self._chain(as_set(node), "∩", INTERSECTION))

    def _union(self, node: Node) -> Node:
        return united(self._chain(as_set(node), "∪", UNION))

    def _chain(self, node: Node, operator: str, binding: int) -> tuple[Node, ...]:
        """``node`` and all that this one operator joins to it; ``implies`` and ``xnor`` join two."""
        items = [node]
        while self.token.is_operator(operator):
            self.advance()
            items.append(self.expression(binding))
            if operator not in {"and", "or", "∩", "∪"}:
                break
        return tuple(items)

    def _postfix(self, node: Node) -> Node:
        token = self.advance()
        if token.text not in POSTFIX_FUNCTIONS or (token.text == "!" and self.touches("!")):
            self._refuse(token)
        return Call(POSTFIX_FUNCTIONS[token.text], (grouped(node),))

    def touches(self, text: str) -> bool:
        """Whether this operator follows with no space before it."""
        return self.token.is_operator(text) and not self.token.spaced

    def _sum(self, node: Node) -> Node:
        terms = [grouped(node)]
        while self.token.is_operator(*SIGNS):
            sign = self._sum_sign()
            terms.append(signed(sign, grouped(self.expression(SUM))))
        return Sum(tuple(terms))

    def _sum_sign(self) -> str:
        """The sign between two terms; ``+-`` may stand for ±."""
        token = self.advance()
        if token.text != "+" or not self.touches("-") or self.choices.take(token.start) == 0:
            return token.text
        self.advance()
        return "±"

    def _product(self, node: Node) -> Node:
        factors = [grouped(node)]
        while self._binding() == PRODUCT:
            is_division = self.token.is_operator("/")
            if self.token.kind is Kind.OPERATOR:
                self.advance()
            factor = grouped(self.expression(PRODUCT))
            factors = [Quotient(joined(factors), factor)] if is_division else [*factors, factor]
        return joined(factors)

    def _relation(self, node: Node) -> Node:
        operands, operators = [node], []
        while self._binding() == RELATION:
            operator = self.advance().text
            operand = self.expression(RELATION)
            if operator in {"∈", "∉"}:
                inside = member(node, operand)
                return inside if operator == "∈" else Logic("not", (inside,))
            operators.append(operator)
            operands.append(operand)
        return Relation(tuple(operands), tuple(operators))

    def operand(self, least: int) -> Node:
        """One operand; a sign before it takes as much as ``least`` lets it."""
        token = self.token
        match token.kind:
            case Kind.NUMBER:
                return self.number()
            case Kind.FRACTION:
                return fraction(self.advance().text)
            case Kind.SYMBOL:
                return self._symbol()
            case Kind.CONSTANT:
                return constant(self.advance().text)
            case Kind.FUNCTION:
                return applied_here(self, declared=self.declared_functions)
            case Kind.OPEN:
                return bracketed(self)
            case Kind.OPERATOR if token.text in SIGNS:
                return self._with_sign(least)
            case Kind.OPERATOR if token.text == "not" and least <= NEGATION:
                self.advance()
                return Logic("not", (self.expression(NEGATION),))
            case Kind.CLOSE if not self.open_brackets:
                self._refuse(token)
            case _:
                raise ReadError("missing_operand", token.start, found=token.text, expected=["operand"])

    def _with_sign(self, least: int) -> Node:
        """A sign before a term takes the whole product, before a factor only its power."""
        sign = self.advance().text
        if sign == "+" and self.touches("-"):
            sign = "±"
            self.advance()
        operand = grouped(self.expression(SIGN if least >= PRODUCT else SUM))
        return signed(sign, operand)

    def number(self) -> Node:
        """A number, with the proper fraction that follows it."""
        token = self.advance()
        if not token.text.isdigit():
            return Number(Fraction(token.text), token.text)
        number = Number(Fraction(int(token.text)), token.text)
        part = self._mixed_part()
        return number if part is None else Call("mixed", (number, part))

    def _mixed_part(self) -> Node | None:
        """The proper fraction after a whole number: ``3 1/2``, ``3½``."""
        if self.token.kind not in {Kind.NUMBER, Kind.FRACTION}:
            return None
        token, slash, below, after = (*self.tokens[self.index : self.index + 4], *[self.tokens[-1]] * 4)[:4]
        if token.kind is Kind.FRACTION and is_proper(*token.text.split("/")):
            return fraction(self.advance().text)
        is_spelled = token.kind is Kind.NUMBER and slash.is_operator("/") and below.kind is Kind.NUMBER
        if not is_spelled or after.is_operator("^", "!", "%") or not is_proper(token.text, below.text):
            return None
        for _part in range(3):
            self.advance()
        return fraction(f"{token.text}/{below.text}")

    def _symbol(self) -> Node:
        """A letter; with a prime a derivative, of which ``y'(x)`` is the value."""
        token = self.advance()
        if self.closed and token.text not in self.known and token.text not in self.declared_functions:
            raise ReadError("unknown_symbol", token.start, found=token.text, expected=sorted(self.known))
        name = primed(self, token.text)
        if name != token.text and self.token.text == "(":
            return Call(name, self.enclosed_items())
        return Symbol(name)

    def enclosed_items(self) -> tuple[Node, ...]:
        """The items between the bracket here and the one that closes it."""
        opening = self.advance()
        self.open_brackets += 1
        items: tuple[Node, ...] = ()
        if self.token.kind is not Kind.CLOSE or opening.text in "(|":
            items = self._items()
        closing = self.token
        if closing.kind is Kind.CLOSE and is_pair(opening.text, closing.text, count=len(items)):
            self.advance()
            self.open_brackets -= 1
            return items
        # LaTeX may open with what closes elsewhere.
        expected = PARTNERS.get(opening.text, opening.text)
        if closing.kind is Kind.END:
            raise ReadError("unbalanced_bracket", opening.start, bracket=opening.text, expected=expected)
        self._refuse(closing, expected=["operator", expected])

    def _refuse(self, token: Token, expected: Sequence[str] = ("operator", "end")) -> NoReturn:
        code = "unbalanced_bracket" if token.kind is Kind.CLOSE else "unexpected"
        if token.kind is Kind.CLOSE:
            raise ReadError(code, token.start, bracket=token.text, expected=list(expected))
        raise ReadError(code, token.start, found=token.text, expected=list(expected))
