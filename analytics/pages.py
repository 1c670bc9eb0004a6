"""A report in the reader's language, line by line as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from analytics.queries import Item, Student
from analytics.reports import ReportItem, TopicRow
from analytics.statistics.classical import Bin, OptionStatistics, VariantStatistics
from analytics.summaries import WrongAnswer
from analytics.wording import ACTIONS, OPTION_NOTES, STANDINGS, TRUE_FALSE
from exams.blanks import labels_of
from exams.content import Part
from exams.localized import localize
from exams.shapes import Rendered

__all__ = [
    "BinRow",
    "ItemRow",
    "OptionRow",
    "StudentRow",
    "TopicLine",
    "WrongRow",
    "bin_row",
    "item_row",
    "student_row",
    "topic_line",
]

ATTENTION = frozenset({"decide", "check_key", "too_hard"})
# A wrong option that students pick the more often the better they did on the rest.
MISLEADS = 0.1
# The sign before the word, by the names of the style sheet.
STATES = {"finished": "done", "waiting": "waiting", "in_progress": "open", "not_started": "idle"}


@dataclass(frozen=True, slots=True)
class BinRow:
    """A range of scores and how many students are in it."""

    low: str
    high: str
    count: int


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A wrong answer and how many gave it: ``text`` as typed, or ``picks``, the options' HTML. ``part`` is
    empty where the question has only one."""

    part: str
    text: str
    picks: tuple[SafeString, ...]
    count: int


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option, how many picked it, and the share of all who could, 0..100. ``is_right``: the key names it.
    ``mean_rest``: points on the other questions of those who picked it. ``note`` is "" or what is odd."""

    part: str
    html: SafeString
    count: int
    percent: float
    is_right: bool
    mean_rest: float | None
    point_biserial: float | None
    note: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One question, ``html`` as students read it. ``attention``: there is something to do about it. Weights
    are percentages of the exam."""

    position: int
    html: SafeString
    topic: str
    facility: float | None
    item_rest: float | None
    efficiency: float | None
    intended_weight: float | None
    effective_weight: float | None
    alpha_without: float | None
    wrong: tuple[WrongRow, ...]
    options: tuple[OptionRow, ...]
    variants: tuple[VariantStatistics, ...]
    unfair: tuple[VariantStatistics, ...]
    action: str
    attention: bool


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in the reader's language, and what the class can do of it, 0..1."""

    code: str
    name: str
    positions: tuple[int, ...]
    worth: float
    facility: float | None


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student; ``state`` is the sign of ``word`` in the style sheet."""

    student: Student
    word: str
    state: str


def bin_row(counted: Bin) -> BinRow:
    """A bin with its edges written as short as they are: 2.5, and 3 rather than 3.00."""
    return BinRow(low=_edge(counted.low), high=_edge(counted.high), count=counted.count)


def _edge(points: float) -> str:
    return number_format(f"{points:.2f}".rstrip("0").rstrip("."))


def student_row(student: Student) -> StudentRow:
    """How far the student has come, in words."""
    return StudentRow(student, word=str(STANDINGS[student.standing]), state=STATES[student.standing])


def topic_line(row: TopicRow) -> TopicLine:
    """A topic with its name in the reader's language."""
    return TopicLine(row.topic.code, localize(row.topic.name), row.positions, row.worth, row.facility)


def item_row(judged: ReportItem) -> ItemRow:
    """A question with its numbers, its wrong answers and what to do. Texts are those of the first variant."""
    item, statistics = judged.item, judged.statistics
    rendered = _rendered(item)
    labels = {part.id: _option_labels(part, rendered) for part in item.content.parts}
    return ItemRow(
        position=item.position,
        html=SafeString(rendered.text if rendered else ""),
        topic=f"{item.topic.code} {localize(item.topic.name)}".strip() if item.topic else "",
        facility=judged.facility,
        item_rest=judged.item_rest,
        efficiency=statistics.discriminative_efficiency,
        intended_weight=_percent(statistics.intended_weight),
        effective_weight=_percent(statistics.effective_weight),
        alpha_without=judged.alpha_without,
        wrong=tuple(_wrong_row(item, answer, labels) for answer in judged.wrong),
        options=tuple(
            _option_row(item, counted.part, option, labels[counted.part])
            for counted in judged.options
            for option in counted.options
        ),
        variants=judged.variants if len(judged.variants) > 1 else (),
        unfair=judged.unfair,
        action=str(ACTIONS[judged.action]),
        attention=judged.action in ATTENTION or bool(judged.unfair),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _option_row(item: Item, part: str, option: OptionStatistics, labels: dict[str, SafeString]) -> OptionRow:
    is_right = option.option in item.right.get(part, ())
    return OptionRow(
        part=_part_name(item, part),
        html=labels.get(option.option) or escape(option.option),
        count=option.count,
        percent=100 * (option.share or 0),
        is_right=is_right,
        mean_rest=option.mean_rest,
        point_biserial=option.point_biserial,
        note=_option_note(option, is_right=is_right),
    )


def _option_note(option: OptionStatistics, *, is_right: bool) -> str:
    """What a teacher should look at, if anything."""
    if not option.count:
        return "" if option.share is None else str(OPTION_NOTES["nobody"])
    if option.point_biserial is None:
        return ""
    if is_right and option.point_biserial < 0:
        return str(OPTION_NOTES["weaker_students"])
    if not is_right and option.point_biserial > MISLEADS:
        return str(OPTION_NOTES["stronger_students"])
    return ""


def _wrong_row(item: Item, answer: WrongAnswer, labels: dict[str, dict[str, SafeString]]) -> WrongRow:
    known = labels.get(answer.part, {})
    return WrongRow(
        part=_part_name(item, answer.part),
        text=_with_labels(item, answer.text),
        picks=tuple(known.get(option) or escape(option) for option in answer.choice),
        count=answer.count,
    )


def _with_labels(item: Item, text: str) -> str:
    """What was typed, with the labels of blanks that readers know in place of their ids."""
    labels = labels_of(item.content, _language()) or {}
    shown = f", {text}"
    for blank, label in labels.items():
        shown = shown.replace(f", {blank}: ", f", {label} ")
    return shown.removeprefix(", ")


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "ko"


def _rendered(item: Item) -> Rendered | None:
    language = _language()
    html = item.rendered.get(language) or next(iter(item.rendered.values()), None)
    return Rendered.model_validate(html) if html else None


def _option_labels(part: Part, rendered: Rendered | None) -> dict[str, SafeString]:
    """The options' HTML by id, and of a matching part that of each pair, of an ordering with its place. It
    was made safe when the exam was published."""
    if part.kind == "true_false":
        return {option: escape(word) for option, word in TRUE_FALSE.items()}
    shown = rendered.parts.get(part.id) if rendered else None
    if shown is None:
        return {}
    options = {option: SafeString(html) for option, html in shown.options.items()}
    places = {place: f"{place}." for place in part.stem_ids} if part.kind == "ordering" else {}
    pairs = {
        f"{stem}:{option}": format_html("{} → {}", SafeString(left), right)
        for stem, left in (places or shown.stems).items()
        for option, right in options.items()
    }
    return options | pairs


def _part_name(item: Item, part: str) -> str:
    """``(1)``, ``(2)`` … as on the exam; nothing where there is one part."""
    if len(item.content.parts) < 2:
        return ""
    ids = [one.id for one in item.content.parts]
    return f"({ids.index(part) + 1})" if part in ids else part
