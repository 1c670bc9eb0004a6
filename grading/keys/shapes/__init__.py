"""The shapes of keys: one frozen model per question kind, versioned JSON in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from grading.keys.shapes.base import SymbolList
from grading.keys.shapes.blanks import BlankKey, ClozeKey
from grading.keys.shapes.earning import (
    MISTAKES_OF,
    Follow,
    Foreseen,
    ForeseenKey,
    FormulaKey,
    Mistake,
    MistakeRule,
)
from grading.keys.shapes.formulas import (
    AntiderivativeKey,
    DerivativeKey,
    EquationKey,
    ExpressionKey,
    FormedKey,
    FormRequirement,
    FormTest,
    InequalityKey,
    IntegerKey,
    ListKey,
    MatrixKey,
    NumberKey,
    PropertyKey,
    QuantityKey,
    SetKey,
)
from grading.keys.shapes.options import (
    ChoiceKey,
    FiveOptionKey,
    MatchingKey,
    MultipleChoiceKey,
    OrderingKey,
    TrueFalseKey,
)
from grading.keys.shapes.words import Accepted, Criterion, EssayKey, ShortTextKey
from grading.keys.shapes.working import WorkingKey

__all__ = [
    "MISTAKES_OF",
    "Accepted",
    "AntiderivativeKey",
    "BlankKey",
    "ChoiceKey",
    "ClozeKey",
    "Criterion",
    "DerivativeKey",
    "EquationKey",
    "EssayKey",
    "ExpressionKey",
    "FiveOptionKey",
    "Follow",
    "Foreseen",
    "ForeseenKey",
    "FormRequirement",
    "FormTest",
    "FormedKey",
    "FormulaKey",
    "InequalityKey",
    "IntegerKey",
    "Key",
    "ListKey",
    "MatchingKey",
    "MatrixKey",
    "Mistake",
    "MistakeRule",
    "MultipleChoiceKey",
    "NumberKey",
    "OrderingKey",
    "PropertyKey",
    "QuantityKey",
    "SetKey",
    "ShortTextKey",
    "SymbolList",
    "TrueFalseKey",
    "WorkingKey",
    "load_key",
]

Key = (
    ChoiceKey
    | FiveOptionKey
    | MultipleChoiceKey
    | TrueFalseKey
    | OrderingKey
    | MatchingKey
    | IntegerKey
    | NumberKey
    | QuantityKey
    | ExpressionKey
    | EquationKey
    | InequalityKey
    | SetKey
    | ListKey
    | MatrixKey
    | DerivativeKey
    | AntiderivativeKey
    | PropertyKey
    | WorkingKey
    | ClozeKey
    | ShortTextKey
    | EssayKey
)
KEY_ADAPTER: TypeAdapter[Key] = TypeAdapter(Annotated[Key, Field(discriminator="kind")])


def load_key(data: Mapping[str, Any]) -> Key:
    """The key that stored JSON spells. Raises ``pydantic.ValidationError`` for anything else."""
    return KEY_ADAPTER.validate_python(data)
