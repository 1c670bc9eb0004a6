"""Working, line by line: each line follows from the one before, and the last one is the answer.

Reason codes beside those of equality, by outcome:

correct     ``every_step_follows`` {lines}
incorrect   ``step_not_equal``, ``step_loses_solutions`` and ``step_adds_solutions`` {line} (with the
            witness) · ``step_of_another_kind`` {line, met} · the reason of the comparison with the
            key {line}
undecided   the reason of the comparison {line}
unreadable  a code of reading {line} · ``too_many_lines`` {limit}
options     ``steps_expected`` {options}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine.judging.case import Judge
from grading.engine.judging.steps.judge import judge_steps

__all__ = ["TESTS"]

TESTS: Final[Mapping[str, Judge]] = {"step_by_step": judge_steps}
