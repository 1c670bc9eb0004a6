"""One variant's parameters: names and exact values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from grading.engine.variants.objects import Value, read_value, store_value

__all__ = ["Values"]


@dataclass(frozen=True, slots=True)
class Values(Mapping[str, Value]):
    """A frozen, hashable mapping from parameter names to exact values, ordered by name."""

    entries: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Value | int]) -> Values:
        """Values with the same names and numbers as ``values``."""
        exact = {name: Fraction(value) if isinstance(value, int) else value for name, value in values.items()}
        return cls(tuple((name, exact[name]) for name in sorted(exact)))

    @classmethod
    def from_json(cls, document: Mapping[str, str]) -> Values:
        """Values from ``{"a": "3", "b": "-1/2", "p": "x^2-3x"}``; ValueError for a text that is no value."""
        return cls.of({name: read_value(text) for name, text in document.items()})

    def to_json(self) -> dict[str, str]:
        """A JSON-ready document that ``from_json`` reads back."""
        return {name: store_value(value) for name, value in self.entries}

    def __getitem__(self, name: str) -> Value:
        for known, value in self.entries:
            if known == name:
                return value
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.entries)

    def __len__(self) -> int:
        return len(self.entries)
