"""Working, line by line: each line follows from the one before, and the last one is the answer.

``judge_steps`` judges lines alone, as the test ``step_by_step``; what marks a working by its model puts the
parts together itself: ``read_lines``, ``after`` what is given, ``walk_lines``, ``compare_ending``.

Reason codes beside those of equality, by outcome:

correct     ``every_step_follows`` {lines}
incorrect   ``step_not_equal``, ``step_loses_solutions`` and ``step_adds_solutions`` {line, before} (with
            the witness) · ``step_of_another_kind`` {line, before, met} · the reason of the comparison with
            the key {line}
undecided   the reason of the comparison {line}
unreadable  a code of reading {line, column} · ``too_many_lines`` {limit}
options     ``steps_expected`` {options}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine.judging.case import Judge
from grading.engine.judging.steps.ending import compare_ending, is_finished, is_on_the_way
from grading.engine.judging.steps.judge import judge_steps, least_sure
from grading.engine.judging.steps.lines import (
    MOST_LINES,
    Line,
    after,
    as_proposition,
    as_typed_tree,
    read_lines,
)
from grading.engine.judging.steps.pieces import Piece, cut_lines
from grading.engine.judging.steps.telling import telling_lines
from grading.engine.judging.steps.walking import Step, walk_lines

__all__ = [
    "MOST_LINES",
    "TESTS",
    "Line",
    "Piece",
    "Step",
    "after",
    "as_proposition",
    "as_typed_tree",
    "compare_ending",
    "cut_lines",
    "is_finished",
    "is_on_the_way",
    "least_sure",
    "read_lines",
    "telling_lines",
    "walk_lines",
]

TESTS: Final[Mapping[str, Judge]] = {"step_by_step": judge_steps}
"""Does each line follow from the one before?"""
