"""From ended attempts to marks: chooses the rows, calls ``grading``, and sums the score.

An ended attempt without a score is the queue. The worker marks it, or the first look at its result; a second
marking of the same attempt changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, JSONField, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User
from accounts.services.audit import record
from exams.content import Content, load_keys
from exams.errors import Refused
from exams.models import Assignment, Attempt, KeyRevision, Response, ResponseEvent, Variant
from exams.models.attempt import ENDED_STATES, AttemptState, EventOutcome
from exams.services.clock import now_at, with_clock
from exams.services.trying import ask_parts
from exams.services.withdrawals import withdrawal_of_item, withdrawn_as
from exams.shapes import Layout, LayoutItem, ResponseValue
from grading.engine.variants import Values
from grading.marking import AskedPart
from grading.models import Mark, MarkQuerySet
from grading.scoring import total_score
from grading.services import WITHDRAWN, Markable, MarkChanged, mark, override_mark

__all__ = [
    "decide_mark",
    "load_markables",
    "mark_attempt",
    "mark_attempt_at_once",
    "mark_waiting",
    "marks_waiting_for_person",
    "sum_score",
]

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
MOST_TRIES = 8
MOST_PARTS = 10_000  # of a credit: finer than anyone marks


def mark_attempt_at_once(attempt: Attempt) -> None:
    """Marks for somebody who wants to see the result. Whatever goes wrong is logged and left to the worker:
    the page then says that marking goes on."""
    try:
        mark_attempt(attempt)
    except Exception:
        log.exception("marking_failed", attempt=str(attempt.pk))


@transaction.atomic
def mark_attempt(attempt: Attempt) -> None:
    """Marks an ended attempt and sets its score, once: if another was quicker, ``attempt`` gets the score it
    has by now, and nothing else changes.

    The attempt is locked before anything is read, so that nobody marks it beside us, and neither a question
    that is withdrawn nor an answer that is taken in now can be missed: whoever does so marks it again after.
    """
    unmarked = Attempt.objects.unmarked().filter(pk=attempt.pk)
    if not unmarked.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True):
        log.info("already_marked", attempt=str(attempt.pk))
        attempt.refresh_from_db(fields=["score"])
        return
    marks = mark(load_markables(attempt))
    score = total_score([mark.points for mark in marks])
    unmarked.update(score=score, marking_lease_until=None)
    attempt.score = score


def load_markables(attempt: Attempt, *, positions: Collection[int] | None = None) -> list[Markable]:
    """What marking the whole attempt needs, or some of its positions, in two queries."""
    layout = Layout.model_validate(attempt.layout)
    asked = [item for item in layout.items if positions is None or item.position in positions]
    variants = _load_variants(attempt, asked)
    responses = _load_responses(attempt)
    on_paper = {item.item for item in layout.items}
    return [
        replace(markable, withdrawn=withdrawn_as(variants[item.variant]["withdrawal"], on_paper))
        for item in asked
        for markable in _markables(attempt, item, variants[item.variant], responses.get(item.position))
    ]


def _load_variants(attempt: Attempt, items: Sequence[LayoutItem]) -> dict[int, Mapping[str, Any]]:
    newest_key = KeyRevision.objects.filter(
        question_version=OuterRef("paper_item__question_version")
    ).order_by("-number")
    keys = Subquery(newest_key.values("keys")[:1], output_field=JSONField())
    rows = Variant.objects.filter(pk__in=[item.variant for item in items]).values(
        "pk",
        content_json=Cast("paper_item__question_version__content", TextField()),
        keys_json=Cast(keys, TextField()),
        values_json=Cast("values", TextField()),
        key_revision=Subquery(newest_key.values("pk")[:1]),
        withdrawal=withdrawal_of_item(attempt.assignment_id, item="paper_item"),
    )
    return {row["pk"]: row for row in rows}


@lru_cache(maxsize=1024)
def _read_variant(content: str, keys: str, values: str) -> tuple[tuple[AskedPart, int], ...]:
    """The parts of a variant with nothing given, and their weights, from what is stored of it as JSON. It is
    the same for all who sat it, and reading it costs more than marking."""
    asked = Content.model_validate_json(content)
    parts = ask_parts(asked, load_keys(json.loads(keys)), Values.from_json(json.loads(values)), {})
    return tuple(zip(parts, [part.weight for part in asked.parts], strict=True))


def _load_responses(attempt: Attempt) -> dict[int, Mapping[str, Any]]:
    made_it = ResponseEvent.objects.filter(
        attempt=OuterRef("attempt"),
        position=OuterRef("position"),
        revision=OuterRef("revision"),
        outcome__in=(EventOutcome.ACCEPTED, EventOutcome.IMPORTED),
    )
    rows = Response.objects.filter(attempt=attempt).values(
        "position", "value", event=Subquery(made_it.values("pk")[:1])
    )
    return {row["position"]: row for row in rows}


def _markables(
    attempt: Attempt, item: LayoutItem, variant: Mapping[str, Any], response: Mapping[str, Any] | None
) -> Iterator[Markable]:
    given = ResponseValue.model_validate(response["value"]).parts if response else {}
    for part, weight in _read_variant(variant["content_json"], variant["keys_json"], variant["values_json"]):
        yield Markable(
            attempt_id=attempt.pk,
            position=item.position,
            event_id=response["event"] if response else None,
            key_revision_id=variant["key_revision"],
            asked=replace(part, response=given.get(part.id)),
            item_points=item.points,
            weight=weight,
        )


def marks_waiting_for_person(assignment: Assignment) -> MarkQuerySet:
    """The marks of ended attempts of ``assignment`` on which a teacher has to decide."""
    return (
        Mark.objects.current()
        .waiting_for_person()
        .filter(attempt__assignment=assignment, attempt__state__in=ENDED_STATES)
    )


@transaction.atomic
def decide_mark(
    mark: Mark,
    *,
    credit: Fraction,
    by: User,
    comment: str = "",
    rubric: Sequence[Mapping[str, Any]] = (),
    address: str | None = None,
) -> Mark:
    """Gives a part of an ended attempt the ``credit`` (0 to 1) that a teacher decides on, and sums the score
    again. ``comment`` is shown to the student, and so is ``rubric``: what was given for each criterion, as
    ``{"id", "text", "given": "3/2", "of": 2}``. The attempt is locked before its marks. Raises Refused:
    ``attempt_void``, ``attempt_in_progress``, ``being_marked``, ``mark_changed``, ``question_withdrawn``,
    ``bad_credit``."""
    locked = Attempt.objects.select_for_update(of=("self",), no_key=True).select_related("school")
    attempt = with_clock(locked).get(pk=mark.attempt_id)
    _check_decidable(attempt)
    if mark.reason.get("code") in WITHDRAWN.values():
        raise Refused("question_withdrawn")
    if not 0 <= credit <= 1:
        raise Refused("bad_credit")
    item = Layout.model_validate(attempt.layout).item(mark.position)
    if item is None:
        raise Refused("mark_changed")
    content = Content.model_validate(_load_content(item))
    try:
        decided = override_mark(
            mark,
            credit=credit.limit_denominator(MOST_PARTS),
            comment=comment,
            rubric=rubric,
            by=by,
            at=now_at(attempt),
            item_points=item.points,
            weights={part.id: part.weight for part in content.parts},
        )
    except MarkChanged as error:
        raise Refused("mark_changed") from error
    score = sum_score(attempt)
    record(
        "mark.decided",
        by=by,
        subject=attempt,
        school=attempt.school,
        address=address,
        data={
            "position": mark.position,
            "part": mark.part,
            "was": mark.verdict,
            "credit": f"{decided.credit_num}/{decided.credit_den}",
            "score": str(score),
            **({"rubric": [_without_text(row) for row in rubric]} if rubric else {}),
        },
    )
    return decided


def sum_score(attempt: Attempt) -> Decimal:
    """Sums up the marks that count of an attempt that is locked, and stores the score."""
    counted = Mark.objects.current().filter(attempt=attempt)
    score = total_score(list(counted.order_by().values_list("points", flat=True)))
    Attempt.objects.filter(pk=attempt.pk).update(score=score)
    attempt.score = score
    return score


def _without_text(criterion: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in criterion.items() if name != "text"}


def _check_decidable(attempt: Attempt) -> None:
    if attempt.state == AttemptState.VOID:
        raise Refused("attempt_void")
    if attempt.state not in ENDED_STATES:
        raise Refused("attempt_in_progress")
    if attempt.score is None:
        raise Refused("being_marked")


def _load_content(item: LayoutItem) -> dict[str, Any]:
    return Variant.objects.values_list("paper_item__question_version__content", flat=True).get(
        pk=item.variant
    )


def mark_waiting(*, limit: int = 100, rest: timedelta = timedelta(0)) -> int:
    """Marks up to ``limit`` attempts that ended at least ``rest`` ago and that nobody has in hand; returns
    how many it marked.

    Each is leased before it is marked, so that two workers never mark the same one at the same time;
    a worker that dies leaves a lease that runs out. After several failures an attempt waits for a person.
    """
    free = Q(marking_lease_until=None) | Q(marking_lease_until__lt=timezone.now())
    rested = Attempt.objects.unmarked().filter(submitted_at__lte=timezone.now() - rest)
    waiting = rested.filter(free, marking_tries__lt=MOST_TRIES).order_by("submitted_at")
    marked = 0
    for attempt in waiting[:limit]:
        now = timezone.now()
        lease = Attempt.objects.unmarked().filter(
            Q(marking_lease_until=None) | Q(marking_lease_until__lt=now), pk=attempt.pk
        )
        until = now + LEASE * 2**attempt.marking_tries
        if not lease.update(marking_lease_until=until, marking_tries=F("marking_tries") + 1):
            continue
        marked += _mark_leased(attempt)
    return marked


def _mark_leased(attempt: Attempt) -> int:
    try:
        mark_attempt(attempt)
    except Exception:  # one attempt that cannot be marked must not stop the others
        log.exception("marking_failed", attempt=str(attempt.pk), tries=attempt.marking_tries + 1)
        return 0
    return 1
