"""The form of an answer: factored, expanded, lowest terms and their like; and objects as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine.judging.case import Judge
from grading.engine.judging.forms.expanded import judge_expanded
from grading.engine.judging.forms.factored import judge_factored
from grading.engine.judging.forms.fractions import (
    judge_lowest_terms,
    judge_rational_denominator,
    judge_single_fraction,
)
from grading.engine.judging.forms.kinds import judge_same_type
from grading.engine.judging.forms.order import judge_equal_up_to_order, judge_identical
from grading.engine.judging.forms.partial import judge_partial_fractions
from grading.engine.judging.forms.properties import judge_property
from grading.engine.judging.forms.propositions import judge_proposition, judge_same_system
from grading.engine.judging.forms.radicals import judge_simplified_radicals
from grading.engine.judging.forms.renaming import judge_equal_up_to_renaming
from grading.engine.judging.forms.sets import judge_set, judge_subset, judge_superset
from grading.engine.judging.forms.squares import judge_completed_square

__all__ = ["TESTS"]

TESTS: Final[Mapping[str, Judge]] = {
    "completed_square": judge_completed_square,
    "equal_up_to_order": judge_equal_up_to_order,
    "equal_up_to_renaming": judge_equal_up_to_renaming,
    "expanded": judge_expanded,
    "factored": judge_factored,
    "identical": judge_identical,
    "lowest_terms": judge_lowest_terms,
    "partial_fractions": judge_partial_fractions,
    "property": judge_property,
    "proposition": judge_proposition,
    "rational_denominator": judge_rational_denominator,
    "same_system": judge_same_system,
    "same_type": judge_same_type,
    "set": judge_set,
    "simplified_radicals": judge_simplified_radicals,
    "single_fraction": judge_single_fraction,
    "subset": judge_subset,
    "superset": judge_superset,
}
