"""One question while a class answers it: what has been given so far, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from uuid import UUID

from exams.models import Response
from exams.presenting.questions import OptionView, PartView, QuestionView, show_question
from exams.presenting.teaching.live.answers import (
    AskedVariant,
    content_of,
    load_variants,
    verdicts_so_far,
)
from exams.presenting.teaching.live.boards import Board, Sitting
from exams.presenting.teaching.live.groups import AnswerGroup, Given, group_answers
from exams.presenting.teaching.live.looks import Look, Memory
from exams.shapes import LayoutItem, LayoutPart, ResponseValue
from grading.responses import ChoiceResponse

__all__ = ["OptionBar", "PartBoard", "QuestionBoard", "make_question_board"]


@dataclass(frozen=True, slots=True)
class OptionBar:
    """One option, by how many it was picked, and the verdict of picking it alone, where that is shown."""

    option: OptionView
    count: int
    percent: int
    people: tuple[Sitting, ...]
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class PartBoard:
    """One part: ``given`` of ``of`` students who have started have answered it. Of options there are
    ``bars``, of an essay nothing but the count. ``tally`` counts the answers by verdict, where those are
    shown."""

    view: PartView
    given: int
    of: int
    bars: tuple[OptionBar, ...] = ()
    groups: tuple[AnswerGroup, ...] = ()
    tally: tuple[tuple[str, int], ...] = ()

    @property
    def is_counted_only(self) -> bool:
        """Read by a person: what stands in it is nobody's business before."""
        return self.view.kind == "essay"


@dataclass(frozen=True, slots=True)
class QuestionBoard:
    """One question; ``variants`` is how many different ones the class has. The text is that of the variant
    that most have."""

    question: QuestionView
    variants: int
    parts: tuple[PartBoard, ...]


def make_question_board(
    look: Look, memory: Memory, board: Board, *, position: int, verdicts: bool
) -> QuestionBoard | None:
    """The question at ``position``, which is one that asks something; None while nobody has it. One
    statement, and one more for attempts that ``memory`` has not met."""
    memory.read_variants(look.attempts.values(), position=position)
    had = {
        attempt.pk: memory.variants[attempt.pk][position]
        for attempt in look.attempts.values()
        if position in memory.variants.get(attempt.pk, ())
    }
    variants = load_variants(had.values())
    if not variants:
        return None
    rows = [row for row in board.rows if row.attempt_id in had]
    most = variants[Counter(had.values()).most_common(1)[0][0]]
    number = look.asked[position]
    item = _item(most, position)
    view = _show(item, most, ResponseValue(parts={}), number)
    answers = [_Answer(row, variants[had[_key(row)]], _value(memory, row, position)) for row in rows]
    shown = _parts(view, answers, item, number, verdicts=verdicts)
    return QuestionBoard(view, len(variants), shown)


@dataclass(frozen=True, slots=True)
class _Answer:
    row: Sitting
    variant: AskedVariant
    value: ResponseValue


def _key(row: Sitting) -> UUID:
    assert row.attempt_id is not None  # noqa: S101 - rows of attempts have one
    return row.attempt_id


def _value(memory: Memory, row: Sitting, position: int) -> ResponseValue:
    stored = memory.values.get(_key(row), {}).get(position)
    return ResponseValue.model_validate(stored) if stored else ResponseValue(parts={})


def _item(variant: AskedVariant, position: int) -> LayoutItem:
    """The question as its author wrote it: no student's order of options."""
    parts = tuple(
        LayoutPart(id=part.id, kind=part.kind, options=part.option_ids, stems=part.stem_ids)
        for part in content_of(variant).parts
    )
    return LayoutItem(position=position, item=0, variant=variant.pk, points=Decimal(0), parts=parts)


def _show(item: LayoutItem, variant: AskedVariant, value: ResponseValue, number: int) -> QuestionView:
    written = [part.model_dump(mode="json") for part in content_of(variant).parts]
    response = Response(position=item.position, revision=0, value=value.model_dump(mode="json"))
    return show_question(item, rendered=variant.rendered, parts=written, response=response, number=number)


def _show_part(item: LayoutItem, one: _Answer, number: int, place: int) -> PartView:
    return _show(item, one.variant, one.value, number).parts[place]


def _parts(
    view: QuestionView, answers: Sequence[_Answer], item: LayoutItem, number: int, *, verdicts: bool
) -> tuple[PartBoard, ...]:
    given: list[list[Given]] = [[] for _part in view.parts]
    for one in answers:
        if one.value.is_empty:
            continue
        found = verdicts_so_far(one.variant, one.value)
        for place, part in enumerate(view.parts):
            answer = one.value.parts.get(part.id)
            if answer is not None and not answer.is_empty:
                show = partial(_show_part, item, one, number, place)
                given[place].append(Given(one.row, one.variant, answer, found[place], show))
    return tuple(
        _part(part, rows, len(answers), place, verdicts=verdicts)
        for place, (part, rows) in enumerate(zip(view.parts, given, strict=True))
    )


def _part(view: PartView, given: Sequence[Given], of: int, place: int, *, verdicts: bool) -> PartBoard:
    if view.kind == "essay":
        return PartBoard(view, len(given), of)
    tally = Counter(one.verdict.outcome.value for one in given)
    return PartBoard(
        view=view,
        given=len(given),
        of=of,
        bars=_bars(view, given, verdicts=verdicts) if view.answered_by == "options" else (),
        groups=group_answers(given, part=place, verdicts=verdicts)
        if view.answered_by != "options" or view.takes_several
        else (),
        tally=tuple((verdict, tally[verdict]) for verdict in TALLIED if tally[verdict]) if verdicts else (),
    )


TALLIED = ("correct", "partial", "incorrect", "unreadable", "undecided")


def _bars(view: PartView, given: Sequence[Given], *, verdicts: bool) -> tuple[OptionBar, ...]:
    """How often each option was picked, and what it is worth where it may be the only one."""
    picked: dict[str, list[Given]] = {option.id: [] for option in view.options}
    for one in given:
        for option in one.answer.choice if isinstance(one.answer, ChoiceResponse) else ():
            picked.setdefault(option, []).append(one)
    alone = verdicts and not view.takes_several
    return tuple(
        OptionBar(
            option=option,
            count=len(picked[option.id]),
            percent=round(100 * len(picked[option.id]) / len(given)) if given else 0,
            people=tuple(sorted((one.row for one in picked[option.id]), key=lambda row: row.place)),
            verdict=_verdict_of(picked[option.id]) if alone else "",
        )
        for option in view.options
    )


def _verdict_of(given: Sequence[Given]) -> str:
    """The verdict that all of them have; empty where variants differ."""
    outcomes = {one.verdict.outcome.value for one in given}
    return outcomes.pop() if len(outcomes) == 1 else ""
