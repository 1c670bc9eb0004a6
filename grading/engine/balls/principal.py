"""Complex functions: principal values by ``acb``; a ball across a branch cut comes back wide, never wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flint import acb, arb, fmpq

from grading.engine.balls import real, whole
from grading.engine.balls.values import (
    NoValueError,
    UnsettledError,
    Value,
    as_complex,
    divide,
    multiply,
    whole_power,
)

__all__ = ["FUNCTIONS", "modulus", "power", "real_part"]


def real_part(value: Value) -> real.Real:
    """``value`` as a real number when its imaginary part is exactly zero."""
    if not isinstance(value, acb):
        return value
    if value.imag == 0:
        return value.real
    raise UnsettledError


def power(base: Value, exponent: Value) -> Value:
    """``base ** exponent``, principal: ``exp(exponent * log(base))``."""
    if isinstance(exponent, fmpq) and exponent.q == 1:
        return whole_power(base, int(exponent.p))
    if isinstance(base, fmpq) and base == 0:
        return _zero_power(exponent)
    if isinstance(base, fmpq) and base > 0 and not isinstance(exponent, acb):
        return real.power(base, exponent)
    if isinstance(exponent, fmpq) and exponent.q == 2:
        return whole_power(_sqrt(base), int(exponent.p))
    return (as_complex(exponent) * _logarithm(base)).exp()


def _zero_power(exponent: Value) -> Value:
    part = as_complex(exponent).real
    if part > 0:
        return fmpq(0)
    raise NoValueError if part < 0 else UnsettledError


def _logarithm(value: Value) -> acb:
    if isinstance(value, fmpq) and value == 0:
        raise NoValueError
    ball = as_complex(value)
    if ball.contains(0):
        raise UnsettledError
    return ball.log()


def _ln(value: Value) -> Value:
    if isinstance(value, fmpq) and value == 1:
        return fmpq(0)
    return _logarithm(value)


def _log(value: Value, base: Value) -> Value:
    if isinstance(value, fmpq) and isinstance(base, fmpq) and value > 0 and base > 0:
        return real.logarithm_to(value, base)
    return divide(_ln(value), _ln(base))


def _sqrt(value: Value) -> Value:
    if isinstance(value, fmpq):
        if value >= 0:
            return real.root(value, 2)
        return multiply(real.root(-value, 2), acb(0, 1))
    return as_complex(value).sqrt()


def _root(value: Value, index: Value) -> Value:
    """Odd roots of real numbers are real; everything else is principal."""
    if not isinstance(index, fmpq) or index.q != 1 or index < 1:
        raise UnsettledError
    degree = int(index.p)
    if degree == 2:
        return _sqrt(value)
    if not isinstance(value, acb) or (degree % 2 and value.imag == 0):
        part = real_part(value)
        if degree % 2 or part > 0:
            return real.root(part, degree)
    return power(value, fmpq(1, degree))


def modulus(value: Value) -> real.Real:
    """``|value|``."""
    if isinstance(value, fmpq):
        return value if value >= 0 else -value
    return abs(value)


def _arccot(value: Value) -> Value:
    return acb(arb.pi()) / 2 - as_complex(value).atan()


def _argument(value: Value) -> Value:
    return _logarithm(value).imag


def _degree(value: Value) -> Value:
    return multiply(value, arb.pi() / 180)


def _analytic(function: Callable[[acb], acb]) -> Callable[[Value], Value]:
    return lambda value: function(as_complex(value))


def _over(top: Callable[[acb], acb], bottom: Callable[[acb], acb]) -> Callable[[Value], Value]:
    return lambda value: divide(top(as_complex(value)), bottom(as_complex(value)))


def _one(_: acb) -> acb:
    return acb(1)


def _reciprocal(function: Callable[[acb], acb]) -> Callable[[Value], Value]:
    return lambda value: function(as_complex(divide(fmpq(1), value)))


def _sin(value: acb) -> acb:
    return value.sin()


def _cos(value: acb) -> acb:
    return value.cos()


def _sinh(value: acb) -> acb:
    return value.sinh()


def _cosh(value: acb) -> acb:
    return value.cosh()


def _on_reals(function: Callable[..., real.Real]) -> Callable[..., Value]:
    return lambda *values: function(*(real_part(value) for value in values))


FUNCTIONS: Final[dict[str, Callable[..., Value]]] = {
    **{name: _on_reals(real.FUNCTIONS[name]) for name in whole.FUNCTIONS},
    "sin": _analytic(_sin),
    "cos": _analytic(_cos),
    "tan": _over(_sin, _cos),
    "cot": _over(_cos, _sin),
    "sec": _over(_one, _cos),
    "csc": _over(_one, _sin),
    "arcsin": _analytic(lambda value: value.asin()),
    "arccos": _analytic(lambda value: value.acos()),
    "arctan": _analytic(lambda value: value.atan()),
    "arccot": _arccot,
    "arcsec": _reciprocal(lambda value: value.acos()),
    "arccsc": _reciprocal(lambda value: value.asin()),
    "sinh": _analytic(_sinh),
    "cosh": _analytic(_cosh),
    "tanh": _over(_sinh, _cosh),
    "coth": _over(_cosh, _sinh),
    "sech": _over(_one, _cosh),
    "csch": _over(_one, _sinh),
    "arsinh": _analytic(lambda value: value.asinh()),
    "arcosh": _analytic(lambda value: value.acosh()),
    "artanh": _analytic(lambda value: value.atanh()),
    "arcoth": _reciprocal(lambda value: value.atanh()),
    "arsech": _reciprocal(lambda value: value.acosh()),
    "arcsch": _reciprocal(lambda value: value.asinh()),
    "exp": _analytic(lambda value: value.exp()),
    "ln": _ln,
    "log": _log,
    "sqrt": _sqrt,
    "root": _root,
    "abs": modulus,
    "percent": lambda value: divide(value, fmpq(100)),
    "degree": _degree,
    "mixed": lambda number, part: number + part,
    "re": lambda value: value.real if isinstance(value, acb) else value,
    "im": lambda value: value.imag if isinstance(value, acb) else fmpq(0),
    "conj": lambda value: value.conjugate() if isinstance(value, acb) else value,
    "arg": _argument,
}
