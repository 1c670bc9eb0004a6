"""Generators of a field that are numbers: pi, e, and logarithms of whole numbers."""

from __future__ import annotations

from typing import Final

from flint import arb, fmpz

from grading.engine.balls import working_precision
from grading.engine.exact.field import Key
from grading.engine.exact.powers import E_KEY
from grading.engine.exact.trigonometry import PI

__all__ = ["BITS", "constant_value"]

BITS: Final = 1_024


def constant_value(key: Key) -> arb | None:
    """The number that a generator is, or nothing for a letter and for what depends on one."""
    with working_precision(BITS):
        if key == PI:
            return arb.pi()
        if key == E_KEY:
            return arb.const_e()
        if len(key) == 2 and key[0] == "ln" and key[1].isdigit():
            return arb(fmpz(int(key[1]))).log()
    return None
