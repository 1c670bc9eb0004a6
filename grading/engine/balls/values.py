"""Values at a point: exact rationals while they stay short, real balls, complex balls."""

from __future__ import annotations

from typing import Final

from flint import acb, arb, fmpq, fmpz

__all__ = [
    "NoValueError",
    "UnsettledError",
    "Value",
    "add",
    "as_ball",
    "as_complex",
    "as_real",
    "disjoint",
    "distance",
    "divide",
    "is_finite",
    "multiply",
    "only_integer",
    "settled_sign",
    "shorten",
    "whole_power",
]

Value = fmpq | arb | acb
MAX_EXACT_BITS: Final = 4_096
HUGE: Final = fmpz(2) ** 4_096


class NoValueError(Exception):
    """Proved: there is no value here (or anywhere in the box that was asked about)."""


class UnsettledError(Exception):
    """Not decided at this precision, or not looked at: neither a value nor a proof that there is none."""


def shorten(value: fmpq) -> Value:
    """``value``, as a ball when it is long."""
    return arb(value) if int(value.height_bits()) > MAX_EXACT_BITS else value


def as_ball(value: fmpq | arb) -> arb:
    """``value`` as a real ball."""
    return value if isinstance(value, arb) else arb(value)


def as_complex(value: Value) -> acb:
    """``value`` as a complex ball."""
    return value if isinstance(value, acb) else acb(as_ball(value))


def as_real(value: Value) -> fmpq | arb:
    """``value``, which is known not to be complex; unsettled if it is."""
    if isinstance(value, acb):
        raise UnsettledError
    return value


def settled_sign(value: fmpq | arb) -> int:
    """-1, 0 or 1; unsettled for a ball around zero."""
    if isinstance(value, fmpq):
        return int(value > 0) - int(value < 0)
    if value > 0:
        return 1
    if value < 0:
        return -1
    raise UnsettledError


def add(first: Value, second: Value) -> Value:
    """The sum."""
    if isinstance(first, fmpq) and isinstance(second, fmpq):
        return shorten(first + second)
    if isinstance(first, acb) or isinstance(second, acb):
        return as_complex(first) + as_complex(second)
    return as_ball(first) + as_ball(second)


def multiply(first: Value, second: Value) -> Value:
    """The product."""
    if isinstance(first, fmpq) and isinstance(second, fmpq):
        return shorten(first * second)
    if isinstance(first, acb) or isinstance(second, acb):
        return as_complex(first) * as_complex(second)
    return as_ball(first) * as_ball(second)


def divide(first: Value, second: Value) -> Value:
    """The quotient; no value for an exact zero below, unsettled for a ball around zero."""
    if isinstance(second, fmpq):
        if second == 0:
            raise NoValueError
        return multiply(first, 1 / second)
    if second.contains(0):
        raise UnsettledError
    if isinstance(first, acb) or isinstance(second, acb):
        return as_complex(first) / as_complex(second)
    return as_ball(first) / second


def whole_power(base: Value, exponent: int) -> Value:
    """``base ** exponent``; ``0 ** 0`` and ``0 ** -1`` have no value."""
    if isinstance(base, fmpq):
        if base == 0 and exponent <= 0:
            raise NoValueError
        if int(base.height_bits()) * abs(exponent) <= MAX_EXACT_BITS:
            return base**exponent
        return arb(base) ** fmpz(exponent)
    if exponent <= 0 and base.contains(0):
        raise UnsettledError
    return base ** fmpz(exponent)


def distance(first: Value, second: Value) -> arb:
    """A ball around ``|first - second|``."""
    difference = add(first, multiply(fmpq(-1), second))
    return abs(difference) if isinstance(difference, acb) else abs(as_ball(difference))


def disjoint(first: Value, second: Value) -> bool:
    """Whether the two are proved different."""
    if isinstance(first, fmpq) and isinstance(second, fmpq):
        return first != second
    if isinstance(first, acb) or isinstance(second, acb):
        return not as_complex(first).overlaps(as_complex(second))
    return not as_ball(first).overlaps(as_ball(second))


def only_integer(value: arb) -> fmpz | None:
    """The integer in a narrow ball, when there is one and it is not huge.

    FLINT's own ``unique_fmpz`` ends the process on very large or very narrow balls.
    """
    if not (abs(value) < HUGE and value.rad() < fmpq(1, 4)):
        return None
    mantissa, exponent = (int(part) for part in value.mid().man_exp())
    whole = _nearest(mantissa, exponent)
    return fmpz(whole) if value.contains(whole) else None


def _nearest(mantissa: int, exponent: int) -> int:
    """``mantissa * 2 ** exponent`` rounded to an integer."""
    if exponent >= 0:
        return mantissa << exponent
    if -exponent > mantissa.bit_length() + 1:
        return 0
    return (mantissa + (1 << (-exponent - 1))) >> -exponent


def is_finite(value: Value) -> bool:
    """Whether ``value`` is an ordinary number of finite radius."""
    return isinstance(value, fmpq) or bool(value.is_finite())
