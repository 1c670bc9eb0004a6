"""How often each answer was given, at the first attempt, the second, and so on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

__all__ = ["ResponseCount", "count_responses"]


@dataclass(frozen=True, slots=True)
class ResponseCount:
    """``by_attempt[0]`` gave it at their first attempt, and so on; ``total`` is their sum."""

    response: Hashable
    by_attempt: tuple[int, ...]

    @property
    def total(self) -> int:
        """At any attempt."""
        return sum(self.by_attempt)


def count_responses(given: Iterable[tuple[Hashable, int]]) -> tuple[ResponseCount, ...]:
    """``given`` holds (response, number of the attempt from 1). Most frequent first, equals as they came.

    >>> [(row.response, row.by_attempt) for row in count_responses([("x", 1), ("y", 1), ("x", 2)])]
    [('x', (1, 1)), ('y', (1, 0))]

    Raises ValueError for an attempt before the first.
    """
    counts: dict[Hashable, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    most = 0
    for response, attempt in given:
        if attempt < 1:
            raise ValueError(f"attempts are counted from 1, not {attempt}")
        counts[response][attempt] += 1
        most = max(most, attempt)
    rows = [
        ResponseCount(response, tuple(by_attempt.get(attempt, 0) for attempt in range(1, most + 1)))
        for response, by_attempt in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: -row.total))
