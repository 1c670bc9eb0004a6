"""Letting answers of a file count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max

from accounts.models import User
from accounts.services.audit import record
from exams.errors import Refused
from exams.models import Attempt, Response, ResponseEvent
from exams.models.attempt import ENDED_STATES, AttemptState, EventOutcome
from exams.services.clock import now_at
from exams.services.delivery import expire_attempt, lock_attempt
from exams.services.handed_files.comparing import HandedQuestion, load_handed_questions
from exams.services.handed_files.reading import HandedFile
from exams.services.regrading import remark_attempt

__all__ = ["Added", "Taken", "load_added", "take_handed_answers"]


@dataclass(frozen=True, slots=True)
class Taken:
    """``positions`` whose answers count from now on; the attempt as it stands after that."""

    positions: tuple[int, ...]
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Added:
    """How many answers were taken in since the receipt was written, and when last."""

    count: int
    at: datetime


def load_added(attempt: Attempt) -> Added | None:
    """What the receipt of ``attempt`` does not cover, because it came in afterwards; one query."""
    later = ResponseEvent.objects.filter(
        attempt=attempt, outcome=EventOutcome.IMPORTED, revision__gt=0, at__gt=attempt.submitted_at
    )
    found = later.aggregate(count=Count("position", distinct=True), at=Max("at"))
    return Added(**found) if found["count"] else None


@transaction.atomic
def take_handed_answers(
    attempt_id: UUID, *, file: HandedFile, positions: Collection[int], by: User, address: str | None = None
) -> Taken:
    """Of each of ``positions`` the newest message of ``file`` counts from now on; those before it become
    history. What counts already is left alone, so the same file twice changes nothing. An attempt that has
    ended is marked again there. Raises Refused: ``handed_other_attempt``, ``attempt_void``."""
    expire_attempt(attempt_id)
    attempt = lock_attempt(Attempt.objects.select_related("school"), attempt_id)
    if file.attempt != attempt.pk:
        raise Refused("handed_other_attempt", name=file.name, exam=file.exam)
    if attempt.state == AttemptState.VOID:
        raise Refused("attempt_void")
    questions = [
        question
        for question in load_handed_questions(attempt, file)
        if question.can_be_taken and question.position in positions
    ]
    if not questions:
        return Taken((), attempt)
    now = now_at(attempt)
    for question in questions:
        _take(attempt, question, at=now)
    taken = tuple(question.position for question in questions)
    record(
        "answers.taken_in",
        by=by,
        subject=attempt,
        school=attempt.school,
        address=address,
        data={
            "positions": list(taken),
            "typed_in_time": [question.position for question in questions if question.is_in_time],
            "made_at": file.made_at.isoformat(),
        },
    )
    if attempt.state in ENDED_STATES:
        attempt.score = remark_attempt(
            attempt, positions=taken, by=by, cause="answers taken in from a file", address=address
        )
    return Taken(taken, attempt)


def _take(attempt: Attempt, question: HandedQuestion, *, at: datetime) -> None:
    """The events of one question, then its response."""
    responses = Response.objects.filter(attempt=attempt, position=question.position)
    revision = (responses.values_list("revision", flat=True).first() or 0) + 1
    newest = question.places[-1]
    ResponseEvent.objects.bulk_create(
        ResponseEvent(
            attempt=attempt,
            position=question.position,
            device=place.device,
            seq=place.message.seq,
            base_revision=place.message.base_revision,
            revision=revision if place is newest else None,
            value=place.message.response.model_dump(mode="json"),
            body_hash=place.body_hash,
            outcome=EventOutcome.IMPORTED,
            at=at,
        )
        for place in question.places
        if place.event is None and (place is newest or not place.came_as)
    )
    value = newest.message.response.model_dump(mode="json")
    if not responses.update(revision=revision, value=value, saved_at=at):
        Response.objects.create(
            attempt=attempt, position=question.position, revision=revision, value=value, saved_at=at
        )
