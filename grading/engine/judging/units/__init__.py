"""Quantities: a number and its unit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from grading.engine.judging.case import Judge
from grading.engine.judging.units.judges import figures_judge, tolerance_judge

__all__ = ["TESTS"]

TESTS: Final[Mapping[str, Judge]] = {
    "units": partial(figures_judge, strict=False),
    "units_strict": partial(figures_judge, strict=True),
    "units_absolute": partial(tolerance_judge, relative=False, strict=False),
    "units_relative": partial(tolerance_judge, relative=True, strict=False),
    "units_strict_absolute": partial(tolerance_judge, relative=False, strict=True),
    "units_strict_relative": partial(tolerance_judge, relative=True, strict=True),
}
