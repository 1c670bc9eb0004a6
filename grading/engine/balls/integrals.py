"""Definite integrals of real functions, as balls that hold them for certain.

The integrand is followed into the complex plane, where FLINT bounds its quadrature; it is analytic but
for roots, logarithms, powers and inverse functions, each of which says itself where it is not. Roots
and powers of negative numbers are left alone: their real and their principal values differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flint import acb, arb, fmpq, fmpz

from grading.engine.balls.precision import working_precision
from grading.engine.balls.values import UnsettledError, as_complex
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
)

__all__ = ["integral"]

# How much quadrature may be done for one integral.
MAX_EVALUATIONS: Final = 1_500
MAX_DEPTH: Final = 40
MAX_DEGREE: Final = 80
GOAL_BITS: Final = 72
WORKING_BITS: Final = 104


def integral(node: Node, low: fmpq | arb, high: fmpq | arb) -> arb:
    """The integral from ``low`` to ``high`` of ``node``, in which at most one letter stands.

    Raises ``UnsettledError`` where it is not bounded well within the work allowed.
    """

    def integrand(z: acb, analytic: bool) -> acb:
        try:
            return _Analytic(z, analytic).value(node)
        except UnsettledError:
            return acb("nan")

    with working_precision(WORKING_BITS):
        found = acb.integral(
            integrand,
            as_complex(low),
            as_complex(high),
            abs_tol=arb(2) ** -GOAL_BITS,
            rel_tol=arb(2) ** -GOAL_BITS,
            deg_limit=MAX_DEGREE,
            eval_limit=MAX_EVALUATIONS,
            depth_limit=MAX_DEPTH,
        )
    if not (found.is_finite() and found.imag.contains(0)):
        raise UnsettledError
    return arb(found.real)


class _Analytic:
    """The integrand at a complex ball ``z``; not finite where it is not analytic on all of ``z``."""

    def __init__(self, z: acb, analytic: bool) -> None:
        self.z = z
        self.analytic = analytic

    def value(self, node: Node) -> acb:
        match node:
            case Number(value=value):
                return acb(fmpq(value.numerator, value.denominator))
            case Symbol():
                return self.z
            case Constant(name=name):
                return _constant(name)
            case Sum(terms=terms):
                return _joined([self.value(term) for term in terms], acb.__add__)
            case Product(factors=factors):
                return _joined([self.value(factor) for factor in factors], acb.__mul__)
            case Negate(operand=operand):
                return -self.value(operand)
            case Quotient(numerator=top, denominator=bottom):
                return self.value(top) / self.value(bottom)
            case Power(base=base, exponent=exponent):
                return self._power(base, exponent)
            case Call(function=name, arguments=arguments):
                return self._call(name, [self.value(argument) for argument in arguments])
            case _:
                raise UnsettledError

    def _power(self, base: Node, exponent: Node) -> acb:
        if base == Constant("e"):
            return self.value(exponent).exp()
        negative = isinstance(exponent, Negate)
        size = exponent.operand if isinstance(exponent, Negate) else exponent
        if isinstance(size, Number) and size.value.denominator == 1:
            found = self.value(base) ** fmpz(size.value.numerator)
            return 1 / found if negative else found
        return self._raised(self.value(base), self.value(exponent))

    def _call(self, name: str, arguments: list[acb]) -> acb:
        if name in _MEROMORPHIC and len(arguments) == 1:
            return _MEROMORPHIC[name](arguments[0])
        if name in _GUARDED and len(arguments) == 1:
            guard, function = _GUARDED[name]
            self._positive(guard(arguments[0]))
            return function(arguments[0])
        match name, arguments:
            case "ln", [argument]:
                return self._logarithm(argument)
            case "log", [argument, base]:
                return self._logarithm(argument) / self._logarithm(base)
            case "sqrt", [argument]:
                return self._real(argument).sqrt(analytic=self.analytic)
            case "root", [argument, index]:
                return self._raised(argument, 1 / index)
            case "abs", [argument]:
                return argument.real_abs(analytic=self.analytic)
            case _:
                raise UnsettledError

    def _logarithm(self, value: acb) -> acb:
        return self._real(value).log(analytic=self.analytic)

    def _raised(self, base: acb, exponent: acb) -> acb:
        """A power, also of a ball around zero, where FLINT gives none."""
        if base.contains(0) and not self.analytic and exponent.imag == 0 and exponent.real > 0:
            size = base.abs_upper() ** exponent.real.abs_lower() if base.abs_upper() < 1 else arb("nan")
            return acb(arb(0, size.abs_upper()), arb(0, size.abs_upper()))
        return self._real(base).pow(exponent, analytic=self.analytic)

    def _real(self, value: acb) -> acb:
        """``value``, unless it is certainly to the left of zero."""
        if value.real < 0:
            raise UnsettledError
        return value

    def _positive(self, value: acb) -> None:
        """Refuse to touch a branch cut, which lies where ``value`` is negative."""
        if not value.real > 0 and (self.analytic or value.real < 0):
            raise UnsettledError


def _constant(name: str) -> acb:
    match name:
        case "pi":
            return acb(arb.pi())
        case "e":
            return acb(arb.const_e())
        case _:
            raise UnsettledError


def _joined(values: list[acb], operation: Callable[[acb, acb], acb]) -> acb:
    total = values[0]
    for value in values[1:]:
        total = operation(total, value)
    return total


# FLINT gives no finite ball around a pole of these.
_MEROMORPHIC: Final[dict[str, Callable[[acb], acb]]] = {
    "sin": lambda z: z.sin(),
    "cos": lambda z: z.cos(),
    "tan": lambda z: z.tan(),
    "cot": lambda z: z.cot(),
    "sec": lambda z: z.sec(),
    "csc": lambda z: z.csc(),
    "sinh": lambda z: z.sinh(),
    "cosh": lambda z: z.cosh(),
    "tanh": lambda z: z.tanh(),
    "coth": lambda z: z.coth(),
    "sech": lambda z: z.sech(),
    "csch": lambda z: z.csch(),
    "exp": lambda z: z.exp(),
    "percent": lambda z: z / 100,
    "degree": lambda z: z * arb.pi() / 180,
}
# Away from their cuts the first function of each has a positive real part.
_GUARDED: Final[dict[str, tuple[Callable[[acb], acb], Callable[[acb], acb]]]] = {
    "arcsin": (lambda z: 1 - z * z, lambda z: z.asin()),
    "arccos": (lambda z: 1 - z * z, lambda z: z.acos()),
    "arctan": (lambda z: 1 + z * z, lambda z: z.atan()),
    "arsinh": (lambda z: 1 + z * z, lambda z: z.asinh()),
}
