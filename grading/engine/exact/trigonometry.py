"""Sine and cosine in canonical form: even and odd, quarter turns removed, known values at rational turns.

In a field with rotations they are written by ``e ** (i*u)``, and every identity between them holds by
arithmetic.
"""

from __future__ import annotations

from flint import fmpq

from grading.engine.exact.families import natural_power
from grading.engine.exact.field import Field, Form, Key
from grading.engine.exact.radicals import imaginary, rational_root

__all__ = ["PI", "cosine", "sine"]

PI: Key = ("pi",)


def sine(field: Field, angle: Form) -> Form:
    """``sin(angle)``."""
    return _turned(field, angle, 0)


def cosine(field: Field, angle: Form) -> Form:
    """``cos(angle)``, which is the sine a quarter turn later for the bookkeeping of quadrants only."""
    return _turned(field, angle, 1)


def _turned(field: Field, angle: Form, quarter: int) -> Form:
    """``sin(angle + quarter * pi/2)``."""
    rest, turns = _split(field, angle)
    sign = 1
    if rest is not None and rest.top.leading_coefficient() < 0:
        # sin(-a + q pi/2): sine is odd, cosine is even.
        rest, turns = field.negate(rest), -turns
        sign = 1 if quarter else -1
    quarters = int((turns * 2).floor())
    turns -= fmpq(quarters, 2)
    place = (quarter + quarters) % 4
    if place >= 2:
        sign, place = -sign, place - 2
    value = _known(field, turns, place) if rest is None else None
    if value is None and rest is not None and field.rotations:
        value = _rotated(field, rest, turns, place)
    if value is None:
        value = _generator(field, rest, turns, place)
    return value if sign > 0 else field.negate(value)


def _split(field: Field, angle: Form) -> tuple[Form | None, fmpq]:
    """``angle`` as (rest, c) with ``angle == rest + c * pi``; no rest when it is zero."""
    pi = field.generator(PI, nonnegative=True)
    monomial = pi.top.monomial(0)
    if angle.top.is_zero():
        return None, fmpq(0)
    if not angle.bottom.is_constant():
        return angle, fmpq(0)
    turns = angle.top.to_dict().get(monomial, fmpq(0))
    rest = field.subtract(angle, field.multiply(field.number(turns), pi))
    return (None if rest.top.is_zero() else rest), turns


def _known(field: Field, turns: fmpq, place: int) -> Form | None:
    """sin (place 0) or cos (place 1) of ``turns * pi`` with 0 <= turns < 1/2."""
    if place:
        turns = fmpq(1, 2) - turns
    half = field.number(fmpq(1, 2))
    match (int(turns.p), int(turns.q)):
        case (0, 1):
            return field.number(0)
        case (1, 2):
            return field.number(1)
        case (1, 6):
            return half
        case (1, 4):
            return field.multiply(half, rational_root(field, fmpq(2), 2))
        case (1, 3):
            return field.multiply(half, rational_root(field, fmpq(3), 2))
        case _:
            return None


def _rotated(field: Field, rest: Form, turns: fmpq, place: int) -> Form:
    """sin (place 0) or cos (place 1) of ``rest + turns * pi``."""
    unit = imaginary(field)
    field.unreal.add(field.index(("i",)))
    turn = natural_power(field, field.multiply(unit, rest))
    back = field.divide(field.number(1), turn)
    half = field.number(fmpq(1, 2))
    even = field.multiply(half, field.add(turn, back))
    odd = field.divide(field.multiply(half, field.subtract(turn, back)), unit)
    if turns == 0:
        return even if place else odd
    angle = field.multiply(field.number(turns), field.generator(PI, nonnegative=True))
    across, along = sine(field, angle), cosine(field, angle)
    if place:
        return field.subtract(field.multiply(even, along), field.multiply(odd, across))
    return field.add(field.multiply(odd, along), field.multiply(even, across))


def _generator(field: Field, rest: Form | None, turns: fmpq, place: int) -> Form:
    if rest is None and turns > fmpq(1, 4):
        turns, place = fmpq(1, 2) - turns, 1 - place
    angle = field.number(0) if rest is None else rest
    name = "cos" if place else "sin"
    return field.generator((name, str(turns), *field.key(angle)))
