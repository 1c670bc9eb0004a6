"""Where an expression has a value: the conditions that its parts put on it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from grading.engine.balls import has_unknown_function
from grading.engine.exact.field import NoFormError
from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Quotient,
    Sum,
    Symbol,
    walk,
)
from grading.engine.solutions.formulas import NONZERO, POSITIVE, ZERO

__all__ = ["Condition", "conditions", "has_letters"]

# Functions with a value at every real number, or at every argument that has one.
TOTAL: Final = frozenset(
    {"abs", "arccot", "arctan", "arsinh", "cosh", "cos", "degree", "exp", "floor", "ceiling", "max", "min"}
    | {"mixed", "percent", "round", "sech", "sign", "sin", "sinh", "tanh"}
)
POLES: Final = {"tan": "cos", "sec": "cos", "cot": "sin", "csc": "sin", "coth": "sinh", "csch": "sinh"}
LOGARITHMS: Final = frozenset({"ln", "log"})
UNIT: Final = frozenset({"arccos", "arcsin"})
# Functions whose domain is not a sign condition: nothing is concluded about what holds there.
UNSETTLED: Final = frozenset(
    {"arcosh", "artanh", "arcsec", "arccsc", "binomial", "factorial", "gcd", "lcm", "mod"}
)


class Condition(NamedTuple):
    """``node`` must have one of ``signs``; a ``pole`` is left out on a thin set only."""

    node: Node
    signs: int
    pole: bool


def has_letters(node: Node) -> bool:
    """Whether a letter or an unknown function stands anywhere in ``node``: it is not one certain number."""
    return any(isinstance(each, Symbol) for each in walk(node)) or has_unknown_function(node)


def conditions(node: Node) -> Iterator[Condition]:
    """What must hold for ``node`` to have a real value. Raises NoFormError where that is no sign."""
    for each in walk(node):
        match each:
            case Quotient(denominator=bottom):
                yield Condition(bottom, NONZERO, pole=True)
            case Power(base=base, exponent=exponent):
                yield from _of_power(base, exponent)
            case Call(function=name, arguments=arguments):
                yield from _of_call(name, arguments)
            case _:
                pass


def _of_power(base: Node, exponent: Node) -> Iterator[Condition]:
    if base == Constant("e"):
        return
    value = _rational(exponent)
    if value is None:
        if has_letters(base) or has_letters(exponent):
            yield Condition(base, POSITIVE, pole=False)
        return
    if value.denominator % 2 == 0:
        yield Condition(base, POSITIVE if value < 0 else POSITIVE | ZERO, pole=False)
    elif value <= 0:
        yield Condition(base, NONZERO, pole=True)


def _rational(node: Node) -> Fraction | None:
    match node:
        case Number(value=value):
            return value
        case Negate(operand=Number(value=value)):
            return -value
        case Quotient(numerator=top, denominator=bottom):
            above, below = _rational(top), _rational(bottom)
            return above / below if above is not None and below else None
        case Negate(operand=Quotient() as quotient):
            inner = _rational(quotient)
            return None if inner is None else -inner
        case _:
            return None


def _of_call(name: str, arguments: tuple[Node, ...]) -> Iterator[Condition]:
    if name in TOTAL or not arguments:
        return
    argument = arguments[0]
    if name == "sqrt" or (name == "root" and _is_even(arguments)):
        yield Condition(argument, POSITIVE | ZERO, pole=False)
    elif name in LOGARITHMS:
        yield Condition(argument, POSITIVE, pole=False)
        for base in arguments[1:]:
            yield Condition(base, POSITIVE, pole=False)
    elif name in POLES:
        yield Condition(Call(POLES[name], (argument,)), NONZERO, pole=True)
    elif name in UNIT:
        one = Number(Fraction(1))
        yield Condition(Sum((one, Negate(argument))), POSITIVE | ZERO, pole=False)
        yield Condition(Sum((one, argument)), POSITIVE | ZERO, pole=False)
    elif name in UNSETTLED:
        raise NoFormError(name)


def _is_even(arguments: tuple[Node, ...]) -> bool:
    if len(arguments) != 2:
        return False
    match arguments[1]:
        case Number(value=value) if value.denominator == 1:
            return value % 2 == 0
        case _:
            raise NoFormError("root")
