"""What is wrong with a key, as a code and the values its sentence needs."""

from __future__ import annotations

from typing import Any

from grading.engine import ReadError

__all__ = ["KeyProblem", "unreadable_key"]


class KeyProblem(Exception):
    """A key that cannot be used. ``code`` and ``values`` are worded for the author by the web layer."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def unreadable_key(text: str, error: ReadError) -> KeyProblem:
    """That ``text``, which stands in a key, cannot be read, and where."""
    reading = {**error.values, "position": error.position}
    return KeyProblem("unreadable_key", text=text, read_code=error.code, reading=reading)
