"""The form of an answer: factored, expanded, lowest terms and their like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine.judging.case import Judge

__all__ = ["TESTS"]

TESTS: Final[Mapping[str, Judge]] = {}
