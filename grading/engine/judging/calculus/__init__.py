"""Derivatives, antiderivatives and the constant of integration.

Reason codes beside those of equality, by outcome:

correct     ``antiderivative`` (the derivative of the answer is the function to integrate) ·
            ``constant_present`` {constant}
incorrect   ``not_differentiated`` and ``integrated_instead`` (where a derivative was asked for) ·
            ``not_integrated`` and ``differentiated_instead`` (where an antiderivative was) ·
            ``wrong_derivative`` {at, student, key} (two values of derivatives) ·
            ``not_an_antiderivative`` (their forms differ, no point to show) ·
            ``constant_missing`` · ``several_constants`` {names} · ``constant_not_additive``,
            ``constant_not_plain`` and ``constant_not_general`` {constant} ·
            ``absolute_value_missing`` and ``absolute_value_mixed`` {argument}
undecided   ``no_derivative`` {part}
options     ``variable_expected`` {option} · ``too_many_options`` {option} · ``option_…`` ·
            ``key_expression_expected`` {met} · ``key_no_derivative`` {part}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine.judging.calculus.judges import (
    judge_antiderivative,
    judge_any_antiderivative,
    judge_constant,
    judge_derivative,
)
from grading.engine.judging.case import Judge

__all__ = ["TESTS"]

TESTS: Final[Mapping[str, Judge]] = {
    "antiderivative": judge_antiderivative,
    "antiderivative_exact_constant": judge_any_antiderivative,
    "constant_of_integration": judge_constant,
    "derivative": judge_derivative,
}
