"""What a verification counted, and what it found broken."""

from __future__ import annotations

from collections import Counter
from typing import Any

__all__ = ["INVARIANTS", "MOST_EXAMPLES", "Findings"]

INVARIANTS = ("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8")
MOST_EXAMPLES = 5  # of each invariant; the count says how many there were


class Findings:
    """``checked`` counts what was looked at by invariant, ``broken`` holds a few examples of each."""

    def __init__(self) -> None:
        self.checked: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.examples: dict[str, list[dict[str, Any]]] = {}
        self.acknowledged = 0
        self.lost = 0

    def looked(self, invariant: str, times: int = 1) -> None:
        """``times`` things were held against ``invariant``."""
        self.checked[invariant] += times

    def broken(self, invariant: str, what: str, **where: Any) -> None:
        """Something breaks ``invariant``: ``what`` in a few words, ``where`` to find it."""
        self.found[invariant] += 1
        kept = self.examples.setdefault(invariant, [])
        if len(kept) < MOST_EXAMPLES:
            kept.append({"what": what, **where})

    def to_json(self) -> dict[str, Any]:
        """What ``verify_attempts`` prints."""
        return {
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "checked": {name: self.checked[name] for name in INVARIANTS},
            "found": {name: self.found[name] for name in INVARIANTS if self.found[name]},
            "broken": {name: self.examples[name] for name in INVARIANTS if name in self.examples},
            "ok": not self.found,
        }
