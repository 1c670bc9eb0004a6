"""The questions of an exam as a teacher takes them out: what was given there, how far marking again is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.safestring import SafeString

from exams.models import Assignment, Attempt, PaperItem, Response, Variant, Withdrawal
from exams.models.attempt import ENDED_STATES, AttemptState
from exams.presenting.questions import reader_language
from exams.services.regrading import attempts_of
from exams.shapes import Rendered, ResponseValue
from grading.models import RegradeBatch

__all__ = ["AskedQuestion", "Given", "Regrading", "count_given", "load_asked"]


@dataclass(frozen=True, slots=True)
class Regrading:
    """How far the papers of a withdrawn question are marked again; ``failed`` could not be."""

    done: int
    of: int
    failed: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of the paper as its first variant shows it. ``withdrawal`` is what took it out here."""

    item: PaperItem
    number: int
    points: Decimal
    html: SafeString
    language: str
    withdrawal: Withdrawal | None
    regrading: Regrading | None


@dataclass(frozen=True, slots=True)
class Given:
    """How many students have answered a question so far, are sitting, and have handed in."""

    answered: int
    sitting: int
    ended: int


def load_asked(assignment: Assignment) -> list[AskedQuestion]:
    """Every question of the paper that asks something. Five queries at most."""
    first = Variant.objects.filter(paper_item=OuterRef("pk")).order_by("number")
    rows = PaperItem.objects.filter(paper=assignment.paper_id).order_by("position")
    items: Any = rows.select_related("paper__exam__school", "question_version__question")
    shown = items.annotate(rendered=Subquery(first.values("rendered")[:1]))
    found = Withdrawal.objects.holding_for(assignment.pk).filter(paper_item__paper=assignment.paper_id)
    withdrawn = {row.paper_item_id: row for row in found.select_related("paper_item", "by")}
    regradings = _load_regradings(list(withdrawn.values()))
    asking = [item for item in shown if item.question_version.content["parts"]]
    return [
        _asked(item, number, withdrawn.get(item.pk), regradings)
        for number, item in enumerate(asking, start=1)
    ]


def _asked(
    item: Any, number: int, withdrawal: Withdrawal | None, regradings: Mapping[int, Regrading]
) -> AskedQuestion:
    language = reader_language()
    language = language if language in item.rendered else next(iter(item.rendered))
    return AskedQuestion(
        item=item,
        number=number,
        points=item.points,
        html=SafeString(Rendered.model_validate(item.rendered[language]).text),
        language=language,
        withdrawal=withdrawal,
        regrading=regradings.get(withdrawal.pk) if withdrawal else None,
    )


def _load_regradings(withdrawals: Sequence[Withdrawal]) -> dict[int, Regrading]:
    """By the id of the withdrawal; those of one scope are about the same papers."""
    if not withdrawals:
        return {}
    ids = [row.pk for row in withdrawals]
    batches = RegradeBatch.objects.filter(limits__withdrawal__in=ids, dry_run=False)
    by_withdrawal = {batch.limits["withdrawal"]: batch for batch in batches}
    scopes = {row.assignment_id: row for row in withdrawals}
    ended = {scope: attempts_of(row).filter(state__in=ENDED_STATES).count() for scope, row in scopes.items()}
    return {
        row.pk: _regrading(by_withdrawal[row.pk], ended[row.assignment_id])
        for row in withdrawals
        if row.pk in by_withdrawal
    }


def _regrading(batch: RegradeBatch, ended: int) -> Regrading:
    done = int(batch.progress.get("done", 0))
    is_over = batch.state == RegradeBatch.State.DONE
    failed = len(batch.progress.get("failed", ()))
    return Regrading(done, done if is_over else max(done, ended), failed, is_over)


def count_given(assignments: Sequence[Assignment], *, position: int) -> Given:
    """What would be concerned in these assignments. Two queries."""
    attempts = Attempt.objects.filter(assignment__in=assignments).exclude(state=AttemptState.VOID)
    counted = attempts.aggregate(
        sitting=Count("pk", filter=Q(state=AttemptState.IN_PROGRESS)),
        ended=Count("pk", filter=Q(state__in=ENDED_STATES)),
    )
    values = Response.objects.filter(attempt__in=attempts, position=position).values_list("value", flat=True)
    answered = sum(not ResponseValue.model_validate(value).is_empty for value in values)
    return Given(answered, counted["sitting"], counted["ended"])
