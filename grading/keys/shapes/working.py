"""The key of a working: what is typed line by line."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from grading.keys.shapes.base import KeyShape, KeyText
from grading.keys.shapes.formulas import MOST_FORMS, FormRequirement

__all__ = ["WorkingKey"]


class WorkingKey(KeyShape):
    """A model working: its first line is what is given, its last one the answer.

    A student's lines are right when each follows from the ones before (``steps: follows``) or has the same
    solutions (``equivalent``), the first one follows from what is given, and the last one is the answer, as
    finished as the model's and in the ``forms`` that are asked for. With ``per_line`` the lines before the
    first wrong one earn their share of the steps that the model takes.
    """

    sparse: ClassVar[frozenset[str]] = KeyShape.sparse | {"forms"}

    kind: Literal["working"] = "working"
    lines: Annotated[tuple[KeyText, ...], Field(min_length=2, max_length=12)]
    steps: Literal["follows", "equivalent"] = "follows"
    policy: Literal["per_line", "all_or_nothing"] = "per_line"
    forms: Annotated[tuple[FormRequirement, ...], Field(max_length=MOST_FORMS)] = ()
