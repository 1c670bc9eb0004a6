"""Significant figures, decimal places, tolerances and order of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine.judging.case import Judge

__all__ = ["TESTS"]

TESTS: Final[Mapping[str, Judge]] = {}
