"""One expression at one point: a value, a proof that there is none, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flint import acb, arb, fmpq

from grading.engine.balls import Evaluator, NoValueError, UnsettledError, Value, disjoint
from grading.engine.equality.points import Coordinate
from grading.engine.equality.texts import UNDEFINED, value_text
from grading.engine.nodes import (
    INTEGRALS,
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
    walk,
)

__all__ = [
    "Side",
    "evaluate",
    "has_branches",
    "has_quadrature",
    "holds",
    "is_analytic",
    "side_text",
    "value_at",
]

BOX: Final = fmpq(1, 1 << 24)
ANALYTIC: Final = frozenset(
    {"cos", "cosh", "cot", "coth", "csc", "csch", "degree", "exp", "mixed", "percent"}
    | {"sec", "sech", "sin", "sinh", "tan", "tanh"}
)
BRANCHING: Final = frozenset({"abs", "ceiling", "floor", "max", "min", "mod", "round", "sign"})


@dataclass(frozen=True, slots=True)
class Side:
    """One expression at one point: a value, a proof that there is none, or neither."""

    value: Value | None = None
    undefined: bool = False


def value_at(value: Coordinate, *, box: bool) -> Value:
    """``value`` as a number, or as a small ``box`` around it when it is real."""
    real, imaginary = value
    if imaginary != 0:
        return acb(arb(real), arb(imaginary))
    return arb(real) + arb(0, arb(BOX)) if box else real


def evaluate(node: Node, evaluator: Evaluator) -> Side:
    """``node`` where ``evaluator`` stands."""
    try:
        return Side(evaluator.value(node))
    except NoValueError:
        return Side(undefined=True)
    except UnsettledError:
        return Side()


def side_text(side: Side) -> str:
    """The value as a witness shows it."""
    return UNDEFINED if side.value is None else value_text(side.value)


def holds(assumption: Node, evaluator: Evaluator) -> bool:
    """Whether every link of a chain is certainly true at a point."""
    if not isinstance(assumption, Relation):
        return True
    sides = [evaluate(operand, evaluator).value for operand in assumption.operands]
    links = zip(assumption.operators, sides, sides[1:], strict=False)
    return all(_link_holds(operator, low, high) for operator, low, high in links)


def _link_holds(operator: str, low: Value | None, high: Value | None) -> bool:
    if low is None or high is None or isinstance(low, acb) or isinstance(high, acb):
        return False
    tests: dict[str, Callable[[], bool]] = {
        "<": lambda: low < high,
        "<=": lambda: low <= high,
        ">": lambda: low > high,
        ">=": lambda: low >= high,
        "=": lambda: low == high,
        "!=": lambda: disjoint(low, high),
    }
    return operator in tests and bool(tests[operator]())


def has_branches(node: Node) -> bool:
    """Whether the formula may change from place to place: ``|x|``, ``max``, the root of a square."""
    for each in walk(node):
        if isinstance(each, Call) and (each.function in BRANCHING or _is_root_of_power(each)):
            return True
        if isinstance(each, Power) and isinstance(each.base, Power) and not isinstance(each.exponent, Number):
            return True
    return False


def has_quadrature(node: Node) -> bool:
    """Whether a value comes from quadrature, which is not done to the last bit."""
    return any(isinstance(each, Call) and each.function in INTEGRALS for each in walk(node))


def is_analytic(node: Node) -> bool:
    """Whether ``node`` is put together from functions that are analytic wherever they have a value.

    Where such an expression has a value at one point, it has one everywhere but on a set without inner
    points: its denominators are analytic too, and do not vanish on a whole interval.
    """
    for each in walk(node):
        match each:
            case Number() | Symbol() | Sum() | Product() | Negate() | Quotient():
                pass
            case Constant(name="pi" | "e" | "i"):
                pass
            case Power(exponent=Number(value=value)) | Power(exponent=Negate(operand=Number(value=value))):
                if value.denominator != 1:
                    return False
            case Power(base=Constant(name="e")):
                pass
            case Call(function=name) if name in ANALYTIC:
                pass
            case _:
                return False
    return True


def _is_root_of_power(call: Call) -> bool:
    powers = (Power, Product, Sum)
    return call.function in ("sqrt", "root") and any(
        isinstance(each, powers) for each in walk(call.arguments[0])
    )
