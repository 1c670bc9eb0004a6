"""Values of a witness as short plain text."""

from __future__ import annotations

from decimal import ROUND_DOWN, Context, Decimal
from typing import Final

from flint import acb, arb, fmpq

from grading.engine.balls import Value, as_ball, only_integer

__all__ = ["UNDEFINED", "coordinate_text", "pair_texts", "value_text"]

UNDEFINED: Final = "undefined"
SHORT: Final = 12
DIGITS: Final = (6, 10, 16, 30)
PLAIN_EXPONENTS: Final = range(-5, 13)


def pair_texts(student: Value, key: Value) -> tuple[str, str]:
    """Both values with as many digits as it takes to see that they differ."""
    texts = ("", "")
    for digits in DIGITS:
        texts = value_text(student, digits=digits), value_text(key, digits=digits)
        if texts[0] != texts[1]:
            return texts
    return texts


def value_text(value: Value, *, digits: int = DIGITS[0]) -> str:
    """A rational in full when it is short; otherwise ``digits`` significant digits and ``…``."""
    if isinstance(value, acb):
        return _complex_text(value, digits)
    if isinstance(value, fmpq) and len(str(value)) <= max(SHORT, digits):
        return str(value)
    return _ball_text(as_ball(value), digits)


def coordinate_text(value: tuple[fmpq, fmpq]) -> str:
    """An exact coordinate: ``3/2`` or ``1 + 2i``."""
    real, imaginary = value
    if imaginary == 0:
        return str(real)
    unit = "i" if abs(imaginary) == 1 else f"{_bracketed(abs(imaginary))}i"
    sign = "-" if imaginary < 0 else "+"
    if real == 0:
        return unit if imaginary > 0 else f"-{unit}"
    return f"{real} {sign} {unit}"


def _bracketed(value: fmpq) -> str:
    return str(value) if value.q == 1 else f"({value})"


def _complex_text(value: acb, digits: int) -> str:
    real, imaginary = _ball_text(value.real, digits), _ball_text(value.imag, digits)
    if imaginary == "0":
        return real
    positive = imaginary.removeprefix("-")
    unit = "i" if positive == "1" else f"{positive}i"
    negative = imaginary.startswith("-")
    if real == "0":
        return f"-{unit}" if negative else unit
    return f"{real} {'-' if negative else '+'} {unit}"


def _ball_text(value: arb, digits: int) -> str:
    whole = only_integer(value)
    if whole is not None and len(str(whole)) <= SHORT:
        return str(whole)
    text = value.mid().str(digits + 20, radius=False)
    mantissa, _, exponent = text.partition("e")
    number = Context(prec=digits, rounding=ROUND_DOWN).create_decimal(mantissa)
    # The exponent may be beyond what decimals hold, so it is kept apart.
    return _decimal_text(number, int(exponent or 0))


def _decimal_text(number: Decimal, exponent: int) -> str:
    shown = number.adjusted() + exponent
    if shown in PLAIN_EXPONENTS:
        return f"{number.scaleb(exponent):f}…"
    return f"{number.scaleb(-number.adjusted()):f}… * 10^{shown}"
