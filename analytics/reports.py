"""The teacher's report on one assignment: summed up once from the marks, kept, and judged when it is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from analytics import queries
from analytics.models import Snapshot
from analytics.queries import Item, Standing, Student, Topic
from analytics.statistics.classical import (
    Bin,
    Distribution,
    ItemStatistics,
    Reliability,
    VariantStatistics,
)
from analytics.summaries import ItemSummary, PartOptions, Summary, WrongAnswer, summarize
from exams.models import Assignment

__all__ = ["Report", "ReportItem", "TopicRow", "advise", "build_report"]

KIND = "classical"
RULE_VERSION = 3  # another one whenever ``Summary`` or the way to it changes: then what was kept is not read
TOO_EASY = 0.9
TOO_HARD = 0.2
WEAK = 0.2
# A variant is called unfair when chance would hardly make such a difference, and it matters.
UNFAIR_Z = 2.6
UNFAIR_DIFFERENCE = 0.2

_SUMMARY = TypeAdapter(Summary)


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One item. ``statistics`` and ``alpha_without`` hold None for what is withheld or undefined, ``unfair``
    the variants that are easier or harder than the others, ``action`` is a code of what to do."""

    item: Item
    statistics: ItemStatistics
    alpha_without: float | None
    verdicts: Mapping[str, int]
    wrong: tuple[WrongAnswer, ...]
    options: tuple[PartOptions, ...]
    variants: tuple[VariantStatistics, ...]
    unfair: tuple[VariantStatistics, ...]
    action: str

    @property
    def facility(self) -> float | None:
        """Mean share of the points, at most 1; below 0 where penalties outweigh what was earned."""
        return self.statistics.facility

    @property
    def item_rest(self) -> float | None:
        """Correlation with the rest of the exam, −1..1."""
        return self.statistics.item_rest


@dataclass(frozen=True, slots=True)
class TopicRow:
    """What the class can do of one topic: ``facility`` over the points of its questions, 0..1."""

    topic: Topic
    positions: tuple[int, ...]
    worth: float
    facility: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it may be shown. ``is_small``: fewer students have finished than ``smallest_group``, so
    that reliability and discrimination are withheld. Points as floats, as in ``statistics``."""

    students: tuple[Student, ...]
    standings: Mapping[Standing, int]
    total: float
    distribution: Distribution
    reliability: Reliability
    histogram: tuple[Bin, ...]
    items: tuple[ReportItem, ...]
    topics: tuple[TopicRow, ...]
    smallest_group: int
    is_small: bool

    @property
    def undecided(self) -> int:
        """Answers that wait for a teacher's decision."""
        return sum(item.verdicts.get("undecided", 0) for item in self.items)


def build_report(assignment: Assignment) -> Report:
    """The report on ``assignment`` as it stands. The summary is kept, and made again when a mark has changed.

    The teachers of a class see each paper of it anyway, so counts, scores and facility are always given.
    What is estimated from a group, reliability and discrimination, is withheld from groups smaller than
    ``School.min_group``: among so few one student can turn the number round.
    """
    items = queries.load_items(assignment)
    summary = _kept_summary(assignment, items)
    students = queries.load_students(assignment)
    smallest = assignment.classroom.school.min_group
    is_small = summary.distribution.n < smallest
    return Report(
        students=students,
        standings=Counter(student.standing for student in students),
        total=float(sum(item.worth for item in items)),
        distribution=summary.distribution,
        reliability=Reliability() if is_small else summary.reliability,
        histogram=summary.histogram,
        items=tuple(
            _judge(item, counted, alpha_without=alpha, smallest=smallest, is_small=is_small)
            for item, counted, alpha in zip(items, summary.items, summary.reliability.if_dropped, strict=True)
            if item.is_asked
        ),
        topics=_by_topic(items, summary),
        smallest_group=smallest,
        is_small=is_small,
    )


def advise(facility: float | None, item_rest: float | None, *, undecided: int, is_small: bool) -> str:
    """A code for what to do about an item: of all that could be said, the first that a teacher should know.

    A very easy item comes before a negative discrimination: where nearly everyone is right the key is
    plainly right, and the correlation hangs on one or two students.
    """
    if undecided:
        return "decide"
    if facility is None:
        return "not_counted"
    if facility >= TOO_EASY:
        return "too_easy"
    if item_rest is not None and item_rest < 0:
        return "check_key"
    if facility <= TOO_HARD:
        return "too_hard"
    if is_small:
        return "few_students"
    return "fine" if item_rest is None or item_rest >= WEAK else "weak"


def _judge(
    item: Item, counted: ItemSummary, *, alpha_without: float | None, smallest: int, is_small: bool
) -> ReportItem:
    statistics = _withheld(counted.statistics) if is_small else counted.statistics
    undecided = counted.verdicts.get("undecided", 0)
    return ReportItem(
        item=item,
        statistics=statistics,
        alpha_without=None if is_small else alpha_without,
        verdicts=counted.verdicts,
        wrong=counted.wrong,
        options=tuple(map(_without_correlations, counted.options)) if is_small else counted.options,
        variants=counted.variants,
        unfair=tuple(
            variant
            for variant in counted.variants
            if _is_unfair(variant, facility=statistics.facility, smallest=smallest)
        ),
        action=_advise(item, statistics, undecided=undecided, is_small=is_small),
    )


def _advise(item: Item, statistics: ItemStatistics, *, undecided: int, is_small: bool) -> str:
    if item.withdrawal:
        return "withdrawn"
    if item.is_replacement and statistics.facility is None and not undecided:
        return "replacement"
    return advise(statistics.facility, statistics.item_rest, undecided=undecided, is_small=is_small)


def _withheld(statistics: ItemStatistics) -> ItemStatistics:
    """What may be shown of a small group: what was counted, and nothing that is estimated."""
    return ItemStatistics(
        facility=statistics.facility,
        standard_deviation=statistics.standard_deviation,
        intended_weight=statistics.intended_weight,
    )


def _without_correlations(table: PartOptions) -> PartOptions:
    return PartOptions(
        table.part, tuple(replace(row, mean_rest=None, point_biserial=None) for row in table.options)
    )


def _is_unfair(variant: VariantStatistics, *, facility: float | None, smallest: int) -> bool:
    if variant.z is None or facility is None or variant.n < smallest:
        return False
    return abs(variant.z) > UNFAIR_Z and abs(variant.facility - facility) > UNFAIR_DIFFERENCE


def _by_topic(items: Sequence[Item], summary: Summary) -> tuple[TopicRow, ...]:
    """Each topic that the exam asks about, in the order in which they come up."""
    topics = {item.topic.code: item.topic for item in items if item.topic is not None and _is_shown(item)}
    groups: dict[str, list[tuple[Item, float | None]]] = defaultdict(list)
    for item, counted in zip(items, summary.items, strict=True):
        if item.topic is not None and not item.withdrawal:
            groups[item.topic.code].append((item, counted.statistics.facility))
    return tuple(_topic_row(topic, groups[code]) for code, topic in topics.items())


def _is_shown(item: Item) -> bool:
    return bool(item.worth) and not item.withdrawal


def _topic_row(topic: Topic, group: Sequence[tuple[Item, float | None]]) -> TopicRow:
    told = [(float(item.worth), facility) for item, facility in group if facility is not None]
    asked = sum(worth for worth, _facility in told)
    return TopicRow(
        topic=topic,
        positions=tuple(item.position for item, _facility in group),
        worth=float(sum(item.worth for item, _facility in group)),
        facility=sum(worth * facility for worth, facility in told) / asked if asked else None,
    )


def _kept_summary(assignment: Assignment, items: Sequence[Item]) -> Summary:
    # Read before the answers: a mark that comes in between makes the next reader sum up again.
    upto = queries.count_marks(assignment, items)
    kept = Snapshot.objects.filter(
        assignment=assignment, kind=KIND, rule_version=RULE_VERSION, upto=upto
    ).first()
    if kept is not None:
        return _SUMMARY.validate_python(kept.payload)
    summary = summarize(items, queries.load_answers(assignment), queries.load_variants(assignment))
    snapshot = Snapshot(
        assignment=assignment,
        kind=KIND,
        rule_version=RULE_VERSION,
        upto=upto,
        payload=_SUMMARY.dump_python(summary, mode="json"),
    )
    # One statement, so that two readers at once cannot get in each other's way.
    Snapshot.objects.bulk_create(
        [snapshot],
        update_conflicts=True,
        unique_fields=["assignment", "kind", "rule_version"],
        update_fields=["upto", "payload"],
    )
    return summary
