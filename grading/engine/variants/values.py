"""One variant's parameters: names and exact numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Values"]

_RATIONAL = re.compile(r"-?[0-9]{1,400}(?:/[0-9]{1,400})?")


@dataclass(frozen=True, slots=True)
class Values(Mapping[str, Fraction]):
    """A frozen, hashable mapping from parameter names to exact rationals, ordered by name."""

    entries: tuple[tuple[str, Fraction], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Fraction | int]) -> Values:
        """Values with the same names and numbers as ``values``."""
        return cls(tuple((name, Fraction(values[name])) for name in sorted(values)))

    @classmethod
    def from_json(cls, document: Mapping[str, str]) -> Values:
        """Values from ``{"a": "3", "b": "-1/2"}``; ValueError when a text is not such a number."""
        return cls.of({name: _fraction(text) for name, text in document.items()})

    def to_json(self) -> dict[str, str]:
        """A JSON-ready document that ``from_json`` reads back: ``{"a": "3", "b": "-1/2"}``."""
        return {name: str(value) for name, value in self.entries}

    def __getitem__(self, name: str) -> Fraction:
        for known, value in self.entries:
            if known == name:
                return value
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def _fraction(text: str) -> Fraction:
    if not _RATIONAL.fullmatch(text):
        raise ValueError(f"not a rational number: {text!r}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"not a rational number: {text!r}") from None
