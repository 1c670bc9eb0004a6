"""How the long texts are put together."""

from __future__ import annotations

from typing import Final

__all__ = ["LETTERS", "joined", "nest"]

LETTERS: Final = "abcdfghjklmnopqrstuvwxyzABCD"


def nest(opening: str, inner: str, closing: str, depth: int) -> str:
    """``inner`` in ``depth`` brackets."""
    return opening * depth + inner + closing * depth


def joined(sign: str, pattern: str, numbers: range) -> str:
    """``pattern`` with each number for its ``#``, and ``sign`` between them."""
    return sign.join(pattern.replace("#", str(number)) for number in numbers)
