"""What the marks of one assignment add up to: numbers and codes, without names and without words."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from analytics.queries import Answer, Item
from analytics.statistics.classical import (
    Bin,
    Distribution,
    ItemStatistics,
    OptionStatistics,
    Reliability,
    VariantStatistics,
    compare_variants,
    describe_items,
    describe_options,
    describe_scores,
    estimate_reliability,
    score_histogram,
)

__all__ = ["ItemSummary", "PartOptions", "Summary", "WrongAnswer", "summarize"]

MOST_WRONG_ANSWERS = 3
Matrix = NDArray[np.float64]
WRONG = frozenset({"incorrect", "partial"})


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """An answer to ``part`` that ``count`` students gave and that is not right: typed, or picked."""

    part: str
    text: str
    choice: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class PartOptions:
    """The distractor table of ``part``, in the author's order."""

    part: str
    options: tuple[OptionStatistics, ...]


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """One item as it is kept. ``verdicts`` counts parts, so that of several parts each is seen."""

    position: int
    statistics: ItemStatistics
    verdicts: dict[str, int]
    wrong: tuple[WrongAnswer, ...]
    options: tuple[PartOptions, ...]
    variants: tuple[VariantStatistics, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is computed from the marks of an assignment, and kept."""

    distribution: Distribution
    reliability: Reliability
    histogram: tuple[Bin, ...]
    items: tuple[ItemSummary, ...]


def summarize(
    items: Sequence[Item], sheets: Mapping[UUID, Sequence[Answer]], variants: Mapping[UUID, Mapping[int, int]]
) -> Summary:
    """``sheets`` holds the answers of every counted attempt, ``variants`` what it was asked by position.

    Scores are of everything that was earned. What is said of items, and of how they measure together, leaves
    out those that were withdrawn, and replacements that not everyone was asked.
    """
    worth = np.array([float(item.worth) for item in items])
    asked = [variants.get(attempt, {}) for attempt in sheets]
    told = np.array([_tells(item, asked) for item in items], dtype=bool)
    columns = {item.position: column for column, item in enumerate(items)}
    earned = np.zeros((len(sheets), len(items)))
    answers: dict[int, list[list[Answer]]] = defaultdict(lambda: [[] for _sheet in sheets])
    for row, sheet in enumerate(sheets.values()):
        for answer in sheet:
            earned[row, columns[answer.position]] += float(answer.points)
            answers[answer.position][row].append(answer)
    # Penalties take an attempt down to 0 and no further.
    scores = np.maximum(earned.sum(axis=1), 0)
    totals = earned[:, told].sum(axis=1)
    described = iter(describe_items(earned[:, told], worth[told]))
    return Summary(
        distribution=describe_scores(scores),
        reliability=_reliability(earned, worth, told),
        histogram=score_histogram(scores, total=float(worth.sum())),
        items=tuple(
            _summarize_item(
                item,
                next(described),
                answers[item.position],
                earned=earned[:, column],
                rest=totals - earned[:, column],
                variants=[by_position.get(item.position, 0) for by_position in asked],
            )
            if told[column]
            else _left_out(item, answers[item.position])
            for column, item in enumerate(items)
        ),
    )


def _tells(item: Item, asked: Sequence[Mapping[int, int]]) -> bool:
    if item.withdrawal:
        return False
    return not item.is_replacement or all(item.position in by_position for by_position in asked)


def _reliability(earned: Matrix, worth: Matrix, told: NDArray[np.bool_]) -> Reliability:
    """With a place in ``if_dropped`` for every item, None for those that are left out."""
    estimated = estimate_reliability(earned[:, told], worth[told])
    without = iter(estimated.if_dropped)
    return replace(estimated, if_dropped=tuple(next(without) if is_told else None for is_told in told))


def _left_out(item: Item, answers: Sequence[Sequence[Answer]]) -> ItemSummary:
    """An item that nothing is computed of; its verdicts are counted all the same."""
    verdicts = Counter(answer.verdict for sheet in answers for answer in sheet)
    return ItemSummary(item.position, ItemStatistics(), dict(verdicts), (), (), ())


def _summarize_item(
    item: Item,
    statistics: ItemStatistics,
    answers: Sequence[Sequence[Answer]],
    *,
    earned: Matrix,
    rest: Matrix,
    variants: Sequence[int],
) -> ItemSummary:
    """``answers``, ``earned``, ``rest`` and ``variants``: one for each counted attempt, in one order."""
    given = [answer for sheet in answers for answer in sheet]
    return ItemSummary(
        position=item.position,
        statistics=statistics,
        verdicts=dict(Counter(answer.verdict for answer in given)),
        wrong=_most_common_wrong(answer for answer in given if _is_short(item, answer)),
        options=tuple(
            PartOptions(part.id, _describe_part(part.id, part.option_ids, answers, rest))
            for part in item.content.parts
            if part.traits.answered_by == "options"
        ),
        variants=compare_variants(earned, variants, worth=float(item.worth)) if item.worth else (),
    )


def _describe_part(
    part: str, options: Sequence[str], answers: Sequence[Sequence[Answer]], rest: Matrix
) -> tuple[OptionStatistics, ...]:
    picked = [next((answer.choice for answer in sheet if answer.part == part), ()) for sheet in answers]
    return describe_options(picked, rest, options)


def _is_short(item: Item, answer: Answer) -> bool:
    """Essays are read one by one; no two are the same answer."""
    return all(part.kind != "essay" for part in item.content.parts if part.id == answer.part)


def _most_common_wrong(answers: Iterable[Answer]) -> tuple[WrongAnswer, ...]:
    """What was typed counts as one answer however it is spaced; shown as most students wrote it."""
    spellings: dict[tuple[str, str, tuple[str, ...]], Counter[str]] = defaultdict(Counter)
    for answer in answers:
        if answer.verdict in WRONG:
            same = (answer.part, _normal(answer.text), tuple(sorted(answer.choice)))
            spellings[same][answer.text.strip()] += 1
    groups = [
        WrongAnswer(part=part, text=texts.most_common(1)[0][0], choice=choice, count=texts.total())
        for (part, _text, choice), texts in spellings.items()
    ]
    groups.sort(key=lambda group: (-group.count, group.part, group.text, group.choice))
    return tuple(groups[:MOST_WRONG_ANSWERS])


def _normal(text: str) -> str:
    """Full-width and other compatibility forms as plain ones, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())
