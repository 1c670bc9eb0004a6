"""Real functions on exact rationals and balls.

Each function returns a value, raises ``NoValueError`` where it is proved to have none on the whole
ball, and ``UnsettledError`` where the ball lies across the edge of the domain.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flint import arb, fmpq

from grading.engine.balls import whole
from grading.engine.balls.values import (
    NoValueError,
    UnsettledError,
    as_ball,
    as_real,
    divide,
    only_integer,
    settled_sign,
    whole_power,
)

__all__ = ["ARITIES", "FUNCTIONS", "VARIADIC", "Real", "logarithm_to", "power", "root"]

Real = fmpq | arb
MAX_ROOT: Final = 4_096


def _exact_root(value: fmpq, degree: int) -> fmpq | None:
    """The rational ``degree``-th root of ``value >= 0``, if it is rational."""
    if int(value.height_bits()) > MAX_ROOT:
        return None
    top, bottom = value.p.root(degree), value.q.root(degree)
    if top**degree == value.p and bottom**degree == value.q:
        return fmpq(top, bottom)
    return None


def root(value: Real, degree: int) -> Real:
    """The real root; of a negative number for odd ``degree`` only."""
    if degree < 1:
        raise UnsettledError
    if settled_sign(value) < 0:
        if degree % 2 == 0:
            raise NoValueError
        return -root(-value, degree)
    exact = _exact_root(value, degree) if isinstance(value, fmpq) else None
    return as_ball(value).root(degree) if exact is None else exact


def power(base: Real, exponent: Real) -> Real:
    """``base ** exponent``: any base for a rational exponent with odd denominator, else positive bases."""
    if isinstance(exponent, fmpq):
        return _rational_power(base, exponent)
    sign = settled_sign(base)
    if sign > 0:
        return (as_ball(exponent) * as_ball(base).log()).exp()
    if sign < 0:
        raise UnsettledError
    if settled_sign(exponent) < 0:
        raise NoValueError
    return fmpq(0)


def _rational_power(base: Real, exponent: fmpq) -> Real:
    if int(exponent.height_bits()) > MAX_ROOT:
        raise UnsettledError
    top, bottom = int(exponent.p), int(exponent.q)
    if bottom == 1:
        return as_real(whole_power(base, top))
    if bottom < MAX_ROOT:
        return as_real(whole_power(root(base, bottom), top))
    if settled_sign(base) < 0:
        raise UnsettledError
    return (as_ball(base).log() * arb(exponent)).exp() if settled_sign(base) else fmpq(0)


def _ln(value: Real) -> Real:
    if value == 1:
        return fmpq(0)
    if settled_sign(value) <= 0:
        raise NoValueError
    return as_ball(value).log()


def logarithm_to(value: Real, base: Real) -> Real:
    """``log_base(value)``, exact for whole powers of the base."""
    top, bottom = _ln(value), _ln(base)
    quotient = as_real(divide(top, bottom))
    if not (isinstance(value, fmpq) and isinstance(base, fmpq) and isinstance(quotient, arb)):
        return quotient
    whole = only_integer(quotient)
    if whole is None or int(base.height_bits()) * abs(int(whole)) > MAX_ROOT:
        return quotient
    return fmpq(whole) if base ** int(whole) == value else quotient


def _analytic(at_zero: int | None, function: Callable[[arb], arb]) -> Callable[[Real], Real]:
    """A function defined everywhere; ``at_zero`` is its exact value at zero when that is rational."""

    def evaluate(value: Real) -> Real:
        if at_zero is not None and isinstance(value, fmpq) and value == 0:
            return fmpq(at_zero)
        return function(as_ball(value))

    return evaluate


def _over(top: Callable[[Real], Real], bottom: Callable[[Real], Real]) -> Callable[[Real], Real]:
    return lambda value: as_real(divide(top(value), bottom(value)))


def _one(_: Real) -> Real:
    return fmpq(1)


def _between(value: Real, low: int, high: int) -> None:
    """Refuse what lies outside ``[low, high]``; a ball across an end is unsettled."""
    if value < low or value > high:
        raise NoValueError
    if not (value >= low and value <= high):
        raise UnsettledError


def _arcsin(value: Real) -> Real:
    _between(value, -1, 1)
    return fmpq(0) if value == 0 else as_ball(value).asin()


def _arccos(value: Real) -> Real:
    _between(value, -1, 1)
    return fmpq(0) if value == 1 else as_ball(value).acos()


def _arcosh(value: Real) -> Real:
    if value < 1:
        raise NoValueError
    if not value >= 1:
        raise UnsettledError
    return fmpq(0) if value == 1 else as_ball(value).acosh()


def _artanh(value: Real) -> Real:
    if value <= -1 or value >= 1:
        raise NoValueError
    if not (value > -1 and value < 1):
        raise UnsettledError
    return fmpq(0) if value == 0 else as_ball(value).atanh()


def _reciprocal(function: Callable[[Real], Real]) -> Callable[[Real], Real]:
    return lambda value: function(as_real(divide(fmpq(1), value)))


def _arccot(value: Real) -> Real:
    return arb.pi() / 2 - as_ball(value).atan()


def _argument(value: Real) -> Real:
    """The angle of a real number in the complex plane; zero has none."""
    sign = settled_sign(value)
    if sign == 0:
        raise NoValueError
    return fmpq(0) if sign > 0 else arb.pi()


def _lesser(first: Real, second: Real) -> Real:
    if isinstance(first, fmpq) and isinstance(second, fmpq):
        return min(first, second)
    return as_ball(first).min(as_ball(second))


def _greater(first: Real, second: Real) -> Real:
    return -_lesser(-first, -second)


_sin = _analytic(0, lambda value: value.sin())
_cos = _analytic(1, lambda value: value.cos())
_sinh = _analytic(0, lambda value: value.sinh())
_cosh = _analytic(1, lambda value: value.cosh())
_arsinh = _analytic(0, lambda value: value.asinh())

FUNCTIONS: Final[dict[str, Callable[..., Real]]] = {
    "sin": _sin,
    "cos": _cos,
    "tan": _over(_sin, _cos),
    "cot": _over(_cos, _sin),
    "sec": _over(_one, _cos),
    "csc": _over(_one, _sin),
    "arcsin": _arcsin,
    "arccos": _arccos,
    "arctan": _analytic(0, lambda value: value.atan()),
    "arccot": _arccot,
    "arcsec": _reciprocal(_arccos),
    "arccsc": _reciprocal(_arcsin),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _over(_sinh, _cosh),
    "coth": _over(_cosh, _sinh),
    "sech": _over(_one, _cosh),
    "csch": _over(_one, _sinh),
    "arsinh": _arsinh,
    "arcosh": _arcosh,
    "artanh": _artanh,
    "arcoth": _reciprocal(_artanh),
    "arsech": _reciprocal(_arcosh),
    "arcsch": _reciprocal(_arsinh),
    "exp": _analytic(1, lambda value: value.exp()),
    "ln": _ln,
    "log": logarithm_to,
    "sqrt": lambda value: root(value, 2),
    "root": lambda value, index: root(value, int(whole.whole(index))),
    "abs": abs,
    "percent": lambda value: value / 100,
    "degree": lambda value: as_ball(value) * arb.pi() / 180,
    "mixed": lambda number, part: number + part,
    "re": lambda value: value,
    "im": lambda _: fmpq(0),
    "conj": lambda value: value,
    "arg": _argument,
    **whole.FUNCTIONS,
}
# How many arguments a function of FUNCTIONS takes, where that is not one.
ARITIES: Final[dict[str, tuple[int, int]]] = {
    **dict.fromkeys(("binomial", "log", "mixed", "mod", "permutations", "root"), (2, 2)),
    "round": (1, 2),
}
VARIADIC: Final[dict[str, Callable[[Real, Real], Real]]] = {
    "min": _lesser,
    "max": _greater,
    **whole.DIVISORS,
}
