"""Answers marked by hand: what is asked for, what was given, what a teacher would give for it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

__all__ = ["Case", "case"]

FIVE = ("o1", "o2", "o3", "o4", "o5")


@dataclass(frozen=True, slots=True)
class Case:
    """One row. ``given`` is a text, a list of options picked, a mapping of stems (places, blanks) to what was
    given to them, or None; ``letters`` are the variables of the symbol list, which allows no others where it
    is ``closed``."""

    key: Mapping[str, Any]
    given: Any
    verdict: str
    credit: Fraction
    reason: str
    letters: str = "x"
    closed: bool = True
    options: tuple[str, ...] = FIVE
    stems: tuple[str, ...] = ()
    earlier: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """For the report of a test."""
        return f"{self.key['kind']}: {self.given!r}"


WHOLE = {"correct": "1"}


def case(
    key: Mapping[str, Any], given: Any, verdict: str, reason: str, *, credit: str = "", **more: Any
) -> Case:
    """A row; the credit follows from the verdict unless the answer is partly right."""
    return Case(key, given, verdict, Fraction(credit or WHOLE.get(verdict, "0")), reason, **more)
