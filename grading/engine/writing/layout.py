"""Tree to a way of writing, with the brackets that are needed and no others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Final

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
from grading.engine.writing.calls import applied, call
from grading.engine.writing.marks import ATOM, OPEN_CALL, POWER, PRODUCT, SIGNED, SUM, Marks, Part
from grading.engine.writing.numbers import spelled
from grading.engine.writing.shapes import BRACKETLESS, FENCES, is_minus_one, sign_of

__all__ = ["Layout"]

# How loosely sets and propositions bind.
IMPLICATION, DISJUNCTION, CONJUNCTION, NEGATION, RELATION, UNION, INTERSECTION = range(1, 8)

_CONNECTIVES: Final = {
    "or": DISJUNCTION,
    "xor": DISJUNCTION,
    "and": CONJUNCTION,
    "implies": IMPLICATION,
    "equivalent": IMPLICATION,
}
_BRACKETS: Final = {"set": ("{", "}"), "list": ("[", "]"), "tuple": ("(", ")")}


class Layout:
    """Writes trees in the given ``marks``."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self._parts: dict[type[Node], Callable[..., Part]] = {
            Number: self._number,
            Symbol: self._symbol,
            Constant: self._constant,
            Negate: self._signed,
            PlusMinus: self._signed,
            Sum: self._sum,
            Product: self._product,
            Quotient: self._quotient,
            Power: self._power,
            Call: partial(call, self),
            Relation: self._relation,
            Logic: self._logic,
            Collection: self._collection,
            Interval: self._interval,
        }

    def text(self, node: Node) -> str:
        """``node`` on its own."""
        return self.part(node).text

    def at_least(self, node: Node, binding: int) -> str:
        """``node`` where something must bind this tightly."""
        return self.bracketed(node, binding).text

    def bracketed(self, node: Node, binding: int) -> Part:
        """``node``, in brackets when it binds less than ``binding``."""
        part = self.part(node)
        if part.binding >= binding:
            return part
        return Part(self.marks.fenced("(", part.text, ")"), ATOM, "fence")

    def texts(self, nodes: tuple[Node, ...]) -> list[str]:
        """Each of ``nodes`` on its own."""
        return [self.text(node) for node in nodes]

    def part(self, node: Node) -> Part:
        """``node`` and what must be known of it to set it beside others."""
        return self._parts[type(node)](node)

    def _symbol(self, node: Symbol) -> Part:
        return Part(self.marks.name(node.name), ATOM, "name")

    def _constant(self, node: Constant) -> Part:
        return Part(self.marks.constant(node.name), ATOM, "name")

    def _quotient(self, node: Quotient) -> Part:
        text = self.marks.fraction(self.part(node.numerator), self.part(node.denominator))
        return Part(text, OPEN_CALL, "fraction")

    def _interval(self, node: Interval) -> Part:
        ends = self.part(node.low), self.part(node.high)
        text = self.marks.interval(*ends, low_closed=node.low_closed, high_closed=node.high_closed)
        return Part(text, ATOM, "fence")

    def _number(self, node: Number) -> Part:
        mantissa, _, exponent = spelled(node).upper().partition("E")
        if exponent:
            return Part(self.marks.scientific(mantissa, int(exponent)), PRODUCT, "scientific", digit=True)
        above, bar, below = mantissa.partition("/")
        if not bar:
            return Part(self.marks.number(mantissa), ATOM, "number", digit=True)
        parts = [Part(self.marks.number(each), ATOM, "number", digit=True) for each in (above, below)]
        return Part(self.marks.fraction(*parts), OPEN_CALL, "fraction")

    def _signed(self, node: Negate | PlusMinus) -> Part:
        sign, operand = sign_of(node)
        part = self.bracketed(operand, PRODUCT)
        return Part(self.marks.signed(sign, part.text), SIGNED, "signed" if part.is_simple else "")

    def _sum(self, node: Sum) -> Part:
        text = self.at_least(node.terms[0], SIGNED)
        for term in node.terms[1:]:
            sign, operand = sign_of(term)
            text = self.marks.infix(sign, (text, self.at_least(operand, PRODUCT)))
        return Part(text, SUM)

    def _product(self, node: Product) -> Part:
        parts = [self.bracketed(factor, OPEN_CALL) for factor in node.factors]
        text = parts[0].text
        for before, after in pairwise(parts):
            joined = self.marks.beside if self.marks.joins(before, after) else self.marks.times
            text = joined(text, after.text)
        return Part(text, PRODUCT, "product", digit=parts[0].digit)

    def _power(self, node: Power) -> Part:
        base, exponent = node.base, self.part(node.exponent)
        if isinstance(base, Call) and base.function in BRACKETLESS and not is_minus_one(node.exponent):
            return applied(self, base, power=exponent)
        part = self.part(base)
        is_fence = isinstance(base, Call) and base.function in FENCES
        is_name = part.binding == ATOM and (is_fence or not isinstance(base, Call))
        text = part.text if is_name else self.marks.fenced("(", part.text, ")")
        is_number = is_name and part.digit
        return Part(
            self.marks.power(text, exponent), POWER, "number_power" if is_number else "power", is_number
        )

    def _relation(self, node: Relation) -> Part:
        text = self.at_least(node.operands[0], UNION)
        for operator, operand in zip(node.operators, node.operands[1:], strict=True):
            text = self.marks.infix(operator, (text, self.at_least(operand, UNION)))
        return Part(text, RELATION)

    def _logic(self, node: Logic) -> Part:
        if node.operator == "not":
            return Part(self.marks.negated(self.at_least(node.operands[0], ATOM)), NEGATION)
        binding = _CONNECTIVES[node.operator]
        items = [self.at_least(operand, binding + 1) for operand in node.operands]
        return Part(self.marks.infix(node.operator, items), binding)

    def _collection(self, node: Collection) -> Part:
        match node.kind:
            case "union":
                items = [self.at_least(item, INTERSECTION) for item in node.items]
                return Part(self.marks.infix("∪", items), UNION)
            case "matrix":
                rows = [row.items if isinstance(row, Collection) else (row,) for row in node.items]
                return Part(self.marks.matrix([self.texts(row) for row in rows]), ATOM, "fence")
            case kind:
                opening, closing = _BRACKETS[kind]
                items = self.texts(node.items)
                return Part(self.marks.fenced(opening, self.marks.listed(items), closing), ATOM, "fence")

    def set_operation(self, sign: str, arguments: tuple[Node, ...]) -> Part:
        """An intersection or a difference of sets."""
        items = [self.at_least(part, SUM) for part in arguments]
        return Part(self.marks.infix(sign, items), INTERSECTION)

    def membership(self, element: Node, whole: Node) -> Part:
        """``element ∈ whole``."""
        items = (self.at_least(element, SUM), self.at_least(whole, UNION))
        return Part(self.marks.infix("∈", items), RELATION)
