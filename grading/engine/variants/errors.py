"""What can be wrong with parameters and placeholders, as codes and places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["ParameterError", "Undefined", "place"]


class ParameterError(Exception):
    """The author's parameters or placeholders cannot be used.

    ``code`` is stable; ``line`` counts from 1 and ``position`` from 0 within that line, both in the
    text that was given; ``values`` holds what the sentence about it needs.
    """

    def __init__(
        self, code: str, line: int = 1, position: int = 0, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(code, line, position)
        self.code = code
        self.line = line
        self.position = position
        self.values: Mapping[str, Any] = values or {}


class Undefined(Exception):
    """An expression has no exact value for one combination, which is then passed over."""


def place(text: str, index: int) -> tuple[int, int]:
    """The line (from 1) and the position in it (from 0) of a code-point index of ``text``."""
    before = text[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1)
