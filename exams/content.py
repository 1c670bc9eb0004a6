"""What a question says: the shape of ``QuestionVersion.content``, version 1."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from exams.plots import Plot
from grading.engine import Outcome
from grading.keys import Key, SymbolList, load_key
from grading.keys.shapes.base import AnyShare
from grading.kinds import KINDS, BlankKind, Kind, KindTraits
from grading.responses import (
    BlanksResponse,
    BriefTextResponse,
    ChoiceResponse,
    MatchResponse,
    PartResponse,
    TextResponse,
)

__all__ = [
    "Blank",
    "Content",
    "Figure",
    "Localized",
    "Option",
    "Part",
    "StoredTest",
    "canonical_hash",
    "load_keys",
]

LANGUAGES = frozenset({"ko", "en"})
PART_ID = r"^[a-z][a-z0-9_]{0,15}$"
FIGURE_NAME = r"^[a-z][a-z0-9_-]{0,39}$"
SHA256 = r"^[0-9a-f]{64}$"
MediaType = Literal["", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]
MOST_STRUCK = 200


def _known_languages(text: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(text) - LANGUAGES)
    if unknown:
        raise ValueError(f"unknown language: {', '.join(unknown)}")
    return text


def _some_text(text: dict[str, str]) -> dict[str, str]:
    if not any(value.strip() for value in text.values()):
        raise ValueError("text is needed in at least one language")
    return text


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("a NUL character cannot be stored")
    return text


Prose = Annotated[str, Field(max_length=20_000), AfterValidator(_storable)]
Localized = Annotated[dict[str, Prose], AfterValidator(_known_languages)]
RequiredText = Annotated[Localized, AfterValidator(_some_text)]
ParameterName = Annotated[str, Field(pattern=r"^[a-z][a-zA-Z0-9_]{0,39}$")]


# Values of parameters as variants store them: {"a": "2", "b": "1/2"}.
StruckValues = Annotated[dict[ParameterName, Annotated[str, Field(max_length=20_000)]], Field(min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Shape):
    """One option; ``id`` is what is stored when a student picks it."""

    id: Annotated[str, Field(pattern=PART_ID)]
    text: RequiredText


class Figure(_Shape):
    """What texts show by ``![](name)``: a picture, whose ``asset`` is the SHA-256 of its bytes, or a plot,
    which is drawn for each variant."""

    name: Annotated[str, Field(pattern=FIGURE_NAME)]
    asset: Annotated[str, Field(pattern=SHA256)] = ""
    media_type: MediaType = ""
    width: Annotated[int, Field(ge=1, le=10_000)] = 0
    height: Annotated[int, Field(ge=1, le=10_000)] = 0
    alt: RequiredText
    plot: Plot | None = None

    @model_validator(mode="after")
    def is_a_picture_or_a_plot(self) -> Self:
        of_a_picture = (self.asset, self.media_type, self.width, self.height)
        if self.plot is None and not all(of_a_picture):
            raise ValueError("a figure needs a picture or a plot")
        if self.plot is not None and any(of_a_picture):
            raise ValueError("a figure is either a picture or a plot")
        return self

    @model_serializer(mode="wrap")
    def without_the_other(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What was stored before there were plots stays the same, byte for byte."""
        dumped: dict[str, Any] = dump(self)
        left_out = ("plot",) if self.plot is None else ("asset", "media_type", "width", "height")
        return {name: value for name, value in dumped.items() if name not in left_out}


class Blank(_Shape):
    """A blank of a cloze: texts show it by ``[[id]]``."""

    id: Annotated[str, Field(pattern=PART_ID)]
    kind: BlankKind = "expression"


class Part(_Shape):
    """Something to answer: most questions have one."""

    id: Annotated[str, Field(pattern=PART_ID)]
    kind: Kind
    text: Localized = {}
    stems: Annotated[tuple[Option, ...], Field(max_length=20)] = ()
    options: Annotated[tuple[Option, ...], Field(max_length=20)] = ()
    blanks: Annotated[tuple[Blank, ...], Field(max_length=20)] = ()
    shuffle: bool = True
    symbols: SymbolList = SymbolList()
    weight: Annotated[int, Field(ge=1, le=100)] = 1

    @model_validator(mode="after")
    def rows_fit_the_kind(self) -> Self:
        traits = self.traits
        wanted = {
            "options": traits.options,
            "stems": traits.stems,
            "blanks": (1, 20) if traits.answered_by == "blanks" else (0, 0),
        }
        for name, (least, most) in wanted.items():
            ids: list[str] = [row.id for row in getattr(self, name)]
            if len(set(ids)) != len(ids):
                raise ValueError(f"two {name} have the same id")
            if ids and not most:
                raise ValueError(f"{self.kind} takes no {name}")
            if len(ids) < least:
                raise ValueError(f"{self.kind} needs at least {least} {name}")
            if len(ids) > most:
                raise ValueError(f"{self.kind} takes at most {most} {name}")
        return self

    @model_serializer(mode="wrap")
    def without_blanks_where_there_are_none(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What was stored before there were blanks stays the same, byte for byte."""
        dumped: dict[str, Any] = dump(self)
        return {name: value for name, value in dumped.items() if name != "blanks" or self.blanks}

    @property
    def traits(self) -> KindTraits:
        """What the kind is made of."""
        return KINDS[self.kind]

    @property
    def stem_ids(self) -> tuple[str, ...]:
        """Stable ids of what options are given to, in the author's order: the lines of a matching, the places
        of an ordering counted from 1. Of a cloze, its blanks."""
        if self.kind == "ordering":
            return tuple(str(place) for place in range(1, len(self.options) + 1))
        return (*(stem.id for stem in self.stems), *(blank.id for blank in self.blanks))

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Stable ids in the author's order; true/false has ``true`` and ``false``."""
        if self.kind == "true_false":
            return ("true", "false")
        return tuple(option.id for option in self.options)

    @property
    def may_shuffle(self) -> bool:
        """Whether each student sees the options in another order."""
        return self.shuffle and self.kind not in ("true_false", "five_option")


class StoredTest(_Shape):
    """A response that the author keeps with the question, and the verdict it must get in every variant;
    ``credit`` may say, by part, what it must earn: ``{"a": "1/2"}``."""

    response: dict[str, PartResponse]
    verdict: dict[str, Outcome]
    credit: dict[str, AnyShare] = {}
    note: Localized = {}

    @model_serializer(mode="wrap")
    def without_credit_where_there_is_none(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What was stored before a credit could be said stays the same, byte for byte."""
        dumped: dict[str, Any] = dump(self)
        return {name: value for name, value in dumped.items() if name != "credit" or self.credit}


class Content(_Shape):
    """A question as its author wrote it; the keys stand apart, in KeyRevision. Without parts it is a
    description: text that asks nothing and is worth nothing. ``struck`` are values that no variant may
    have."""

    v: Literal[1] = 1
    text: RequiredText
    points: Annotated[Decimal, Field(ge=0, le=1000, decimal_places=2)] = Decimal(1)
    parts: Annotated[tuple[Part, ...], Field(max_length=26)]
    figures: Annotated[tuple[Figure, ...], Field(max_length=20)] = ()
    parameters: Annotated[str, Field(max_length=4000), AfterValidator(_storable)] = ""
    variants: Annotated[int, Field(ge=1, le=200)] = 20
    solution: Localized = {}
    tests: Annotated[tuple[StoredTest, ...], Field(max_length=100)] = ()
    struck: Annotated[tuple[StruckValues, ...], Field(max_length=MOST_STRUCK)] = ()

    @model_serializer(mode="wrap")
    def without_struck_where_nothing_is(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What was stored before variants could be struck out stays the same, byte for byte."""
        dumped: dict[str, Any] = dump(self)
        return {name: value for name, value in dumped.items() if name != "struck" or self.struck}

    @model_validator(mode="after")
    def parts_are_named_once(self) -> Content:
        ids = [part.id for part in self.parts]
        if len(set(ids)) != len(ids):
            raise ValueError("two parts have the same id")
        for test in self.tests:
            unknown = sorted({*test.response, *test.verdict, *test.credit} - set(ids))
            if unknown:
                raise ValueError(f"a stored test names an unknown part: {', '.join(unknown)}")
        return self

    @model_validator(mode="after")
    def figures_are_named_once(self) -> Content:
        names = [figure.name for figure in self.figures]
        if len(set(names)) != len(names):
            raise ValueError("two figures have the same name")
        return self

    @property
    def is_description(self) -> bool:
        """Nothing to answer."""
        return not self.parts

    def to_json(self) -> dict[str, Any]:
        """JSON-ready, as stored."""
        return self.model_dump(mode="json")

    @property
    def drawn_from(self) -> str:
        """SHA-256 (hex) of what variants are drawn from: neither striking one out nor keeping a response
        draws the others anew."""
        return canonical_hash(self.model_copy(update={"tests": (), "struck": ()}).to_json())

    def is_struck(self, values: Mapping[str, str]) -> bool:
        """Whether ``values`` of a variant, as stored, are struck out: all that a row of ``struck`` names."""
        return any(all(values.get(name) == text for name, text in row.items()) for row in self.struck)


def load_keys(data: Mapping[str, Any]) -> dict[str, Key]:
    """The keys of a stored KeyRevision by part id."""
    return {part: load_key(key) for part, key in data.items()}


def canonical_hash(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of ``value``: equal content, equal hash."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def typed_or_chosen(kind: str, raw: Any) -> PartResponse:
    """The response that a bank file's short form spells: ``o3``, ``[o1, o3]``, ``true``, ``"x(x-3)"``,
    ``{s1: o2}``; of an ordering the options in their order, of a cloze ``{b1: "x+1"}``, of a working its
    lines."""
    if kind == "cloze" and isinstance(raw, Mapping):
        return BlanksResponse(blanks={str(blank): str(text) for blank, text in raw.items()})
    if isinstance(raw, Mapping):
        return MatchResponse(match={str(stem): str(option) for stem, option in raw.items()})
    listed = raw if isinstance(raw, list) else [raw]
    if kind == "ordering":
        return MatchResponse(match={str(place): str(option) for place, option in enumerate(listed, start=1)})
    if kind == "essay":
        return TextResponse(text=str(raw))
    if kind == "working":
        return TextResponse(text="\n".join(str(line) for line in listed))
    if kind in KINDS and KINDS[kind].has_options:
        return ChoiceResponse(choice=tuple(str(option) for option in listed))
    if isinstance(raw, bool):
        return ChoiceResponse(choice=("true" if raw else "false",))
    return TextResponse(text=BriefTextResponse(text=str(raw)).text)
