"""How a number is spelled."""

from __future__ import annotations

from fractions import Fraction

from grading.engine.nodes import Number

__all__ = ["is_fraction", "spelled"]


def spelled(number: Number) -> str:
    """The literal as it was typed, else the shortest exact spelling: ``7``, ``0.25``, ``1/3``.

    A number without a literal comes from code, not from a student; past some 4,300 digits Python itself
    refuses to spell it (ValueError).
    """
    return number.literal or _exact(number.value)


def is_fraction(number: Number) -> bool:
    """Whether the spelling has a bar, so that it binds like a quotient."""
    return "/" in spelled(number)


MOST_BITS = 1_500  # a longer denominator is written as a fraction, not looked at place by place


def _exact(value: Fraction) -> str:
    places = _places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    if places == 0:
        return str(value.numerator)
    digits = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _places(denominator: int) -> int | None:
    """Decimal places of 1/denominator, None when it does not end (or is not looked at)."""
    if denominator.bit_length() > MOST_BITS:
        return None
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
