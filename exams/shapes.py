"""The other stored JSON of an exam: what publishing freezes, how one attempt is laid out, what is
answered, and the receipt. Every shape carries its version in ``v``."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from grading.keys import FormRequirement
from grading.kinds import Kind
from grading.responses import PartResponse

__all__ = [
    "Layout",
    "LayoutItem",
    "LayoutPart",
    "Outline",
    "OutlineItem",
    "Receipt",
    "Rendered",
    "RenderedPart",
    "ResponseValue",
    "ReviewSettings",
]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RenderedPart(_Shape):
    """The HTML of one part in one language, and of its key what students are told: the forms that are asked
    for, and the share of the points that a wrong answer costs."""

    text: str = ""
    options: dict[str, str] = {}
    stems: dict[str, str] = {}
    forms: tuple[FormRequirement, ...] = ()
    penalty: str = "0"


class Rendered(_Shape):
    """The HTML of one variant in one language, made when the exam was published."""

    v: Literal[1] = 1
    text: str
    parts: dict[str, RenderedPart]
    solution: str = ""


class OutlinePart(_Shape):
    """What laying out an attempt needs to know of a part."""

    id: str
    kind: Kind
    options: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    shuffle: bool = True


class OutlineItem(_Shape):
    """One position of a paper: its variants that are not struck out, by id."""

    position: int
    item: int
    points: Decimal
    variants: tuple[int, ...]
    parts: tuple[OutlinePart, ...]


class Outline(_Shape):
    """All that the start of an attempt needs of a paper."""

    v: Literal[1] = 1
    items: tuple[OutlineItem, ...]


class LayoutPart(_Shape):
    """A part as this student sees it: its options in their order."""

    id: str
    kind: Kind
    options: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


class LayoutItem(_Shape):
    """One position as this student sees it; without parts it is a description."""

    position: int
    item: int
    variant: int
    points: Decimal
    parts: tuple[LayoutPart, ...]

    @property
    def is_description(self) -> bool:
        """Nothing to answer."""
        return not self.parts

    def part(self, part_id: str) -> LayoutPart | None:
        """The part of that id."""
        return next((part for part in self.parts if part.id == part_id), None)


class Layout(_Shape):
    """One attempt's paper; ``algorithm`` names the way it was drawn from the seed."""

    v: Literal[1] = 1
    algorithm: int
    items: tuple[LayoutItem, ...]

    @property
    def questions(self) -> int:
        """How many items ask something; descriptions do not count."""
        return sum(not item.is_description for item in self.items)

    def item(self, position: int) -> LayoutItem | None:
        """What stands at ``position``, counted from 1."""
        return next((item for item in self.items if item.position == position), None)


class ResponseValue(_Shape):
    """What a student gave for one question, part by part. A part left out is unanswered."""

    v: Literal[1] = 1
    parts: Annotated[dict[str, PartResponse], Field(max_length=26)]

    @property
    def is_empty(self) -> bool:
        """Nothing given in any part."""
        return all(part.is_empty for part in self.parts.values())


class ReviewSettings(_Shape):
    """When students see their result, and when the worked solutions."""

    v: Literal[1] = 1
    result: Literal["after_submit", "after_close", "never"] = "after_submit"
    solution: Literal["after_submit", "after_close", "never"] = "after_close"


class Receipt(_Shape):
    """What was received and when. ``hash`` covers position, revision and value of every answer."""

    v: Literal[1] = 1
    attempt: str
    submitted_at: datetime
    answered: int
    questions: int
    hash: str
    key: str
    signature: str
