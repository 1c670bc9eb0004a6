"""The answers of a class to one part, together where they mean the same, most frequent first.

Answers to different variants are no answers to the same question. Where a class has several, the board puts
together what became of each in its own variant, with some of the answers; while verdicts are not shown, only
answers to the same variant are together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from exams.content import canonical_hash
from exams.presenting.questions import PartView
from exams.presenting.results import explain
from exams.presenting.teaching.live.answers import AskedVariant, asked_parts
from exams.presenting.teaching.live.boards import Sitting
from grading.engine import Verdict
from grading.marking.alike import group_alike
from grading.responses import PartResponse
from grading.services import reason_to_json
from grading.wording import word_witness

__all__ = ["MOST_LINES", "AnswerGroup", "AnswerLine", "Given", "group_answers"]

MOST_LINES = 5
VERDICTS = ("incorrect", "partial", "unreadable", "undecided", "correct")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer to one part; ``show`` makes the part ready to be shown with the answer in it, which costs
    more than counting it."""

    row: Sitting
    variant: AskedVariant
    answer: PartResponse
    verdict: Verdict
    show: Callable[[], PartView]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One meaning: the way in which most wrote it, by how many it was given, in how many ways written.
    ``values`` are those of the variant, where a class has several."""

    view: PartView
    count: int
    spellings: int
    values: str = ""


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answers that are counted together; ``key`` names them from one board to the next. ``verdict`` is empty
    while verdicts are not shown; ``more`` meanings are not among ``lines``."""

    key: str
    count: int
    percent: int
    lines: tuple[AnswerLine, ...]
    people: tuple[Sitting, ...]
    more: int = 0
    verdict: str = ""
    explanation: SafeString = field(default_factory=SafeString)
    witness: str = ""


def group_answers(given: Sequence[Given], *, part: int, verdicts: bool) -> tuple[AnswerGroup, ...]:
    """The answers to the ``part`` at that place, most frequent first; of as many, what is wrong first."""
    meanings = _meanings(given, part)
    several = len({one.variant.pk for one in given}) > 1
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, one in enumerate(given):
        groups[_together(one, meanings[index], verdicts=verdicts, several=several)].append(index)
    made = [
        _group(
            [given[index] for index in members],
            [meanings[index] for index in members],
            of=len(given),
            verdicts=verdicts,
        )
        for members in groups.values()
    ]
    return tuple(sorted(made, key=lambda group: (-group.count, _rank(group.verdict))))


def _meanings(given: Sequence[Given], part: int) -> list[tuple[int, int]]:
    """For each answer its variant, and the first answer to that variant that means the same."""
    by_variant: dict[int, list[int]] = defaultdict(list)
    for index, one in enumerate(given):
        by_variant[one.variant.pk].append(index)
    found: dict[int, tuple[int, int]] = {}
    for variant, members in by_variant.items():
        asked = asked_parts(given[members[0]].variant)[part]
        firsts = group_alike([given[index].answer for index in members], key=asked.key, symbols=asked.symbols)
        found |= {index: (variant, first) for index, first in zip(members, firsts, strict=True)}
    return [found[index] for index in range(len(given))]


def _together(one: Given, meaning: tuple[int, int], *, verdicts: bool, several: bool) -> Hashable:
    if not verdicts:
        return meaning
    became = (one.verdict.outcome, one.verdict.reason.code)
    return became if several else (*became, meaning)


def _group(
    members: Sequence[Given], meanings: Sequence[tuple[int, int]], *, of: int, verdicts: bool
) -> AnswerGroup:
    lines = Counter(meanings)
    shown = [
        _line([one for one, its in zip(members, meanings, strict=True) if its == meaning])
        for meaning, _count in lines.most_common(MOST_LINES)
    ]
    first = min(members, key=lambda one: (one.variant.pk, one.answer.model_dump_json()))
    group = AnswerGroup(
        key=canonical_hash([first.variant.pk, first.answer.model_dump(mode="json")])[:10],
        count=len(members),
        percent=round(100 * len(members) / of),
        lines=tuple(shown),
        people=tuple(sorted((one.row for one in members), key=lambda row: row.place)),
        more=len(lines) - len(shown),
    )
    return _judged(group, members[0]) if verdicts else group


def _judged(group: AnswerGroup, one: Given) -> AnswerGroup:
    reason, verdict = reason_to_json(one.verdict), one.verdict.outcome.value
    return replace(
        group,
        verdict=verdict,
        explanation=explain(verdict, reason, group.lines[0].view.symbols),
        witness=word_witness(reason),
    )


def _line(members: Sequence[Given]) -> AnswerLine:
    spellings = Counter(one.answer.model_dump_json() for one in members)
    (most, _count), *_others = spellings.most_common(1)
    chosen = next(one for one in members if one.answer.model_dump_json() == most)
    return AnswerLine(chosen.show(), len(members), len(spellings), chosen.variant.words)


def _rank(verdict: str) -> int:
    return VERDICTS.index(verdict) if verdict in VERDICTS else 0
