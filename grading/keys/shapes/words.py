"""Keys of what is answered in words."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from grading.keys.shapes.base import KeyId, KeyShape, KeyText, Message, Shape, Share, storable

__all__ = ["Accepted", "Criterion", "EssayKey", "ShortTextKey"]

Guidance = Annotated[str, Field(max_length=20_000), AfterValidator(storable)]


class Accepted(Shape):
    """A text that earns ``credit``: a fraction above 0 and at most 1, as ``1``, ``1/2`` or ``0.5``."""

    text: KeyText
    credit: Share = "1"

    @property
    def share(self) -> Fraction:
        """``credit`` as a number."""
        return Fraction(self.credit)


class ShortTextKey(KeyShape):
    """Words. The accepted text that earns most counts; ``*`` is any run of characters with ``wildcards``.
    With ``endings`` a Korean particle or ending behind the text does not matter: 평행사변형이다 is
    평행사변형."""

    sparse: ClassVar[frozenset[str]] = KeyShape.sparse | {"endings"}

    kind: Literal["short_text"] = "short_text"
    accepted: Annotated[tuple[Accepted, ...], Field(min_length=1, max_length=50)]
    case_sensitive: bool = False
    wildcards: bool = False
    endings: bool = False

    @model_validator(mode="after")
    def something_is_wholly_right(self) -> ShortTextKey:
        if all(accepted.share != 1 for accepted in self.accepted):
            raise ValueError("one accepted text needs the credit 1")
        return self


class Criterion(Shape):
    """One thing that an essay is read for, and how many ``points`` of the rubric it is worth."""

    id: KeyId
    text: Message
    points: Annotated[int, Field(ge=1, le=100)] = 1


class EssayKey(KeyShape):
    """Read by a person; ``guidance`` (by language) is for whoever marks. With a ``rubric`` the credit is the
    share of its points that they give."""

    sparse: ClassVar[frozenset[str]] = KeyShape.sparse | {"rubric"}

    kind: Literal["essay"] = "essay"
    guidance: dict[Literal["ko", "en"], Guidance] = {}
    rubric: Annotated[tuple[Criterion, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def criteria_are_named_once(self) -> Self:
        ids = [criterion.id for criterion in self.rubric]
        if len(set(ids)) != len(ids):
            raise ValueError("two criteria have the same id")
        return self
