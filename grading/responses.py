"""What a student gave for one part of a question, as it is stored and as clients send it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

__all__ = [
    "LONGEST_BLANK",
    "BlanksResponse",
    "BriefTextResponse",
    "ChoiceResponse",
    "MatchResponse",
    "PartResponse",
    "TextResponse",
]

LONGEST_TEXT = 10_000
LONGEST_BRIEF_TEXT = 2_000
LONGEST_BLANK = 500
OptionId = Annotated[str, Field(min_length=1, max_length=16)]
WithoutNul = AfterValidator(lambda text: text.replace("\0", "\ufffd"))


class TextResponse(BaseModel):
    """Something typed; ``text`` is kept as it was typed, readable or not. Only NUL, which no keyboard
    types and no database stores, becomes the sign for an unknown character. An essay may be this long;
    for every other kind ``BriefTextResponse`` is the limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(max_length=LONGEST_TEXT), WithoutNul]
    notation: Literal["plain", "latex"] = "plain"
    locale: Literal["ko", "en"] = "ko"

    @property
    def is_empty(self) -> bool:
        """Nothing but white space."""
        return not self.text.strip()


class BriefTextResponse(TextResponse):
    """Something typed that is not an essay. Only checked with, never stored."""

    text: Annotated[str, Field(max_length=LONGEST_BRIEF_TEXT), WithoutNul]


class ChoiceResponse(BaseModel):
    """Options picked, by their stable ids, never by the position shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    choice: Annotated[tuple[OptionId, ...], Field(max_length=40)]

    @property
    def is_empty(self) -> bool:
        """Nothing picked."""
        return not self.choice


class MatchResponse(BaseModel):
    """What belongs to what: stems and the option given to each, by their stable ids. A stem left out has
    no option yet. Of an ordering the stems are the places, ``1``, ``2`` …"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    match: Annotated[dict[OptionId, OptionId], Field(max_length=40)]

    @property
    def is_empty(self) -> bool:
        """Nothing matched."""
        return not self.match


class BlanksResponse(BaseModel):
    """What was typed into the blanks of a text, by their stable ids. A blank left out is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    blanks: Annotated[
        dict[OptionId, Annotated[str, Field(max_length=LONGEST_BLANK), WithoutNul]], Field(max_length=40)
    ]
    notation: Literal["plain", "latex"] = "plain"
    locale: Literal["ko", "en"] = "ko"

    @property
    def is_empty(self) -> bool:
        """Nothing but white space in any of them."""
        return not any(text.strip() for text in self.blanks.values())

    def typed_into(self, blank: str) -> TextResponse:
        """What stands in one blank."""
        return TextResponse(text=self.blanks.get(blank, ""), notation=self.notation, locale=self.locale)


PartResponse = TextResponse | ChoiceResponse | MatchResponse | BlanksResponse
