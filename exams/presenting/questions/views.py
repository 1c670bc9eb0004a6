"""A question as one student sees it: what pages and programs show, and the names of its form fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from typing import Any, NamedTuple, cast

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from exams.shapes import LayoutItem, ResponseValue
from grading.hints import TYPING_HINTS
from grading.keys import SymbolList
from grading.kinds import KINDS, Kind
from grading.line_readings import LinesReading
from grading.readings import Reading
from grading.services import Withdrawn

__all__ = [
    "BlankView",
    "MapPlace",
    "OptionView",
    "PartView",
    "QuestionView",
    "StemView",
    "UnsavedAnswer",
    "Untouched",
    "WithdrawnView",
    "field_name",
    "stem_field_name",
]


@dataclass(frozen=True, slots=True)
class UnsavedAnswer:
    """What was typed over the revision ``base_revision`` and is in no database yet."""

    response: ResponseValue
    base_revision: int


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option: ``sign`` is how its place is printed."""

    id: str
    sign: str
    html: SafeString
    chosen: bool

    @property
    def words(self) -> str:
        """The option inside a list to choose from, where formulas and pictures cannot stand: its sign, and
        its text if that is all there is to it."""
        if "<math" in self.html or "<img" in self.html:
            return self.sign
        return f"{self.sign} {unescape(strip_tags(self.html)).strip()}".strip()


@dataclass(frozen=True, slots=True)
class StemView:
    """One line of a matching part, or one place of an ordering, with the option given to it, if any.
    ``number`` counts from 1."""

    id: str
    field_name: str
    html: SafeString
    given: OptionView | None
    number: int


@dataclass(frozen=True, slots=True)
class BlankView:
    """One blank of a cloze: ``label`` is how texts name it, ``kind`` what belongs there, ``text`` what was
    typed."""

    id: str
    kind: str
    field_name: str
    label: str
    text: str
    reading: Reading

    @property
    def typing_hint(self) -> str:
        """How an answer of this kind is typed; empty where that needs no saying."""
        return str(TYPING_HINTS.get(self.kind, ""))

    @property
    def is_read(self) -> bool:
        """What is typed is shown as it is read: all but words."""
        return KINDS[cast(Kind, self.kind)].answered_by == "formula"


@dataclass(frozen=True, slots=True)
class PartView:
    """One part with what was given; ``options`` is empty for a typed part. ``number`` counts the parts from 1
    where there are several; ``terms`` are sentences on the form that is asked for, and on what a wrong answer
    costs."""

    id: str
    kind: str
    position: int
    html: SafeString
    options: tuple[OptionView, ...]
    text: str
    symbols: SymbolList
    reading: Reading
    stems: tuple[StemView, ...] = ()
    blanks: tuple[BlankView, ...] = ()
    number: int | None = None
    lines: LinesReading = field(default_factory=LinesReading)
    terms: tuple[str, ...] = ()

    @property
    def field_name(self) -> str:
        """The name of the form field on the exam page."""
        return field_name(self.position, self.id)

    @property
    def answered_by(self) -> str:
        """Which answer field there is: the name of its template too."""
        return KINDS[cast(Kind, self.kind)].answered_by

    @property
    def is_order(self) -> bool:
        """Options are given to places."""
        return self.kind == "ordering"

    @property
    def repeats_option(self) -> bool:
        """An option stands at two places of an order: allowed meanwhile, and worth telling."""
        given = [stem.given.id for stem in self.stems if stem.given]
        return self.is_order and len(set(given)) != len(given)

    @property
    def is_unreadable(self) -> bool:
        """Something typed here cannot be read, and it can be said before handing in."""
        pieces = [blank.reading for blank in self.blanks] + [line.reading for line in self.lines.lines]
        return bool(self.reading.error or self.lines.error) or any(piece.error for piece in pieces)

    @property
    def typing_hint(self) -> str:
        """How an answer of this kind is typed; empty where that needs no saying."""
        return str(TYPING_HINTS.get(self.kind, ""))

    @property
    def takes_several(self) -> bool:
        """More than one option may be picked."""
        return self.kind == "multiple_choice"

    @property
    def symbols_json(self) -> str:
        """For the live preview."""
        return self.symbols.model_dump_json(exclude_defaults=True)


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """A question that was taken out: everyone gets its points (``full``) or it counts for nothing (``drop``);
    ``replaced_by`` is the number of the question to answer instead."""

    policy: Withdrawn
    reason: str
    replaced_by: int | None


class Untouched(NamedTuple):
    """All that a question without an answer is made from: its place and order on the paper, its texts and its
    parts as JSON, the reader's language. Equal ones look the same to everyone."""

    item: LayoutItem
    rendered: str
    parts: str
    language: str
    number: int | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One position of the paper; ``language`` is that of its texts, not always the reader's. ``number`` is
    what people call it: descriptions have none, and are not counted. ``source`` is there while the student
    has not answered it."""

    position: int
    number: int | None
    language: str
    points: Decimal
    html: SafeString
    solution: SafeString
    parts: tuple[PartView, ...]
    value: dict[str, Any] | None
    revision: int
    saved_at: Any
    answered: bool
    withdrawn: WithdrawnView | None = None
    source: Untouched | None = None

    @property
    def worth(self) -> Decimal:
        """What can be earned here: nothing where the question was dropped."""
        dropped = self.withdrawn is not None and self.withdrawn.policy == "drop"
        return Decimal(0) if dropped else self.points

    @property
    def is_description(self) -> bool:
        """Text that asks nothing."""
        return not self.parts

    @property
    def is_asked(self) -> bool:
        """It wants an answer, and has not been withdrawn."""
        return not (self.is_description or self.withdrawn)

    @property
    def points_count(self) -> int:
        """The points as languages count them: 1 is one point, 0.5 and 2 are points."""
        return 1 if self.points == 1 else 2


class MapPlace(NamedTuple):
    """What the map of the exam page shows of a question."""

    position: int
    number: int | None
    is_description: bool
    answered: bool
    withdrawn: bool
    is_current: bool


def field_name(position: int, part_id: str) -> str:
    """The name of the form field of a part on the exam page."""
    return f"q{position}-part-{part_id}"


def stem_field_name(position: int, part_id: str, stem_id: str) -> str:
    """The name of the form field of one line of a matching part."""
    return f"{field_name(position, part_id)}-{stem_id}"
