"""Judges of what is typed as mathematics: read as the student meant it, then asked of the engine.

What is unreadable does not depend on the key, so that it can be said while a student types; what is readable
and yet no object that could be the key's is incorrect.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grading.marking.formulas import entries, expressions, numbers, propositions
from grading.marking.judging import Judge

__all__ = ["JUDGES"]

JUDGES: Final[Mapping[type, Judge]] = {
    **numbers.JUDGES,
    **expressions.JUDGES,
    **propositions.JUDGES,
    **entries.JUDGES,
}
