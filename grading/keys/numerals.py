"""Numbers that keys spell out: whole numbers of an answer sheet, tolerances."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from grading.keys.problems import KeyProblem

__all__ = ["read_integer", "read_tolerance"]

LARGEST_INTEGER: Final = 999


def read_integer(text: str) -> int | None:
    """The whole number 0..999 that ``text`` spells in one to three ASCII digits, or None."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_INTEGER)):
        return None
    return int(text)


def read_tolerance(text: str) -> Fraction:
    """The non-negative rational that ``text`` spells (``0.01``, ``1/100``). Raises KeyProblem."""
    try:
        tolerance = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise KeyProblem("bad_tolerance", text=text) from None
    if tolerance < 0:
        raise KeyProblem("bad_tolerance", text=text)
    return tolerance
