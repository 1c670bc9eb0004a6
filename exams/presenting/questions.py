"""A paper's questions as one student sees them: rendered text, options in their order, what was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from typing import Any, cast

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams.blanks import label_blanks
from exams.models import Attempt, Response, Variant
from exams.shapes import Layout, LayoutItem, LayoutPart, Rendered, RenderedPart, ResponseValue
from grading.hints import TYPING_HINTS
from grading.keys import SymbolList
from grading.kinds import KINDS, Kind
from grading.line_readings import LinesReading, read_lines_for_page
from grading.readings import Reading, read_answer_for_page
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse

__all__ = [
    "BlankView",
    "OptionView",
    "PartView",
    "QuestionView",
    "StemView",
    "field_name",
    "load_questions",
    "reader_language",
    "show_question",
]

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


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
    def is_read(self) -> bool:
        """What is typed is shown as it is read: all but words."""
        return KINDS[cast(Kind, self.kind)].answered_by == "formula"


@dataclass(frozen=True, slots=True)
class PartView:
    """One part with what was given; ``options`` is empty for a typed part. ``number`` counts the parts from 1
    where there are several."""

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
        return bool(self.reading.error) or any(blank.reading.error for blank in self.blanks)

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
class QuestionView:
    """One position of the paper; ``language`` is that of its texts, not always the reader's. ``number`` is
    what people call it: descriptions have none, and are not counted."""

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

    @property
    def is_description(self) -> bool:
        """Text that asks nothing."""
        return not self.parts

    @property
    def points_count(self) -> int:
        """The points as languages count them: 1 is one point, 0.5 and 2 are points."""
        return 1 if self.points == 1 else 2


def field_name(position: int, part_id: str) -> str:
    """The name of the form field of a part on the exam page."""
    return f"q{position}-part-{part_id}"


def stem_field_name(position: int, part_id: str, stem_id: str) -> str:
    """The name of the form field of one line of a matching part."""
    return f"{field_name(position, part_id)}-{stem_id}"


def reader_language() -> str:
    """``ko`` or ``en``: the language of the page."""
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def load_questions(attempt: Attempt) -> list[QuestionView]:
    """Every question of the attempt, in two queries whatever their number."""
    layout = Layout.model_validate(attempt.layout)
    rows = Variant.objects.filter(pk__in=[item.variant for item in layout.items]).values(
        "pk", "rendered", "paper_item__question_version__content__parts"
    )
    variants = {row["pk"]: row for row in rows}
    responses = {response.position: response for response in Response.objects.filter(attempt=attempt)}
    language = reader_language()
    numbers = number_items(layout)
    return [
        _question(
            item,
            variants[item.variant],
            responses.get(item.position),
            language,
            number=numbers[item.position],
        )
        for item in layout.items
    ]


def number_items(layout: Layout) -> dict[int, int | None]:
    """What people call each position: questions are counted from 1, descriptions have no number."""
    asking = [item.position for item in layout.items if not item.is_description]
    numbers: dict[int, int | None] = {item.position: None for item in layout.items}
    return numbers | {position: number for number, position in enumerate(asking, start=1)}


def show_question(
    item: LayoutItem,
    *,
    rendered: Mapping[str, Any],
    parts: Sequence[Mapping[str, Any]],
    response: Response | None = None,
    number: int | None = None,
) -> QuestionView:
    """A question outside an attempt, from its rendered texts by language and the parts of its content;
    ``response`` need not be stored; ``number`` is its position unless given."""
    variant = {"rendered": rendered, "paper_item__question_version__content__parts": parts}
    number = None if item.is_description else item.position if number is None else number
    return _question(item, variant, response, reader_language(), number=number)


def _question(
    item: LayoutItem,
    variant: Mapping[str, Any],
    response: Response | None,
    language: str,
    *,
    number: int | None,
) -> QuestionView:
    language = language if language in variant["rendered"] else next(iter(variant["rendered"]))
    rendered = Rendered.model_validate(variant["rendered"][language])
    value = ResponseValue.model_validate(response.value) if response else ResponseValue(parts={})
    written = {part["id"]: part for part in variant["paper_item__question_version__content__parts"]}
    blanks = [blank["id"] for part in written.values() for blank in part.get("blanks", ())]
    labels = label_blanks(blanks, language)
    return QuestionView(
        position=item.position,
        number=number,
        language=language,
        points=item.points,
        html=SafeString(rendered.text),
        solution=SafeString(rendered.solution),
        parts=tuple(
            _part(
                item.position,
                part,
                rendered,
                written[part.id],
                value.parts.get(part.id),
                blank_labels=labels,
                number=place if len(item.parts) > 1 else None,
            )
            for place, part in enumerate(item.parts, start=1)
        ),
        value=response.value if response else None,
        revision=response.revision if response else 0,
        saved_at=response.saved_at if response else None,
        answered=not value.is_empty,
    )


def _part(
    position: int,
    part: LayoutPart,
    rendered: Rendered,
    written: Mapping[str, Any],
    given: PartResponse | None,
    *,
    blank_labels: Mapping[str, str],
    number: int | None,
) -> PartView:
    """``written`` is the part as its author wrote it, in its stored form; ``blank_labels`` are
    those of the question's blanks by id."""
    shown, symbols = rendered.parts[part.id], SymbolList.model_validate(written["symbols"])
    chosen = set(given.choice) if isinstance(given, ChoiceResponse) else set()
    text = given.text if isinstance(given, TextResponse) else ""
    labels = {"true": _("True"), "false": _("False")} if part.kind == "true_false" else shown.options
    options = tuple(
        OptionView(
            option,
            "" if part.kind == "true_false" else CIRCLED[place],
            SafeString(labels[option]),
            option in chosen,
        )
        for place, option in enumerate(part.options)
    )
    return PartView(
        id=part.id,
        kind=part.kind,
        number=number,
        position=position,
        html=SafeString(shown.text),
        options=options,
        stems=_stems(position, part, shown, given, options),
        blanks=tuple(
            _blank(position, part, given, symbols, blank, label=blank_labels[blank["id"]])
            for blank in written.get("blanks", ())
        ),
        text=text,
        symbols=symbols,
        reading=_reading(part, given, symbols),
        lines=_lines(part, given, symbols),
    )


def _stems(
    position: int,
    part: LayoutPart,
    shown: RenderedPart,
    given: PartResponse | None,
    options: tuple[OptionView, ...],
) -> tuple[StemView, ...]:
    if KINDS[part.kind].answered_by != "pairs":
        return ()
    matched = given.match if isinstance(given, MatchResponse) else {}
    by_id = {option.id: option for option in options}
    return tuple(
        StemView(
            stem,
            stem_field_name(position, part.id, stem),
            SafeString(shown.stems.get(stem, "")),
            by_id.get(matched.get(stem, "")),
            number,
        )
        for number, stem in enumerate(part.stems, start=1)
    )


def _blank(
    position: int,
    part: LayoutPart,
    given: PartResponse | None,
    symbols: SymbolList,
    blank: Mapping[str, Any],
    *,
    label: str,
) -> BlankView:
    typed = given.typed_into(blank["id"]) if isinstance(given, BlanksResponse) else TextResponse(text="")
    return BlankView(
        id=blank["id"],
        kind=blank["kind"],
        field_name=stem_field_name(position, part.id, blank["id"]),
        label=label,
        text=typed.text,
        reading=_read_typed(typed, kind=blank["kind"], symbols=symbols),
    )


def _read_typed(typed: TextResponse, *, kind: str, symbols: SymbolList) -> Reading:
    if KINDS[cast(Kind, kind)].answered_by != "formula":
        return Reading()
    return read_answer_for_page(typed, kind=kind, symbols=symbols.to_symbols())


def _lines(part: LayoutPart, given: PartResponse | None, symbols: SymbolList) -> LinesReading:
    if not isinstance(given, TextResponse) or KINDS[part.kind].answered_by != "lines":
        return LinesReading()
    return read_lines_for_page(given, symbols=symbols.to_symbols())


def _reading(part: LayoutPart, given: PartResponse | None, symbols: SymbolList) -> Reading:
    return (
        _read_typed(given, kind=part.kind, symbols=symbols) if isinstance(given, TextResponse) else Reading()
    )
