"""Keys of what is answered by options: picked, put in order, or given to lines."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from grading.keys.shapes.base import KeyId, KeyShape
from grading.keys.shapes.earning import ForeseenKey

__all__ = [
    "ChoiceKey",
    "FiveOptionKey",
    "MatchingKey",
    "MultipleChoiceKey",
    "OrderingKey",
    "TrueFalseKey",
]


class ChoiceKey(ForeseenKey):
    """Exactly one option is right."""

    main: ClassVar[str] = "correct"

    kind: Literal["choice"] = "choice"
    correct: str


class FiveOptionKey(ForeseenKey):
    """Exactly one of five options is right, as in the Korean entrance examination: they keep their order, and
    their numbers 1 to 5 say the same as the options."""

    main: ClassVar[str] = "correct"

    kind: Literal["five_option"] = "five_option"
    correct: str


class _OfSeveral(ForeseenKey):
    """The right answer is several options; ``spelled`` has commas between their ids."""

    @property
    def spelled(self) -> str:
        """The ids."""
        return ", ".join(getattr(self, self.main))

    def respelled(self, text: str) -> Self:
        """By ids with commas between."""
        ids = tuple(word.strip() for word in text.split(",") if word.strip())
        return self.model_copy(update={self.main: ids, "alternatives": ()})


class MultipleChoiceKey(_OfSeveral):
    """A set of options is right. ``per_option`` gives (right picks − wrong picks) / right options, not below
    0; ``each_option`` counts every option that is picked or left as it should be: their share of all
    options."""

    main: ClassVar[str] = "correct"

    kind: Literal["multiple_choice"] = "multiple_choice"
    correct: Annotated[tuple[str, ...], Field(min_length=1)]
    policy: Literal["all_or_nothing", "per_option", "each_option"] = "all_or_nothing"

    @model_validator(mode="after")
    def options_are_named_once(self) -> MultipleChoiceKey:
        if len(set(self.correct)) != len(self.correct):
            raise ValueError("an option is named twice")
        return self


class TrueFalseKey(KeyShape):
    """A statement is true, or it is false."""

    kind: Literal["true_false"] = "true_false"
    correct: bool


class OrderingKey(_OfSeveral):
    """All options in one order. ``per_place`` gives the share of options at their place, ``per_neighbour``
    the share of neighbours that follow one another as they should."""

    main: ClassVar[str] = "order"

    kind: Literal["ordering"] = "ordering"
    order: Annotated[tuple[KeyId, ...], Field(min_length=2, max_length=20)]
    policy: Literal["all_or_nothing", "per_place", "per_neighbour"] = "all_or_nothing"

    @model_validator(mode="after")
    def options_are_named_once(self) -> OrderingKey:
        if len(set(self.order)) != len(self.order):
            raise ValueError("an option is named twice")
        return self


class MatchingKey(KeyShape):
    """Which option belongs to each stem. ``per_pair`` gives right pairs / stems."""

    kind: Literal["matching"] = "matching"
    pairs: Annotated[dict[KeyId, KeyId], Field(min_length=2, max_length=20)]
    policy: Literal["per_pair", "all_or_nothing"] = "per_pair"
