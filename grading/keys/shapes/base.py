"""What all keys share: shapes that do not change, credits as exact shares, and a sparse stored form."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from grading.engine import Symbols

__all__ = [
    "AnyShare",
    "KeyId",
    "KeyShape",
    "KeyText",
    "LessThanWhole",
    "Message",
    "Shape",
    "Share",
    "SymbolList",
    "storable",
]

Names = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=20)], ...], Field(max_length=40)]
SHARE = r"^[0-9]{1,6}(\.[0-9]{1,9}|/[0-9]{1,6})?$"


class Shape(BaseModel):
    """Frozen, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def storable(text: str) -> str:
    """``text``; a ValueError for what no database stores."""
    if "\0" in text:
        raise ValueError("a NUL character cannot be stored")
    return text


def _fraction(text: str) -> Fraction | None:
    _whole, _slash, parts = text.partition("/")
    return None if parts and not int(parts) else Fraction(text)


def _a_share(text: str) -> str:
    share = _fraction(text)
    if share is None or not 0 < share <= 1:
        raise ValueError("a credit is more than 0 and at most 1")
    return text


def _any_share(text: str) -> str:
    share = _fraction(text)
    if share is None or share > 1:
        raise ValueError("this is a share from 0 to 1")
    return text


def _less_than_whole(text: str) -> str:
    share = _fraction(text)
    if share is None or share >= 1:
        raise ValueError("this credit is at least 0 and less than 1")
    return text


KeyText = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(storable)]
KeyId = Annotated[str, Field(min_length=1, max_length=16)]
# Shares are texts, so that a third stays a third: 1/3, 0.5, 1.
Share = Annotated[str, Field(pattern=SHARE), AfterValidator(_a_share)]
AnyShare = Annotated[str, Field(pattern=SHARE), AfterValidator(_any_share)]
LessThanWhole = Annotated[str, Field(pattern=SHARE), AfterValidator(_less_than_whole)]
# What a student reads, by language.
Message = dict[Literal["ko", "en"], Annotated[str, Field(max_length=500), AfterValidator(storable)]]


class SymbolList(Shape):
    """Which letters and functions an answer may use; the JSON form of ``grading.engine.Symbols``."""

    variables: Names = ()
    functions: Names = ()
    constants: Names = ()
    natural_log: bool = False
    closed: bool = False

    def to_symbols(self) -> Symbols:
        """The engine's value of the same meaning."""
        return Symbols(
            variables=self.variables,
            functions=self.functions,
            constants=self.constants,
            natural_log=self.natural_log,
            closed=self.closed,
        )


class KeyShape(Shape):
    """A key. ``penalty`` is the share of the part's points that a wrong answer costs: none unless asked for.

    Fields in ``sparse`` are stored only where they say something, so that keys from before there was such a
    field stay the same, byte for byte.
    """

    sparse: ClassVar[frozenset[str]] = frozenset({"penalty"})

    v: Literal[1] = 1
    penalty: AnyShare = "0"

    @model_serializer(mode="wrap")
    def without_what_is_not_asked(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without the sparse fields that have their default."""
        dumped: dict[str, Any] = dump(self)
        return {name: value for name, value in dumped.items() if not self.is_unsaid(name)}

    def is_unsaid(self, name: str) -> bool:
        """Whether the field ``name`` is sparse and has its default."""
        return name in self.sparse and getattr(self, name) == type(self).model_fields[name].default
