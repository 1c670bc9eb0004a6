"""Functions applied, in the forms that people write them in."""

from __future__ import annotations

from typing import Protocol

from grading.engine.nodes import Call, Node, Symbol
from grading.engine.writing.marks import ATOM, OPEN_CALL, POWER, PRODUCT, SUM, Marks, Part
from grading.engine.writing.shapes import (
    BRACKETLESS,
    FENCES,
    POSTFIX,
    is_bare_argument,
    mixed_parts,
    orders_of,
)

__all__ = ["Writer", "applied", "call"]


class Writer(Protocol):
    """What is asked of the layout here."""

    marks: Marks

    def text(self, node: Node) -> str:
        """``node`` on its own."""

    def part(self, node: Node) -> Part:
        """``node`` with what must be known of it."""

    def at_least(self, node: Node, binding: int) -> str:
        """``node`` where something must bind this tightly."""

    def texts(self, nodes: tuple[Node, ...]) -> list[str]:
        """Each of ``nodes``."""

    def set_operation(self, sign: str, arguments: tuple[Node, ...]) -> Part:
        """An operation on sets."""

    def membership(self, element: Node, whole: Node) -> Part:
        """``element ∈ whole``."""


def call(layout: Writer, node: Call) -> Part:
    """``node`` in the form of its function, or as a name with arguments in brackets."""
    name, arguments = node.function, node.arguments
    if name in FENCES and len(arguments) == 1:
        opening, closing = FENCES[name]
        return Part(layout.marks.fenced(opening, layout.text(arguments[0]), closing), ATOM, "fence")
    if name in POSTFIX and len(arguments) == 1:
        return _postfixed(layout, name, arguments[0])
    own_form = _of_sets(layout, node) or _special(layout, node) or _operator(layout, node)
    return own_form or applied(layout, node)


def applied(layout: Writer, node: Call, *, power: Part | None = None) -> Part:
    """A function before its arguments; ``power`` stands after the name."""
    arguments = node.arguments
    function = layout.marks.function(node.function)
    if node.function == "log" and len(arguments) == 2:
        function = layout.marks.based(function, layout.part(arguments[1]))
        arguments = arguments[:1]
    if power is not None:
        function = layout.marks.power(function, power)
    if node.function in BRACKETLESS and len(arguments) == 1 and is_bare_argument(arguments[0]):
        return Part(layout.marks.applied(function, layout.text(arguments[0])), OPEN_CALL, "call")
    text = layout.marks.called(function, layout.texts(arguments))
    return Part(text, ATOM if power is None else POWER, "function")


def _postfixed(layout: Writer, function: str, operand: Node) -> Part:
    is_call = isinstance(operand, Call) and operand.function not in FENCES
    inner = layout.part(operand)
    is_fenced = is_call or inner.binding < ATOM
    text = layout.marks.fenced("(", inner.text, ")") if is_fenced else inner.text
    return Part(layout.marks.postfixed(text, function), POWER, "postfix", not is_fenced and inner.digit)


def _of_sets(layout: Writer, node: Call) -> Part | None:
    match node.function, node.arguments:
        case "intersection", (_, _, *_):
            return layout.set_operation("∩", node.arguments)
        case "difference", (_, _):
            return layout.set_operation("∖", node.arguments)
        case "member", (element, whole):
            return layout.membership(element, whole)
        case _:
            return None


def _special(layout: Writer, node: Call) -> Part | None:
    part, marks = layout.part, layout.marks
    match node.function, node.arguments:
        case "sqrt", (radicand,):
            return Part(marks.root(part(radicand), None), ATOM, "root")
        case "root", (radicand, index):
            return Part(marks.root(part(radicand), part(index)), ATOM, "root")
        case "binomial", (above, below):
            return Part(marks.binomial(part(above), part(below)), ATOM, "fence")
        case "conj", (operand,):
            return Part(marks.conjugate(part(operand)), ATOM, "function")
        case "mixed", arguments:
            return _mixed(layout, arguments)
        case _:
            return None


def _mixed(layout: Writer, arguments: tuple[Node, ...]) -> Part | None:
    numbers = mixed_parts(arguments)
    if numbers is None:
        return None
    whole, above, below = (layout.part(number) for number in numbers)
    return Part(layout.marks.mixed(whole.text, above, below), OPEN_CALL, "mixed", digit=True)


def _operator(layout: Writer, node: Call) -> Part | None:
    """Sums, integrals, limits and derivatives take what follows them: in a product they are bracketed."""
    text = _accumulated(layout, node) or _limited(layout, node)
    return Part(text, PRODUCT, "operator") if text else None


def _accumulated(layout: Writer, node: Call) -> str:
    match node.function, node.arguments:
        case ("sum" | "product") as function, (body, Symbol() as index, low, high):
            term = layout.at_least(body, PRODUCT)
            texts = layout.text(index), layout.at_least(low, SUM), layout.text(high)
            return layout.marks.accumulated(function, term, *texts)
        case "integral", (body, Symbol() as variable):
            return layout.marks.integral(layout.at_least(body, SUM), layout.text(variable), None)
        case "integral", (body, Symbol() as variable, low, high):
            limits = layout.text(low), layout.text(high)
            return layout.marks.integral(layout.at_least(body, SUM), layout.text(variable), limits)
        case _:
            return ""


def _limited(layout: Writer, node: Call) -> str:
    match node.function, node.arguments:
        case "limit", (body, Symbol() as variable, value):
            term, end = layout.at_least(body, PRODUCT), layout.at_least(value, SUM)
            return layout.marks.limit(term, layout.text(variable), end)
        case "diff", (body, *rest):
            orders = orders_of(rest)
            if orders is None:
                return ""
            variables = [(layout.text(variable), order) for variable, order in orders]
            return layout.marks.derivative(layout.part(body), variables)
        case _:
            return ""
