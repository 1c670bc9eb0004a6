"""Functions applied: the tree for a name and its arguments."""

from __future__ import annotations

from fractions import Fraction

from grading.engine.nodes import Call, Collection, Interval, Negate, Node, Number, Power
from grading.engine.reading.brackets import as_set, intersected, matrix_of, united
from grading.engine.reading.errors import ReadError
from grading.engine.reading.names import ARITY, INVERSES
from grading.engine.reading.operators import with_index
from grading.engine.reading.tokens import Token

__all__ = ["applied", "raised"]

_TEN = Number(Fraction(10), "10")
_THREE = Number(Fraction(3), "3")


def applied(name: str, arguments: tuple[Node, ...], *, index: Node | None, token: Token) -> Node:
    """``name(arguments)``; ``index`` is the base of a logarithm or the index of a root.

    Raises ReadError ``wrong_arguments`` for a known function with too few or too many.
    """
    if index is not None:
        arguments = (*arguments, index)
    least, most = ARITY.get(name, (1, 100))
    if not least <= len(arguments) <= most:
        raise ReadError(
            "wrong_arguments", token.start, found=name, count=len(arguments), expected=[least, most]
        )
    return _call(name, arguments, token=token)


def raised(name: str, node: Node, exponent: Node, arguments: tuple[Node, ...]) -> Node:
    """``sin^2 x`` is the square of the sine, ``sin^-1 x`` the inverse function."""
    if name in INVERSES and exponent == Negate(Number(Fraction(1))):
        return Call(INVERSES[name], arguments)
    return Power(node, exponent)


def _call(name: str, arguments: tuple[Node, ...], *, token: Token) -> Node:
    collected = _collected(name, arguments, token=token)
    if collected is not None:
        return collected
    match name, arguments:
        case "lg", (argument,):
            return Call("log", (argument, _TEN))
        case "lg", _:
            return Call("log", arguments)
        case "cbrt", (argument,):
            return Call("root", (argument, _THREE))
        case "root", (argument,):
            return Call("sqrt", (argument,))
        case (("sum" | "product"), _):
            return Call(name, with_index(arguments))
        case _:
            return Call(name, arguments)


def _collected(name: str, arguments: tuple[Node, ...], *, token: Token) -> Node | None:
    """What makes a set, an interval or a matrix; None for any other function."""
    match name, arguments:
        case (("oo" | "oc" | "co" | "cc"), (low, high)):
            return Interval(low, high, name[0] == "c", name[1] == "c")
        case "union", _:
            return united(arguments)
        case "intersection", _:
            return intersected(arguments)
        case "difference", (whole, part):
            return Call(name, (as_set(whole), as_set(part)))
        case "matrix", _:
            return _matrix(arguments, token=token)
        case _:
            return None


def _matrix(rows: tuple[Node, ...], *, token: Token) -> Node:
    # A matrix given as one list has already been read as such.
    if len(rows) == 1 and isinstance(rows[0], Collection) and rows[0].kind == "matrix":
        return rows[0]
    matrix = matrix_of(rows)
    if matrix is None:
        raise ReadError("wrong_arguments", token.start, found="matrix", count=len(rows), expected=["rows"])
    return matrix
