"""The one error of reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["ReadError"]


class ReadError(Exception):
    """A text that cannot be read.

    ``code`` is stable (``unbalanced_bracket``, ``missing_operand`` …), ``position`` is the 0-based
    code-point index in the text as it was given, and ``values`` hold what a sentence about it needs:
    ``found`` (what stands there, ``""`` at the end) and ``expected`` (a list of what could stand there).
    """

    def __init__(self, code: str, position: int, **values: Any) -> None:
        super().__init__(code, position)
        self.code = code
        self.position = position
        self.values: Mapping[str, Any] = values

    def __str__(self) -> str:
        return f"{self.code} at {self.position}"
