"""What a comparison of two propositions found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flint import fmpq

from grading.engine.balls import Value

__all__ = ["UNKNOWN", "Coordinates", "Found"]

Coordinates = Mapping[str, Value | bool]


@dataclass(frozen=True, slots=True)
class Found:
    """``kind``: ``same``, ``first_only`` and ``second_only`` (the first, or the second, holds ``at`` a
    point and the other does not), ``agrees`` (the same wherever it was looked) or ``unknown``.

    ``method`` is ``exact``, ``balls`` or ``points``; ``points`` are the lines that were looked along.
    """

    kind: str
    at: Coordinates = field(default_factory=dict)
    method: str = "exact"
    points: tuple[Mapping[str, fmpq], ...] = ()

    @property
    def differs(self) -> bool:
        """Whether a point was found that only one of the two allows."""
        return self.kind in ("first_only", "second_only")


UNKNOWN: Final = Found("unknown", method="none")
