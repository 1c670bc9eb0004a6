"""What the engine says of an answer: a verdict, its reason, a witness, and a certificate.

Codes and values only, never sentences: the web layer words them in the user's language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

__all__ = ["ENGINE_VERSION", "Outcome", "Reason", "Verdict", "Witness", "certificate_hash"]

ENGINE_VERSION = 2


class Outcome(StrEnum):
    """The five things that can be said of an answer."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable ``code`` and the values its sentence needs (strings, numbers, lists of these)."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Witness:
    """A point at which the answer and the key differ, as plain text that people can check.

    ``at`` maps variable names to values (``{"x": "2"}``; empty when there are no variables);
    ``student`` and ``key`` are the two values there (``"10"``, ``"-2"``, ``"1.732…"`` or ``"undefined"``).
    """

    at: Mapping[str, str]
    student: str
    key: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one response to one part.

    ``credit`` is a Fraction from 0 to 1. ``certificate`` is JSON-ready and says how the outcome was
    reached (engine version, both readings, method, points, precision): the same inputs give the same bytes.
    """

    outcome: Outcome
    credit: Fraction
    reason: Reason
    witness: Witness | None = None
    certificate: Mapping[str, Any] = field(default_factory=dict)


def certificate_hash(certificate: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON of ``certificate``."""
    text = json.dumps(certificate, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
