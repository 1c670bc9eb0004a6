"""What is wrong with a key, as a code and the values its sentence needs."""

from __future__ import annotations

from typing import Any

__all__ = ["KeyProblem"]


class KeyProblem(Exception):
    """A key that cannot be used. ``code`` and ``values`` are worded for the author by the web layer."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
