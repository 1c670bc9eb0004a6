"""Questions of an attempt, or of the bank, made ready to be shown: rendered texts, options in their order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, cast

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams.blanks import label_blanks
from exams.models import Attempt, Response, Variant
from exams.presenting.questions.views import (
    BlankView,
    OptionView,
    PartView,
    QuestionView,
    StemView,
    UnsavedAnswer,
    Untouched,
    WithdrawnView,
    stem_field_name,
)
from exams.presenting.terms import word_terms
from exams.services.withdrawals import withdrawal_of_item, withdrawn_as
from exams.shapes import Layout, LayoutItem, LayoutPart, Rendered, RenderedPart, ResponseValue
from grading.keys import SymbolList
from grading.kinds import KINDS, Kind
from grading.line_readings import LinesReading, read_lines_for_page
from grading.readings import Reading, read_answer_for_page
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse

__all__ = ["load_questions", "number_items", "reader_language", "show_question", "show_untouched"]

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def reader_language() -> str:
    """``ko`` or ``en``: the language of the page."""
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def load_questions(
    attempt: Attempt, *, unsaved: Mapping[int, UnsavedAnswer] | None = None
) -> list[QuestionView]:
    """Every question of the attempt, in two queries whatever their number. ``unsaved`` answers, by position,
    stand in the place of those that are stored."""
    layout = Layout.model_validate(attempt.layout)
    variants = _load_variants(attempt, layout)
    responses = {response.position: response for response in Response.objects.filter(attempt=attempt)}
    for position, answer in (unsaved or {}).items():
        value = answer.response.model_dump(mode="json")
        responses[position] = Response(position=position, value=value, revision=answer.base_revision)
    language = reader_language()
    numbers = number_items(layout)
    questions = []
    for item in layout.items:
        variant = variants[item.variant]
        withdrawn = _withdrawn(variant["withdrawal"], layout, numbers)
        response = responses.get(item.position)
        source = Untouched(
            item, variant["rendered_json"], variant["parts_json"], language, numbers[item.position]
        )
        if response is None and withdrawn is None:
            questions.append(show_untouched(source))
        else:
            questions.append(_touched(source, response, withdrawn))
    return questions


def _load_variants(attempt: Attempt, layout: Layout) -> dict[int, Mapping[str, Any]]:
    """What is published of each question, as JSON that is not read yet, and what withdraws it. One query."""
    rows = Variant.objects.filter(pk__in=[item.variant for item in layout.items]).values(
        "pk",
        rendered_json=Cast("rendered", TextField()),
        parts_json=Cast("paper_item__question_version__content__parts", TextField()),
        withdrawal=withdrawal_of_item(attempt.assignment_id, item="paper_item"),
    )
    return {row["pk"]: row for row in rows}


@lru_cache(maxsize=4096)
def show_untouched(source: Untouched) -> QuestionView:
    """A question as everyone sees it who was given it so and has not answered it yet: made once."""
    return replace(_touched(source, None, None), source=source)


def _touched(source: Untouched, response: Response | None, withdrawn: WithdrawnView | None) -> QuestionView:
    shown = _read_variant(source.rendered, source.parts, source.language)
    return _question(source.item, shown, response, number=source.number, withdrawn=withdrawn)


class _Shown(NamedTuple):
    """A variant in the ``language`` that there is of it: its texts, and its parts by id as they were
    written."""

    language: str
    rendered: Rendered
    written: Mapping[str, Mapping[str, Any]]


@lru_cache(maxsize=4096)
def _read_variant(rendered: str, parts: str, language: str) -> _Shown:
    return _shown(json.loads(rendered), json.loads(parts), language)


def _shown(rendered: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], language: str) -> _Shown:
    language = language if language in rendered else next(iter(rendered))
    return _Shown(language, Rendered.model_validate(rendered[language]), {part["id"]: part for part in parts})


def _withdrawn(
    withdrawal: Mapping[str, Any] | None, layout: Layout, numbers: Mapping[int, int | None]
) -> WithdrawnView | None:
    positions = {item.item: item.position for item in layout.items}
    policy = withdrawn_as(withdrawal, positions)
    if withdrawal is None or policy is None:
        return None
    return WithdrawnView(
        policy, withdrawal["reason"], numbers.get(positions.get(withdrawal["replacement"], 0))
    )


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
    number = None if item.is_description else item.position if number is None else number
    return _question(item, _shown(rendered, parts, reader_language()), response, number=number)


def _question(
    item: LayoutItem,
    shown: _Shown,
    response: Response | None,
    *,
    number: int | None,
    withdrawn: WithdrawnView | None = None,
) -> QuestionView:
    language, rendered, written = shown
    value = ResponseValue.model_validate(response.value) if response else ResponseValue(parts={})
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
        withdrawn=withdrawn,
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
        terms=word_terms(shown.forms, Fraction(shown.penalty)),
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
