"""Concrete shapes for unknown functions: one that people can check by hand, and a generic one.

``f'`` and ``f''`` are the derivatives of the shape of ``f``.
"""

from __future__ import annotations

import hashlib
from typing import Final

from flint import acb, arb, fmpq

from grading.engine.balls.values import Value, add, as_ball, multiply

__all__ = ["SHAPE_TEXT", "generic_shape", "plain_shape"]

SHAPE_TEXT: Final = "t^2 + t + 1"
# The shape and its derivatives, each as its coefficients from t^0 on.
PLAIN: Final = ((1, 1, 1), (1, 2), (2,))


def plain_shape(name: str, arguments: list[Value]) -> Value:
    """``t^2 + t + 1`` for a function of one argument; a function of more has the generic shape."""
    if len(arguments) != 1:
        return generic_shape(name, arguments)
    order = len(name) - len(name.rstrip("'"))
    power: Value = fmpq(1)
    total: Value = fmpq(0)
    for coefficient in PLAIN[order] if order < len(PLAIN) else ():
        total = add(total, multiply(fmpq(coefficient), power))
        power = multiply(power, arguments[0])
    return total


def generic_shape(name: str, arguments: list[Value]) -> Value:
    """A smooth function without symmetry, different for each name: ``c + cos(b + Σ a t) + Σ d t``."""
    bare = name.rstrip("'") if len(arguments) == 1 else name
    digest = hashlib.sha256(f"{bare}/{len(arguments)}".encode()).digest()
    seeds = [fmpq(byte + 17, 97) for byte in digest]
    phase: Value = seeds[0]
    line: Value = seeds[1]
    for place, argument in enumerate(arguments):
        phase = add(phase, multiply(seeds[2 + 2 * place % 28], argument))
        line = add(line, multiply(seeds[3 + 2 * place % 28], argument))
    if bare == name:
        return add(line, _cosine(phase))
    order = len(name) - len(bare)
    turned = add(phase, arb.pi() * order / 2)
    slope = multiply(seeds[2] ** order, _cosine(turned))
    return add(slope, seeds[3]) if order == 1 else slope


def _cosine(value: Value) -> Value:
    return value.cos() if isinstance(value, acb) else as_ball(value).cos()
