"""One student's marked paper as the teacher sees it: every verdict with the key, how it came about, and
every message that carried an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.content import Content
from exams.models import Attempt, ResponseEvent, Variant
from exams.presenting.questions import reader_language
from exams.presenting.results import ResultItem, ResultPart, result_items
from exams.presenting.teaching.keys import KeyLine, form_words, key_lines, share_words
from exams.shapes import Layout, Rendered
from grading.engine.variants import Values
from grading.keys import Criterion, EssayKey, FormRequirement, fill_key, load_key
from grading.models import Mark, MarkSource
from grading.scoring import share_points
from grading.wording import word_method

__all__ = ["MarkLine", "MarkedPart", "MarkedQuestion", "SavedLine", "load_marked_paper", "part_worth"]

CERTIFICATE_NAMES = {
    "engine": gettext_lazy("Version of the engine"),
    "student": gettext_lazy("The answer as it was read"),
    "key": gettext_lazy("The key as it was read"),
    "points": gettext_lazy("Points that were tried"),
    "precision": gettext_lazy("Precision in bits"),
    "seed": gettext_lazy("Seed of the points"),
    "picked": gettext_lazy("What was picked"),
    "given": gettext_lazy("What was given"),
    "right": gettext_lazy("How many are right"),
    "of": gettext_lazy("Of how many"),
    "reason": gettext_lazy("Code of the reason"),
}
FORM_OUTCOMES = {
    "correct": gettext_lazy("found"),
    "incorrect": gettext_lazy("not found"),
    "undecided": gettext_lazy("not decided"),
}


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One mark in the history of a part. ``by`` is empty for the engine."""

    mark: Mark
    by: str
    credit: str
    comment: str


@dataclass(frozen=True, slots=True)
class SavedLine:
    """One message that carried an answer: what it said, and what became of it."""

    at: datetime
    words: str
    outcome: str
    revision: int | None
    device: str


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """One part: the result as students see it, and what only teachers see; ``criteria`` are those of an
    essay's rubric."""

    result: ResultPart
    worth: Decimal
    key: list[KeyLine]
    mark: Mark
    history: tuple[MarkLine, ...]
    certificate: tuple[tuple[str, str], ...]
    criteria: tuple[Criterion, ...] = ()

    @property
    def given_before(self) -> dict[str, Fraction]:
        """What a person gave for each criterion already, by its id."""
        rows = (self.mark.reason.get("values") or {}).get("rubric", ())
        return {row["id"]: Fraction(row["given"]) for row in rows}


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """One question of the paper."""

    item: ResultItem
    values: str
    parts: tuple[MarkedPart, ...]
    saved: tuple[SavedLine, ...]


def load_marked_paper(attempt: Attempt, *, position: int | None = None) -> list[MarkedQuestion]:
    """Every question, or only the one at ``position``, in six queries whatever their number."""
    variants = _variants(attempt)
    marks: dict[tuple[int, str], list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(attempt=attempt).select_related("by", "key_revision").order_by("-pk"):
        marks[mark.position, mark.part].append(mark)
    saved = _saved(attempt)
    return [
        _question(item, variants[item.question.position], marks, saved.get(item.question.position, ()))
        for item in result_items(attempt, solutions=True)
        if position is None or item.question.position == position
    ]


def _variants(attempt: Attempt) -> dict[int, Mapping[str, Any]]:
    """The variant of each position, with the content it was made from; one query."""
    layout = Layout.model_validate(attempt.layout)
    rows = Variant.objects.filter(pk__in=[item.variant for item in layout.items]).values(
        "pk", "values", "rendered", content=F("paper_item__question_version__content")
    )
    found = {row["pk"]: row for row in rows}
    return {item.position: found[item.variant] for item in layout.items}


def _saved(attempt: Attempt) -> dict[int, tuple[SavedLine, ...]]:
    lines: dict[int, list[SavedLine]] = defaultdict(list)
    for event in ResponseEvent.objects.filter(attempt=attempt).order_by("pk"):
        words = "; ".join(_given_words(given) for given in event.value.get("parts", {}).values())
        lines[event.position].append(
            SavedLine(event.at, words, event.get_outcome_display(), event.revision, event.device[:12])
        )
    return {position: tuple(found) for position, found in lines.items()}


def _given_words(given: Mapping[str, Any]) -> str:
    if "choice" in given:
        return ", ".join(given["choice"]) or "–"
    if "match" in given:
        return ", ".join(f"{stem} → {option}" for stem, option in given["match"].items()) or "–"
    if "blanks" in given:
        return ", ".join(f"{blank}: {text}" for blank, text in given["blanks"].items()) or "–"
    return str(given.get("text", "")).strip() or "–"


def _question(
    item: ResultItem,
    variant: Mapping[str, Any],
    marks: Mapping[tuple[int, str], list[Mark]],
    saved: tuple[SavedLine, ...],
) -> MarkedQuestion:
    content = Content.model_validate(variant["content"])
    position = item.question.position
    parts = tuple(
        _part(result, item.question.points, content, variant, marks[position, result.part.id])
        for result in item.parts
    )
    values = Values.from_json(variant["values"]).to_json()
    shown = ", ".join(f"{name}\xa0=\xa0{value}" for name, value in values.items())
    return MarkedQuestion(item, shown, parts, saved)


def _part(
    result: ResultPart, points: Decimal, content: Content, variant: Mapping[str, Any], marks: list[Mark]
) -> MarkedPart:
    current = next(mark for mark in marks if mark.current)
    rendered = _in_language(variant["rendered"]).parts[result.part.id]
    options = {option: SafeString(html) for option, html in rendered.options.items()}
    stems = {stem: SafeString(html) for stem, html in getattr(rendered, "stems", {}).items()}
    key = load_key(current.key_revision.keys[result.part.id])
    filled = fill_key(key, Values.from_json(variant["values"]))
    criteria = filled.rubric if isinstance(filled, EssayKey) else ()
    # Whoever marks reads the criteria beside the fields for their points.
    told = filled.model_copy(update={"rubric": ()}) if criteria else filled
    return MarkedPart(
        result=result,
        worth=part_worth(content, result.part.id, points),
        key=key_lines(told, result.part, options=options, stems=stems),
        mark=current,
        history=tuple(_mark_line(mark) for mark in marks),
        certificate=_certificate(current),
        criteria=criteria,
    )


def _in_language(rendered: Mapping[str, Any]) -> Rendered:
    return Rendered.model_validate(rendered.get(reader_language()) or next(iter(rendered.values())))


def part_worth(content: Content, part_id: str, points: Decimal) -> Decimal:
    """What full credit for one part earns, of a question worth ``points``, the others unchanged."""
    weights = [part.weight for part in content.parts]
    shares = share_points(points, weights, [Fraction(1)] * len(weights))
    return dict(zip((part.id for part in content.parts), shares, strict=True))[part_id]


def _mark_line(mark: Mark) -> MarkLine:
    by = mark.by.name if mark.by else ""
    if not by and mark.source != MarkSource.AUTO:
        by = mark.get_source_display()
    comment = str(mark.reason.get("values", {}).get("comment", ""))
    return MarkLine(mark, by, share_words(Fraction(mark.credit_num, mark.credit_den)), comment)


def _certificate(mark: Mark) -> tuple[tuple[str, str], ...]:
    """The certificate as names and values to check by; what it holds depends on the method."""
    certificate = mark.certificate
    method = word_method(mark.verdict, certificate) or str(certificate.get("method", ""))
    lines = [(_("Method"), method)] if method else []
    lines += [(_("Form"), _form_line(form)) for form in certificate.get("forms") or ()]
    lines += [
        (str(CERTIFICATE_NAMES.get(name, name)), _short(value))
        for name, value in certificate.items()
        if name not in ("method", "forms", "blanks") and value not in (None, "", [], 0)
    ]
    return tuple(lines)


def _form_line(found: Mapping[str, str]) -> str:
    form = FormRequirement.model_validate({"test": found["test"], "options": found["options"]})
    return f"{form_words(form)}: {FORM_OUTCOMES.get(found['outcome'], found['outcome'])}"


def _short(value: Any) -> str:
    text = "; ".join(map(_point, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"


def _point(value: Any) -> str:
    """``x = 2, y = 1/2``, or an option as it stands."""
    if not isinstance(value, Mapping):
        return str(value)
    return ", ".join(f"{name} = {coordinate}" for name, coordinate in value.items())
