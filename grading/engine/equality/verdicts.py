"""Verdicts of a comparison and their certificates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from grading.engine.equality.looks import Finding
from grading.engine.nodes import Node
from grading.engine.verdict import ENGINE_VERSION, Outcome, Reason, Verdict, Witness
from grading.engine.writing import write_plain

__all__ = ["Readings"]


@dataclass(frozen=True)
class Readings:
    """The two trees of one comparison; makes its verdicts."""

    student: Node
    key: Node

    @cached_property
    def texts(self) -> tuple[str, str]:
        """Both readings as plain text."""
        return write_plain(self.student), write_plain(self.key)

    @cached_property
    def seed(self) -> str:
        """What the seeded points are drawn from: a hash of the two readings."""
        student, key = self.texts
        return hashlib.sha256(f"{student}\n{key}".encode()).hexdigest()[:16]

    def correct(
        self,
        code: str,
        values: Mapping[str, Any] | None = None,
        *,
        method: str,
        finding: Finding | None = None,
    ) -> Verdict:
        """Full credit."""
        return self._verdict(Outcome.CORRECT, Reason(code, values or {}), method, finding, None)

    def incorrect(
        self,
        code: str,
        values: Mapping[str, Any] | None = None,
        *,
        method: str,
        finding: Finding | None = None,
        witness: Witness | None = None,
    ) -> Verdict:
        """No credit, with the point where the two differ when there is one."""
        if witness is None and finding is not None:
            witness = finding.witness
        return self._verdict(Outcome.INCORRECT, Reason(code, values or {}), method, finding, witness)

    def undecided(
        self, code: str, values: Mapping[str, Any] | None = None, *, finding: Finding | None = None
    ) -> Verdict:
        """A human decides."""
        return self._verdict(Outcome.UNDECIDED, Reason(code, values or {}), "none", finding, None)

    def unreadable(self, code: str, values: Mapping[str, Any]) -> Verdict:
        """Another kind of object was asked for: said before submitting, costs nothing."""
        return self._verdict(Outcome.UNREADABLE, Reason(code, values), "none", None, None)

    def _verdict(
        self, outcome: Outcome, reason: Reason, method: str, finding: Finding | None, witness: Witness | None
    ) -> Verdict:
        certificate = {
            "engine": ENGINE_VERSION,
            "student": self.texts[0],
            "key": self.texts[1],
            "method": method,
            "points": [dict(point) for point in finding.points] if finding else [],
            "precision": finding.precision if finding else 0,
            "seed": self.seed if finding else "",
        }
        credit = Fraction(1 if outcome is Outcome.CORRECT else 0)
        return Verdict(outcome, credit, reason, witness, certificate)
