"""Significant figures, decimal places, tolerances, order and notation of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine.judging.case import Judge
from grading.engine.judging.figures.notation import (
    judge_exact,
    judge_improper_fraction,
    judge_mixed_number,
    judge_scientific_notation,
)
from grading.engine.judging.figures.order import judge_greater, judge_greater_or_equal
from grading.engine.judging.figures.places import judge_decimal_places
from grading.engine.judging.figures.significant import (
    judge_significant_figures,
    judge_significant_figures_strict,
)
from grading.engine.judging.figures.tolerance import judge_absolute_tolerance, judge_relative_tolerance

__all__ = ["TESTS"]

TESTS: Final[Mapping[str, Judge]] = {
    "absolute_tolerance": judge_absolute_tolerance,
    "decimal_places": judge_decimal_places,
    "exact": judge_exact,
    "greater": judge_greater,
    "greater_or_equal": judge_greater_or_equal,
    "improper_fraction": judge_improper_fraction,
    "mixed_number": judge_mixed_number,
    "relative_tolerance": judge_relative_tolerance,
    "scientific_notation": judge_scientific_notation,
    "significant_figures": judge_significant_figures,
    "significant_figures_strict": judge_significant_figures_strict,
}
