"""Sittings of a whole class stored at once: row for row what the services leave behind when a student
starts, saves, submits and is marked, but for the times, which lie in the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from accounts.models import User
from exams.models import Assignment, Attempt, Response, ResponseEvent
from exams.models.attempt import AttemptState, EventOutcome
from exams.receipts import issue_receipt
from exams.services.delivery import SaveMessage, deadline_of, time_factor
from exams.services.layouts import draw_layout
from exams.services.marking import mark_attempt
from exams.shapes import Layout, Outline, ResponseValue
from grading.models import Mark

__all__ = ["Saved", "Sitting", "store_sittings"]

BATCH = 500


@dataclass(frozen=True, slots=True)
class Saved:
    """One message that carried an answer."""

    at: datetime
    position: int
    response: ResponseValue


@dataclass(frozen=True, slots=True)
class Sitting:
    """One student's sitting: messages in the order in which they came, and when it was submitted, if it was.
    One that is submitted after its deadline ended there."""

    student: User
    seed: int
    started_at: datetime
    saved: Sequence[Saved]
    submitted_at: datetime | None
    device: str = "simulated"


@transaction.atomic
def store_sittings(assignment: Assignment, sittings: Sequence[Sitting]) -> list[Attempt]:
    """An attempt for each sitting, marked where it has ended. One sitting a student; nobody may be in the
    middle of another attempt."""
    outline = Outline.model_validate(assignment.paper.outline)
    numbers = dict(
        Attempt.objects.filter(assignment=assignment)
        .values_list("student")
        .annotate(newest=Max("number"))
        .order_by()
    )
    attempts: list[Attempt] = []
    responses: list[Response] = []
    events: list[ResponseEvent] = []
    for sitting in sittings:
        layout = draw_layout(outline, sitting.seed)
        attempt = _attempt(assignment, sitting, layout, number=numbers.get(sitting.student.pk, 0) + 1)
        messages = _messages(attempt, sitting)
        standing = _standing(attempt, messages)
        if sitting.submitted_at is not None:
            _end(attempt, standing, layout, at=sitting.submitted_at)
        attempts.append(attempt)
        events += messages
        responses += standing
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)
    ResponseEvent.objects.bulk_create(events, batch_size=BATCH)
    Response.objects.bulk_create(responses, batch_size=BATCH)
    _mark([attempt for attempt in attempts if attempt.state != AttemptState.IN_PROGRESS])
    return attempts


def _attempt(assignment: Assignment, sitting: Sitting, layout: Layout, *, number: int) -> Attempt:
    factor = time_factor(assignment, sitting.student, sitting.started_at)
    return Attempt(
        school_id=assignment.classroom.school_id,
        assignment=assignment,
        student=sitting.student,
        number=number,
        seed=sitting.seed,
        layout=layout.model_dump(mode="json"),
        started_at=sitting.started_at,
        deadline_at=deadline_of(assignment, started_at=sitting.started_at, factor=factor),
    )


def _messages(attempt: Attempt, sitting: Sitting) -> list[ResponseEvent]:
    revisions: dict[int, int] = {}
    messages = []
    for seq, saved in enumerate(sitting.saved, start=1):
        base = revisions.get(saved.position, 0)
        revisions[saved.position] = base + 1
        message = SaveMessage(device=sitting.device, seq=seq, base_revision=base, response=saved.response)
        messages.append(
            ResponseEvent(
                attempt=attempt,
                position=saved.position,
                device=message.device,
                seq=message.seq,
                base_revision=base,
                revision=base + 1,
                value=saved.response.model_dump(mode="json"),
                body_hash=message.body_hash(saved.position),
                outcome=EventOutcome.ACCEPTED,
                at=saved.at,
            )
        )
    return messages


def _standing(attempt: Attempt, messages: Sequence[ResponseEvent]) -> list[Response]:
    """What the last message at each position left there, in the order in which the positions were opened."""
    standing: dict[int, Response] = {}
    for event in messages:
        row = standing.setdefault(event.position, Response(attempt=attempt, position=event.position))
        row.revision, row.value, row.saved_at = event.revision or 0, event.value, event.at
    return list(standing.values())


def _end(attempt: Attempt, standing: Sequence[Response], layout: Layout, *, at: datetime) -> None:
    answers: list[tuple[int, int, Any]] = [(row.position, row.revision, row.value) for row in standing]
    attempt.state = AttemptState.EXPIRED if at > attempt.deadline_at else AttemptState.SUBMITTED
    attempt.submitted_at = min(at, attempt.deadline_at)
    attempt.receipt = issue_receipt(
        attempt.pk,
        submitted_at=attempt.submitted_at,
        answers=answers,
        answered=sum(not ResponseValue.model_validate(value).is_empty for _at, _revision, value in answers),
        questions=layout.questions,
    ).model_dump(mode="json")


def _mark(attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        mark_attempt(attempt)
    ended = Attempt.objects.filter(pk=OuterRef("attempt"))
    Mark.objects.filter(attempt__in=attempts).update(at=Subquery(ended.values("submitted_at")[:1]))
