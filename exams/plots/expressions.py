"""Expressions of a plot: text with parameters to a function of floating-point numbers.

Only what is listed here is ever called; a place without a value gives ``nan``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from exams.plots.errors import PlotError
from grading.engine import Node, ReadError, Symbols, read
from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)
from grading.engine.variants import Value, fill_answer

__all__ = ["Function", "function_of", "node_of", "number_at", "number_of", "span_of", "step_size"]

Function = Callable[[float], float]

LARGEST, SMALLEST = 1e9, 1e-6

# `y = x^2` is what people write; y alone has no meaning here.
_SYMBOLS = Symbols(variables=("x", "y"), closed=True)
_CONSTANTS: Final = {"pi": math.pi, "e": math.e, "infinity": math.inf}


def node_of(text: str, values: Mapping[str, Value], *, where: str) -> Node:
    """The tree of a text with the values of a variant; PlotError ``unreadable_key`` says why not."""
    filled = fill_answer(text, values)
    try:
        return read(filled, symbols=_SYMBOLS)
    except ReadError as error:
        reading = {**error.values, "position": error.position}
        raise PlotError(
            "unreadable_key", where, text=filled, read_code=error.code, reading=reading
        ) from error


def function_of(text: str, values: Mapping[str, Value], *, where: str) -> Function:
    """The function that an expression in x is. Raises PlotError."""
    node = node_of(text, values, where=where)
    if isinstance(node, Relation) and node.operators == ("=",) and node.operands[0] == Symbol("y"):
        node = node.operands[1]
    try:
        return _guarded(_compiled(node))
    except _UnknownError as error:
        raise PlotError("plot_expression", where, text=fill_answer(text, values)) from error


def number_of(text: str, values: Mapping[str, Value], *, where: str) -> float:
    """The number that an expression without x is. Raises PlotError."""
    return number_at(node_of(text, values, where=where), text=fill_answer(text, values), where=where)


def number_at(node: Node, *, text: str, where: str, finite: bool = True) -> float:
    """The number that a tree is; PlotError ``plot_number`` where it is none, or not ``finite``."""
    try:
        found = _guarded(_compiled(node))(math.nan)
    except _UnknownError as error:
        raise PlotError("plot_number", where, text=text) from error
    if math.isnan(found) or (finite and math.isinf(found)):
        raise PlotError("plot_number", where, text=text)
    return found


def span_of(span: Sequence[str], values: Mapping[str, Value], *, where: str) -> tuple[float, float]:
    """What is in view, from the smaller number to the larger. Raises PlotError."""
    low, high = (number_of(end, values, where=where) for end in span)
    if not low < high:
        raise PlotError("plot_range", where, low=f"{low:g}", high=f"{high:g}")
    if max(abs(low), abs(high)) > LARGEST or high - low < SMALLEST:
        raise PlotError("plot_number", where, text=f"{low:g}..{high:g}")
    return low, high


def step_size(text: str, values: Mapping[str, Value], *, where: str) -> float:
    """The step that an author asks for. Raises PlotError."""
    size = number_of(text, values, where=where)
    if not SMALLEST <= size <= LARGEST:
        raise PlotError("plot_number", where, text=text)
    return size


class _UnknownError(Exception):
    """Something that has no place in a plot."""


def _guarded(function: Function) -> Function:
    def guarded(x: float) -> float:
        try:
            return function(x)
        except (ArithmeticError, ValueError):
            return math.nan

    return guarded


def _compiled(node: Node) -> Function:
    match node:
        case Number(value):
            return _literal(value)
        case Constant(name) if name in _CONSTANTS:
            constant = _CONSTANTS[name]
            return lambda _x: constant
        case Symbol("x"):
            return lambda x: x
        case Negate(operand):
            inner = _compiled(operand)
            return lambda x: -inner(x)
        case Sum(terms):
            summands = [_compiled(term) for term in terms]
            return lambda x: sum(term(x) for term in summands)
        case Product(factors):
            multiplied = [_compiled(factor) for factor in factors]
            return lambda x: math.prod(factor(x) for factor in multiplied)
        case Quotient(numerator, denominator):
            above, below = _compiled(numerator), _compiled(denominator)
            return lambda x: above(x) / below(x)
        case Power(base, exponent):
            return _power(base, exponent)
        case Call(name, arguments) if name in _FUNCTIONS:
            called, inside = _FUNCTIONS[name], [_compiled(argument) for argument in arguments]
            return lambda x: called(*(argument(x) for argument in inside))
    raise _UnknownError


def _literal(value: Fraction) -> Function:
    try:
        number = float(value)
    except OverflowError as error:
        raise _UnknownError from error
    return lambda _x: number


def _power(base: Node, exponent: Node) -> Function:
    """A constant fraction with an odd denominator is a power of negative numbers, too."""
    below, above = _compiled(base), _compiled(exponent)
    ratio = _ratio(exponent)
    if ratio is None or ratio.denominator % 2 == 0 or ratio.denominator == 1:
        return lambda x: _real(below(x) ** above(x))
    size, is_odd = above(0), ratio.numerator % 2 == 1

    def raised(x: float) -> float:
        value = below(x)
        return math.copysign(abs(value) ** size, value) if is_odd else abs(value) ** size

    return raised


def _ratio(node: Node) -> Fraction | None:
    """The rational that a literal exponent is."""
    match node:
        case Number(value):
            return value
        case Negate(operand):
            inner = _ratio(operand)
            return None if inner is None else -inner
        case Quotient(Number(above), Number(below)) if below:
            return above / below
    return None


def _real(value: float | complex) -> float:
    if isinstance(value, complex):
        raise ValueError
    return value


def _root(value: float, index: float = 2) -> float:
    if value < 0 and index % 2 == 1:
        return -((-value) ** (1 / index))
    return _real(value ** (1 / index))


def _log(value: float, base: float = 10) -> float:
    return math.log(value, base) if base not in (2, 10) else {2: math.log2, 10: math.log10}[int(base)](value)


_FUNCTIONS: Final[dict[str, Callable[..., float]]] = {
    "abs": abs,
    "arccos": math.acos,
    "arcsin": math.asin,
    "arctan": math.atan,
    "cbrt": lambda value: _root(value, 3),
    "ceiling": math.ceil,
    "cos": math.cos,
    "cosh": math.cosh,
    "cot": lambda value: math.cos(value) / math.sin(value),
    "csc": lambda value: 1 / math.sin(value),
    "exp": math.exp,
    "floor": math.floor,
    "ln": math.log,
    "log": _log,
    "max": max,
    "min": min,
    "mixed": lambda whole, part: whole + part,
    "mod": lambda value, divisor: value % divisor,
    "root": _root,
    "sec": lambda value: 1 / math.cos(value),
    "sign": lambda value: (value > 0) - (value < 0),
    "sin": math.sin,
    "sinh": math.sinh,
    "sqrt": math.sqrt,
    "tan": math.tan,
    "tanh": math.tanh,
}
