"""What is written with ``diff`` and ``integral`` is replaced by what it is, wherever that is known by rule.

A letter that is not the variable does not depend on it: ``diff(y, x)`` is 0 and ``diff(y(x), x)`` is
``y'(x)``. What has no rule stays as it stands, and is equal to the same thing only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from grading.engine.calculus.antiderivative import antiderivative, is_entire
from grading.engine.calculus.derivative import NoDerivativeError, with_order, within_size
from grading.engine.calculus.substitution import substituted
from grading.engine.calculus.terms import difference
from grading.engine.cost import TooCostlyError
from grading.engine.nodes import INTEGRALS, Call, Node, Number, Symbol, children, walk, with_children

__all__ = ["OPERATORS", "resolved"]

OPERATORS: Final = INTEGRALS | {"diff"}


def resolved(node: Node) -> Node:
    """``node`` with every derivative taken, and every integral that a table has; the inner ones first."""
    return _resolved(node) if any(map(_is_operator, walk(node))) else node


def _resolved(node: Node) -> Node:
    node = with_children(node, tuple(_resolved(part) for part in children(node)))
    if not isinstance(node, Call) or node.function not in OPERATORS:
        return node
    # Where an inner one has no rule this one has none, but an integral by its end has a derivative.
    without_rule = {"diff"} if node.function == "diff" else OPERATORS
    if any(isinstance(each, Call) and each.function in without_rule for each in _below(node)):
        return node
    try:
        found = _slope(node) if node.function == "diff" else _area(node)
        return within_size(found)
    except (NoDerivativeError, TooCostlyError):
        return node


def _below(node: Node) -> Iterator[Node]:
    return (each for part in children(node) for each in walk(part))


def _is_operator(node: Node) -> bool:
    return isinstance(node, Call) and node.function in OPERATORS


def _slope(call: Call) -> Node:
    """``diff(f, x)``, ``diff(f, x, 2)`` or ``diff(f, x, 1, y, 2)``."""
    found = call.arguments[0]
    for letter, order in _orders(call.arguments[1:]):
        found = with_order(found, letter, order)
    return found


def _orders(arguments: tuple[Node, ...]) -> Iterator[tuple[str, int]]:
    """Letters with how often to differentiate by each; the last number may be left out."""
    for place in range(0, len(arguments), 2):
        match arguments[place : place + 2]:
            case Symbol(name=letter), Number(value=value) if value.denominator == 1:
                yield letter, value.numerator
            case (Symbol(name=letter),):
                yield letter, 1
            case _:
                raise NoDerivativeError("diff")


def _area(call: Call) -> Node:
    """An integral without bounds is one antiderivative, written without its constant."""
    match call.arguments:
        case integrand, Symbol(name=letter):
            found = antiderivative(integrand, letter)
            return call if found is None else found
        case integrand, Symbol(name=letter), low, high if is_entire(integrand, letter):
            found = antiderivative(integrand, letter)
            if found is None:
                return call
            return difference(substituted(found, letter, high), substituted(found, letter, low))
        case _:
            return call
