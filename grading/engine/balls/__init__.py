"""Rigorous evaluation of a tree at a rational point, or on a small box around one.

The result is an exact rational, or a ball that is guaranteed to hold the true value. Three things can
happen and are kept apart: a value; ``NoValueError``, a proof that there is none (a division by zero,
the square root or logarithm of a negative number over the reals); ``UnsettledError``, neither at this
precision. On a box a value means "defined on all of it" and ``NoValueError`` "defined nowhere on it".

An unknown function is given a concrete shape: a first one that people can check by hand, and a generic
one for agreement. Two expressions that differ for one choice of ``f`` differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from flint import acb, arb, fmpq

from grading.engine.balls import principal, real
from grading.engine.balls.integrals import integral
from grading.engine.balls.precision import working_precision
from grading.engine.balls.principal import modulus, real_part
from grading.engine.balls.shapes import SHAPE_TEXT, generic_shape, plain_shape
from grading.engine.balls.values import (
    NoValueError,
    UnsettledError,
    Value,
    add,
    as_ball,
    as_complex,
    as_real,
    disjoint,
    distance,
    divide,
    is_finite,
    multiply,
    only_integer,
)
from grading.engine.balls.whole import whole
from grading.engine.nodes import (
    INTEGRALS,
    SERIES,
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

__all__ = [
    "CALCULUS",
    "SHAPE_TEXT",
    "Evaluator",
    "NoValueError",
    "UnsettledError",
    "Value",
    "add",
    "as_ball",
    "as_complex",
    "disjoint",
    "distance",
    "has_unknown_function",
    "modulus",
    "multiply",
    "only_integer",
    "working_precision",
]

# Operators whose arguments are not plain values: they are never taken as unknown functions.
CALCULUS: Final = frozenset({"diff", "limit"}) | INTEGRALS | SERIES
# Terms of a sum or product with bounds that are numbers, and with bounds that depend on the point.
MOST_TERMS: Final = 1_000
MOST_TERMS_AT_POINT: Final = 64


@dataclass(frozen=True, slots=True)
class Evaluator:
    """What a point is and how to evaluate there.

    ``whole_exponents``: a negative base with a variable exponent has a value when the exponent is an
    integer; otherwise such places are left unsettled, since the expression is meant for positive bases.
    ``generic``: unknown functions get the generic shape.
    """

    point: Mapping[str, Value]
    complex_values: bool = False
    whole_exponents: bool = False
    generic: bool = True

    def value(self, node: Node) -> Value:
        """The value of ``node`` here; raises ``NoValueError`` or ``UnsettledError``."""
        result = self._value(node)
        if not is_finite(result):
            raise UnsettledError
        return result

    def _value(self, node: Node) -> Value:
        match node:
            case Number(value=value):
                return fmpq(value.numerator, value.denominator)
            case Symbol(name=name):
                return self.point[name]
            case Sum(terms=terms):
                return self._sum(terms)
            case Negate(operand=operand):
                return -self._value(operand)
            case Product(factors=factors):
                return self._product(factors)
            case Quotient(numerator=top, denominator=bottom):
                return divide(self._value(top), self._value(bottom))
            case Power(base=base, exponent=exponent):
                return self._power(base, exponent)
            case Call():
                return self._applied(node)
            case Constant(name=name):
                return self._constant(name)
            case _:
                raise UnsettledError

    def _sum(self, terms: tuple[Node, ...]) -> Value:
        total = self._value(terms[0])
        for term in terms[1:]:
            total = add(total, self._value(term))
        return total

    def _product(self, factors: tuple[Node, ...]) -> Value:
        total = self._value(factors[0])
        for factor in factors[1:]:
            total = multiply(total, self._value(factor))
        return total

    def _constant(self, name: str) -> Value:
        match name:
            case "pi":
                return arb.pi()
            case "e":
                return arb.const_e()
            case "i" if self.complex_values:
                return acb(0, 1)
            case _:
                raise UnsettledError

    def _power(self, base: Node, exponent: Node) -> Value:
        if base == Constant("e"):
            return self._call("exp", [self._value(exponent)])
        below, above = self._value(base), self._value(exponent)
        if self.complex_values:
            return principal.power(below, above)
        if isinstance(below, acb) or isinstance(above, acb):
            raise UnsettledError
        if not isinstance(exponent, Number) and not self.whole_exponents and _may_be_negative(below):
            self._refuse_symbolic(base, exponent)
        return real.power(below, above)

    def _refuse_symbolic(self, base: Node, exponent: Node) -> None:
        """``a^b`` with two variables is meant for positive ``a``; ``(-2)^n`` for integers ``n``."""
        names = [each.name for each in walk(exponent) if isinstance(each, Symbol)]
        if not names:
            return
        if not (_is_constant(base) and all(_is_whole(self.point[name]) for name in names)):
            raise UnsettledError

    def _applied(self, call: Call) -> Value:
        match call.function, call.arguments:
            case name, (term, Symbol(name=letter), low, high) if name in SERIES:
                return self._series(name, term, letter, low, high)
            case name, (term, Symbol(name=letter), low, high) if name in INTEGRALS:
                return self._integral(term, letter, self._value(low), self._value(high))
            case name, arguments:
                return self._call(name, [self._value(argument) for argument in arguments])

    def _call(self, name: str, arguments: list[Value]) -> Value:
        table = principal.FUNCTIONS if self.complex_values else real.FUNCTIONS
        function = table.get(name)
        if function is not None:
            least, most = real.ARITIES.get(name, (1, 1))
            if not least <= len(arguments) <= most:
                raise UnsettledError
            return function(*arguments)
        if not arguments or name in CALCULUS:
            raise UnsettledError
        if name in real.VARIADIC:
            return self._fold(name, arguments)
        return generic_shape(name, arguments) if self.generic else plain_shape(name, arguments)

    def _series(self, name: str, term: Node, letter: str, low: Node, high: Node) -> Value:
        """A sum or product term by term; nothing is said of one that runs backwards.

        One without terms is 0 or 1 where it is written so; ``sum(2^k, k, 0, n)`` is meant for n >= 0.
        """
        first, last = (int(whole(real_part(self._value(end)))) for end in (low, high))
        at_point = not (_is_constant(low) and _is_constant(high))
        fewest, most = (1, MOST_TERMS_AT_POINT) if at_point else (0, MOST_TERMS)
        if not fewest <= last - first + 1 <= most:
            raise UnsettledError
        join = add if name == "sum" else multiply
        total: Value = fmpq(0 if name == "sum" else 1)
        for index in range(first, last + 1):
            here = replace(self, point={**self.point, letter: fmpq(index)})
            total = join(total, here._value(term))
        return total

    def _integral(self, integrand: Node, letter: str, low: Value, high: Value) -> Value:
        """Where only numbers occur; an integral with parameters would be done anew at every point."""
        letters = {each.name for each in walk(integrand) if isinstance(each, Symbol)}
        if self.complex_values or letters - {letter}:
            raise UnsettledError
        return integral(integrand, as_real(low), as_real(high))

    def _fold(self, name: str, arguments: list[Value]) -> Value:
        parts = [real_part(argument) for argument in arguments]
        total = parts[0]
        for part in parts[1:]:
            total = real.VARIADIC[name](total, part)
        return total


def has_unknown_function(*nodes: Node) -> bool:
    """Whether a function without a known meaning is called."""
    return any(
        isinstance(each, Call)
        and each.function not in real.FUNCTIONS
        and each.function not in real.VARIADIC
        and each.function not in CALCULUS
        for node in nodes
        for each in walk(node)
    )


def _is_constant(node: Node) -> bool:
    return not any(isinstance(each, Symbol) for each in walk(node))


def _is_whole(value: Value) -> bool:
    return isinstance(value, fmpq) and value.q == 1


def _may_be_negative(value: Value) -> bool:
    return not isinstance(value, acb) and not value > 0
