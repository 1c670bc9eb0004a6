"""The key of a text with blanks: a key for each of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from grading.keys.shapes.base import KeyId, KeyShape
from grading.keys.shapes.formulas import (
    EquationKey,
    ExpressionKey,
    InequalityKey,
    IntegerKey,
    NumberKey,
    SetKey,
)
from grading.keys.shapes.words import ShortTextKey

__all__ = ["BlankKey", "ClozeKey"]

BlankKey = IntegerKey | NumberKey | ExpressionKey | EquationKey | InequalityKey | SetKey | ShortTextKey


class ClozeKey(KeyShape):
    """What belongs into each blank. ``per_blank`` gives the mean of what the blanks earn."""

    kind: Literal["cloze"] = "cloze"
    blanks: Annotated[
        dict[KeyId, Annotated[BlankKey, Field(discriminator="kind")]], Field(min_length=1, max_length=20)
    ]
    policy: Literal["per_blank", "all_or_nothing"] = "per_blank"

    @field_validator("blanks")
    @classmethod
    def blanks_stand_alone(cls, blanks: dict[str, BlankKey]) -> dict[str, BlankKey]:
        """The cloze as a whole has the penalty, and follows nothing."""
        for key in blanks.values():
            if key.penalty != "0" or getattr(key, "follow", None) is not None:
                raise ValueError("a blank has neither a penalty nor a follow-through of its own")
        return blanks
