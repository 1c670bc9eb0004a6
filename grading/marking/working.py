"""The judge of a working: line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.engine import Verdict, equal
from grading.keys import WorkingKey
from grading.marking.judging import Asked, Judge, typed_by
from grading.responses import PartResponse

__all__ = ["JUDGES"]


def _judge_working(key: WorkingKey, response: PartResponse, asked: Asked) -> Verdict:
    return equal(
        typed_by(response), key.lines[-1], test="step_by_step", options=key.steps, symbols=asked.symbols
    )


JUDGES: Final[Mapping[type, Judge]] = {WorkingKey: _judge_working}
