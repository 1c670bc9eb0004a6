"""Functions around whole numbers: signs, rounding, remainders, factorials, choices, divisors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flint import arb, fmpq, fmpz

from grading.engine.balls.values import (
    NoValueError,
    UnsettledError,
    as_real,
    divide,
    only_integer,
    settled_sign,
    shorten,
)

__all__ = ["DIVISORS", "FUNCTIONS", "MAX_STEPS", "whole"]

Real = fmpq | arb
# The longest product that a binomial coefficient or a factorial is multiplied out to.
MAX_STEPS: Final = 2_000
MAX_DIGITS: Final = 60
ZERO: Final = fmpq(0)


def whole(value: Real) -> fmpz:
    """``value`` as an integer; no value for another rational, unsettled for a ball."""
    if isinstance(value, fmpq) and value.q == 1:
        return value.p
    if isinstance(value, fmpq):
        raise NoValueError
    raise UnsettledError


def _sign(value: Real) -> Real:
    return fmpq(settled_sign(value))


def _rounded(exact: Callable[[fmpq], fmpz], ball: Callable[[arb], arb]) -> Callable[[Real], Real]:
    def evaluate(value: Real) -> Real:
        if isinstance(value, fmpq):
            return fmpq(exact(value))
        found = only_integer(ball(value))
        if found is None:
            raise UnsettledError
        return fmpq(found)

    return evaluate


_floor = _rounded(lambda value: value.floor(), lambda value: value.floor())
_ceiling = _rounded(lambda value: value.ceil(), lambda value: value.ceil())


def _round(value: Real, digits: Real = ZERO) -> Real:
    """To the nearest whole number, or to ``digits`` decimal places; halves go away from zero."""
    places = int(whole(digits))
    if abs(places) > MAX_DIGITS:
        raise UnsettledError
    scale, half = fmpq(10) ** places, fmpq(1, 2)
    scaled = value * scale
    nearest = _floor(scaled + half) if settled_sign(scaled) >= 0 else _ceiling(scaled - half)
    return nearest / scale


def _factorial(value: Real) -> Real:
    number = whole(value)
    if number < 0:
        raise NoValueError
    if number > MAX_STEPS:
        raise UnsettledError
    return as_real(shorten(fmpq(fmpz.fac_ui(number))))


def _falling(top: Real, steps: int) -> Real:
    """``top (top - 1) …``, as many factors as ``steps``."""
    if steps > MAX_STEPS:
        raise UnsettledError
    result: Real = fmpq(1)
    for step in range(steps):
        result = result * (top - step)
        result = as_real(shorten(result)) if isinstance(result, fmpq) else result
    return result


def _permutations(top: Real, bottom: Real) -> Real:
    chosen = int(whole(bottom))
    if chosen < 0:
        raise NoValueError
    return _falling(top, chosen)


def _binomial(top: Real, bottom: Real) -> Real:
    chosen = int(whole(bottom))
    if chosen < 0 or (isinstance(top, fmpq) and top.q == 1 and 0 <= top < chosen):
        return fmpq(0)
    if isinstance(top, fmpq) and top.q == 1 and 2 * chosen > top > 0:
        chosen = int(top.p) - chosen
    return as_real(divide(_falling(top, chosen), fmpq(fmpz.fac_ui(fmpz(chosen)))))


def _greatest_divisor(first: Real, second: Real) -> Real:
    return fmpq(whole(first).gcd(whole(second)))


def _least_multiple(first: Real, second: Real) -> Real:
    return fmpq(whole(first).lcm(whole(second)))


def _modulo(first: Real, second: Real) -> Real:
    """What is left over by floored division: it has the sign of ``second``."""
    return first - second * _floor(as_real(divide(first, second)))


FUNCTIONS: Final[dict[str, Callable[..., Real]]] = {
    "binomial": _binomial,
    "ceiling": _ceiling,
    "factorial": _factorial,
    "floor": _floor,
    "mod": _modulo,
    "permutations": _permutations,
    "round": _round,
    "sign": _sign,
}
DIVISORS: Final[dict[str, Callable[[Real, Real], Real]]] = {"gcd": _greatest_divisor, "lcm": _least_multiple}
