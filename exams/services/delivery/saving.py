"""One message that carries an answer: taken, superseded, in conflict, or late; always kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from exams.content import canonical_hash
from exams.errors import Refused
from exams.models import Attempt, ResponseEvent
from exams.models.attempt import AttemptState, EventOutcome
from exams.services.clock import now_at
from exams.services.delivery.ending import end_if_overdue
from exams.services.delivery.locking import is_closed, is_overdue, is_paused, lock_attempt
from exams.services.delivery.rows import (
    Event,
    LockedAttempt,
    Standing,
    lock_for_save,
    read_standing,
    write_event,
)
from exams.shapes import LayoutItem, LayoutPart, ResponseValue
from grading.responses import (
    LONGEST_BRIEF_TEXT,
    BlanksResponse,
    ChoiceResponse,
    MatchResponse,
    PartResponse,
    TextResponse,
)

__all__ = ["SaveMessage", "SaveResult", "save_response"]


@dataclass(frozen=True, slots=True)
class SaveMessage:
    """What a client sends: its ``device``, a ``seq`` that grows with every message of that device,
    the ``base_revision`` it was typed over, and the response."""

    device: str
    seq: int
    base_revision: int
    response: ResponseValue

    def body_hash(self, position: int) -> str:
        """Equal for the same message sent twice."""
        return _hash(position, self.base_revision, self.response.model_dump(mode="json"))


def _hash(position: int, base_revision: int, value: dict[str, Any]) -> str:
    return canonical_hash([position, base_revision, value])


SaveOutcome = Literal["accepted", "superseded", "conflict", "late", "imported"]


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of a message, and what stands on the server now.

    ``newest_seq`` is the highest number known of this device at this position, so that a browser that
    lost count can go on. ``revision`` and ``value`` are the current ones (0 and None: nothing yet).
    ``late`` was kept as evidence and changed nothing, and is ``closed``; it is ``held`` where only a pause
    kept it from counting, so that it can be sent as a new message when the exam goes on. ``notice`` is the
    id of the newest notice told to the student, 0 for none.
    """

    outcome: SaveOutcome
    revision: int
    value: dict[str, Any] | None
    saved_at: datetime | None
    server_time: datetime
    deadline_at: datetime
    newest_seq: int
    closed: bool = False
    held: bool = False
    paused: bool = False
    notice: int = 0


@transaction.atomic
def save_response(attempt_id: UUID, *, student: User, position: int, message: SaveMessage) -> SaveResult:
    """Takes one message. Raises Attempt.DoesNotExist, or Refused: ``unknown_position``,
    ``unknown_part``, ``unknown_option``, ``bad_message``, ``reused_seq``."""
    attempt = lock_for_save(attempt_id, student_id=student.pk)
    now = now_at(attempt)
    if is_overdue(attempt, now):
        attempt = replace(attempt, state=_end(attempt_id, now=now))
    check_fit(attempt.layout, position, message.response)
    standing = read_standing(attempt_id, position=position, device=message.device, seq=message.seq)
    value = message.response.model_dump(mode="json")
    body_hash = _hash(position, message.base_revision, value)
    if standing.replayed_hash is not None:
        if standing.replayed_hash != body_hash:
            raise Refused("reused_seq", newest_seq=_newest_seq(attempt_id, message.device))
        outcome = EventOutcome(standing.replayed_outcome or EventOutcome.ACCEPTED)
        return _result(outcome, standing, attempt, seq=message.seq, now=now)
    outcome = _decide(attempt, standing, message, value, now=now)
    revision = standing.revision + 1 if outcome == EventOutcome.ACCEPTED else None
    write_event(
        Event(
            attempt_id=attempt_id,
            position=position,
            device=message.device,
            seq=message.seq,
            base_revision=message.base_revision,
            revision=revision,
            value=value,
            body_hash=body_hash,
            outcome=outcome.value,
            at=now,
        )
    )
    if revision is not None:
        standing = replace(standing, revision=revision, value=value, saved_at=now)
    return _result(outcome, standing, attempt, seq=message.seq, now=now)


def _end(attempt_id: UUID, *, now: datetime) -> str:
    """Ends an attempt whose time has run out, and which is locked already; its state from then on."""
    attempt = lock_attempt(Attempt.objects.all(), attempt_id)
    end_if_overdue(attempt, now=now)
    return attempt.state


def _decide(
    attempt: LockedAttempt, standing: Standing, message: SaveMessage, value: dict[str, Any], *, now: datetime
) -> EventOutcome:
    if is_closed(attempt, now):
        return EventOutcome.LATE
    if standing.newest_seq is not None and message.seq < standing.newest_seq:
        return EventOutcome.SUPERSEDED
    elsewhere = standing.device not in (None, message.device)
    if message.base_revision != standing.revision and elsewhere and standing.value != value:
        return EventOutcome.CONFLICT
    return EventOutcome.ACCEPTED


def _result(
    outcome: EventOutcome, standing: Standing, attempt: LockedAttempt, *, seq: int, now: datetime
) -> SaveResult:
    is_late = outcome == EventOutcome.LATE
    return SaveResult(
        outcome=outcome.value,  # type: ignore[arg-type]  # the same words
        revision=standing.revision,
        value=standing.value,
        saved_at=standing.saved_at,
        server_time=now,
        deadline_at=attempt.deadline_at,
        newest_seq=max(seq, standing.newest_seq or 0),
        closed=is_late,
        held=is_late and attempt.state == AttemptState.IN_PROGRESS,
        paused=is_paused(attempt),
        notice=attempt.newest_notice,
    )


def _newest_seq(attempt_id: UUID, device: str) -> int:
    newest = ResponseEvent.objects.filter(attempt=attempt_id, device=device).aggregate(seq=Max("seq"))
    return newest["seq"] or 0


def check_response(attempt: Attempt, position: int, response: ResponseValue) -> None:
    """Refuses a response that does not fit what stands at ``position``."""
    check_fit(attempt.layout, position, response)


def check_fit(layout: Mapping[str, Any], position: int, response: ResponseValue) -> None:
    """As ``check_response``, by the stored ``layout``, of which only the one item is looked at."""
    stored = next((item for item in layout["items"] if item["position"] == position), None)
    if stored is None:
        raise Refused("unknown_position", position=position)
    item = LayoutItem.model_validate(stored)
    for part_id, value in response.parts.items():
        part = item.part(part_id)
        if part is None:
            raise Refused("unknown_part", part=part_id)
        unknown = _unknown_ids(part, value)
        if unknown:
            raise Refused("unknown_option", option=unknown[0])
        if isinstance(value, TextResponse) and part.kind != "essay" and len(value.text) > LONGEST_BRIEF_TEXT:
            raise Refused(
                "bad_message",
                where=f"response.parts.{part_id}.text",
                problem=f"String should have at most {LONGEST_BRIEF_TEXT} characters",
            )


def _unknown_ids(part: LayoutPart, value: PartResponse) -> list[str]:
    match value:
        case ChoiceResponse(choice=choice):
            return [option for option in choice if option not in part.options]
        case BlanksResponse(blanks=blanks):
            return [blank for blank in blanks if blank not in part.stems]
        case MatchResponse(match=match):
            return [stem for stem in match if stem not in part.stems] + [
                option for option in match.values() if option not in part.options
            ]
        case _:
            return []
