"""Antiderivatives from a table: sums of constant multiples of powers, and of functions of ``a x + b``.

What is not in the table has no antiderivative here; nothing is searched for.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from grading.engine.calculus.derivative import NoDerivativeError, derivative
from grading.engine.calculus.substitution import depends
from grading.engine.calculus.terms import ONE, TWO, ZERO, apply, negated, over, raised, times, total
from grading.engine.cost import TooCostlyError
from grading.engine.nodes import (
    Call,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    walk,
)

__all__ = ["antiderivative", "is_entire"]

ENTIRE: Final = frozenset({"cos", "cosh", "degree", "exp", "percent", "sin", "sinh"})


def antiderivative(node: Node, variable: str) -> Node | None:
    """One ``F`` with ``F' = node``, without a constant; ``None`` where the table has none."""
    if not depends(node, variable):
        return times(node, Symbol(variable))
    match node:
        case Sum(terms=terms):
            found = [antiderivative(term, variable) for term in terms]
            known = [each for each in found if each is not None]
            return total(known) if len(known) == len(found) else None
        case Negate(operand=operand):
            return _mapped(antiderivative(operand, variable), negated)
        case Product(factors=factors):
            return _product(factors, variable)
        case Quotient(numerator=top, denominator=bottom):
            return _quotient(top, bottom, variable)
        case _:
            return _from_table(node, variable)


def is_entire(node: Node, variable: str) -> bool:
    """Whether ``node`` has a value and is smooth everywhere: only then may bounds be put in blindly."""
    return all(_is_entire_step(each, variable) or not depends(each, variable) for each in walk(node))


def _is_entire_step(node: Node, variable: str) -> bool:
    match node:
        case Sum() | Product() | Negate() | Symbol():
            return True
        case Quotient(denominator=bottom):
            return not depends(bottom, variable)
        case Power(base=base, exponent=exponent):
            return base == Constant("e") or (isinstance(exponent, Number) and exponent.value.denominator == 1)
        case Call(function=name):
            return name in ENTIRE
        case _:
            return False


def _mapped(found: Node | None, change: Callable[[Node], Node]) -> Node | None:
    return None if found is None else change(found)


def _product(factors: tuple[Node, ...], variable: str) -> Node | None:
    """Constant factors come out; of the others there may be one, or only powers of the variable."""
    outside = [factor for factor in factors if not depends(factor, variable)]
    inside = [factor for factor in factors if depends(factor, variable)]
    if len(inside) == 1:
        rest: Node = inside[0]
    else:
        powers = [_exponent(factor, variable) for factor in inside]
        known = [power for power in powers if power is not None]
        if len(known) < len(powers):
            return None
        rest = raised(Symbol(variable), Number(sum(known, Fraction(0))))
    return _mapped(antiderivative(rest, variable), lambda found: times(*outside, found))


def _exponent(node: Node, variable: str) -> Fraction | None:
    """``n`` when ``node`` is ``variable ^ n`` for a number ``n``."""
    match node:
        case Symbol(name=name) if name == variable:
            return Fraction(1)
        case Power(base=Symbol(name=name), exponent=Number(value=value)) if name == variable:
            return value
        case _:
            return None


def _quotient(top: Node, bottom: Node, variable: str) -> Node | None:
    if not depends(bottom, variable):
        return _mapped(antiderivative(top, variable), lambda found: over(found, bottom))
    if depends(top, variable):
        return None
    match bottom:
        case Power(base=base, exponent=Number() as exponent):
            return _mapped(
                _from_table(Power(base, Negate(exponent)), variable), lambda found: times(top, found)
            )
        case _:
            slope = _slope(bottom, variable)
            if slope is None:
                return None
            return over(times(top, apply("ln", apply("abs", bottom))), slope)


def _from_table(node: Node, variable: str) -> Node | None:
    """A power or a function of ``a x + b``."""
    match node:
        case Symbol():
            return over(raised(node, TWO), TWO)
        case Power(base=base, exponent=exponent) if not depends(exponent, variable):
            slope, found = _slope(base, variable), _power(base, exponent)
            return None if slope is None or found is None else over(found, slope)
        case Power(base=base, exponent=exponent) if not depends(base, variable):
            slope = _slope(exponent, variable)
            growth = ONE if base == Constant("e") else apply("ln", base)
            return None if slope is None else over(node, times(slope, growth))
        case Call(function=name, arguments=(argument,)) if name in _TABLE:
            slope = _slope(argument, variable)
            return None if slope is None else over(_TABLE[name](argument), slope)
        case _:
            return None


def _power(base: Node, exponent: Node) -> Node | None:
    """``base ^ (n + 1) / (n + 1)`` for a number ``n``; the logarithm for -1."""
    match exponent:
        case Number(value=value):
            raised_by: Node = Number(value + 1)
        case Negate(operand=Number(value=value)) if value == 1:
            return apply("ln", apply("abs", base))
        case Negate(operand=Number(value=value)) if value > 1:
            raised_by = Negate(Number(value - 1))
        case _:
            return None
    return over(raised(base, raised_by), raised_by)


def _slope(node: Node, variable: str) -> Node | None:
    """``a`` when ``node`` is seen to be ``a x + b``."""
    try:
        slope = derivative(node, variable)
    except (NoDerivativeError, TooCostlyError):
        return None
    return None if slope == ZERO or depends(slope, variable) else slope


_TABLE: Final[dict[str, Callable[[Node], Node]]] = {
    "sin": lambda u: negated(apply("cos", u)),
    "cos": lambda u: apply("sin", u),
    "sinh": lambda u: apply("cosh", u),
    "cosh": lambda u: apply("sinh", u),
    "exp": lambda u: apply("exp", u),
    "sqrt": lambda u: over(times(TWO, u, apply("sqrt", u)), Number(TWO.value + 1)),
}
