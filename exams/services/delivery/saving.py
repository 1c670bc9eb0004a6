"""One message that carries an answer: taken, superseded, in conflict, or late; always kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from accounts.models import User
from exams.content import canonical_hash
from exams.errors import Refused
from exams.models import Attempt, Response, ResponseEvent
from exams.models.attempt import EventOutcome
from exams.services.clock import now_at
from exams.services.delivery.locking import is_closed, lock_attempt
from exams.shapes import Layout, LayoutPart, ResponseValue
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
        return canonical_hash([position, self.base_revision, self.response.model_dump(mode="json")])


SaveOutcome = Literal["accepted", "superseded", "conflict", "late"]


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of a message, and what stands on the server now.

    ``newest_seq`` is the highest number known of this device at this position, so that a browser that
    lost count can go on. ``revision`` and ``value`` are the current ones (0 and None: nothing yet).
    ``late`` was kept as evidence and changed nothing; ``closed`` says that the attempt has ended or its
    time is up.
    """

    outcome: SaveOutcome
    revision: int
    value: dict[str, Any] | None
    saved_at: datetime | None
    server_time: datetime
    deadline_at: datetime
    newest_seq: int
    closed: bool = False


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the server knows of one position before a message is taken."""

    revision: int
    value: dict[str, Any] | None
    saved_at: datetime | None
    device: str | None
    newest_seq: int | None
    replayed_hash: str | None
    replayed_outcome: str | None


@transaction.atomic
def save_response(attempt_id: UUID, *, student: User, position: int, message: SaveMessage) -> SaveResult:
    """Takes one message. Raises Attempt.DoesNotExist, or Refused: ``unknown_position``,
    ``unknown_part``, ``unknown_option``, ``bad_message``, ``reused_seq``."""
    attempt = lock_attempt(Attempt.objects.of(student), attempt_id)
    now = now_at(attempt)
    check_response(attempt, position, message.response)
    standing = _standing(attempt_id, position, message)
    body_hash = message.body_hash(position)
    if standing.replayed_hash is not None:
        if standing.replayed_hash != body_hash:
            raise Refused("reused_seq", newest_seq=_newest_seq(attempt_id, message.device))
        return _result(
            standing.replayed_outcome or EventOutcome.ACCEPTED, standing, attempt, seq=message.seq, now=now
        )
    outcome = _decide(attempt, standing, message, now=now)
    revision = standing.revision + 1 if outcome == EventOutcome.ACCEPTED else None
    value = message.response.model_dump(mode="json")
    ResponseEvent(
        attempt=attempt,
        position=position,
        device=message.device,
        seq=message.seq,
        base_revision=message.base_revision,
        revision=revision,
        value=value,
        body_hash=body_hash,
        outcome=outcome,
        at=now,
    ).save(force_insert=True)
    if revision is None:
        return _result(outcome, standing, attempt, seq=message.seq, now=now)
    _write_response(attempt, position, revision=revision, value=value, at=now)
    return SaveResult(
        outcome="accepted",
        revision=revision,
        value=value,
        saved_at=now,
        server_time=now,
        deadline_at=attempt.deadline_at,
        newest_seq=max(message.seq, standing.newest_seq or 0),
    )


# Written out, because building this one statement from look-ups took half the time of a save. The left
# joins give one row whether there is a response, an equal message, both or neither.
STANDING = """
    SELECT current.*,
        same.body_hash AS replayed_hash,
        same.outcome AS replayed_outcome,
        (SELECT MAX(seq) FROM exams_responseevent
            WHERE attempt_id = %(attempt)s AND device = %(device)s AND position = %(position)s) AS newest_seq,
        (SELECT device FROM exams_responseevent
            WHERE attempt_id = %(attempt)s AND position = %(position)s AND outcome = %(accepted)s
            ORDER BY revision DESC LIMIT 1) AS accepted_device
    FROM (SELECT 1 AS one) AS one_row
    LEFT JOIN exams_response AS current
        ON current.attempt_id = %(attempt)s AND current.position = %(position)s
    LEFT JOIN exams_responseevent AS same
        ON same.attempt_id = %(attempt)s AND same.device = %(device)s AND same.seq = %(seq)s
"""


def _standing(attempt_id: UUID, position: int, message: SaveMessage) -> _Standing:
    """One statement after the lock, so that it sees what the last holder of the lock wrote."""
    parameters = {
        "attempt": Attempt._meta.pk.get_db_prep_value(attempt_id, connection),
        "position": position,
        "device": message.device,
        "seq": message.seq,
        "accepted": EventOutcome.ACCEPTED.value,
    }
    row: Any = Response.objects.raw(STANDING, parameters)[0]
    return _Standing(
        revision=row.revision or 0,
        value=row.value,
        saved_at=row.saved_at,
        device=row.accepted_device,
        newest_seq=row.newest_seq,
        replayed_hash=row.replayed_hash,
        replayed_outcome=row.replayed_outcome,
    )


def _decide(attempt: Attempt, standing: _Standing, message: SaveMessage, *, now: datetime) -> EventOutcome:
    if is_closed(attempt, now):
        return EventOutcome.LATE
    if standing.newest_seq is not None and message.seq < standing.newest_seq:
        return EventOutcome.SUPERSEDED
    elsewhere = standing.device not in (None, message.device)
    differs = standing.value != message.response.model_dump(mode="json")
    if message.base_revision != standing.revision and elsewhere and differs:
        return EventOutcome.CONFLICT
    return EventOutcome.ACCEPTED


def _write_response(
    attempt: Attempt, position: int, *, revision: int, value: dict[str, Any], at: datetime
) -> None:
    if revision == 1:
        Response(attempt=attempt, position=position, revision=1, value=value, saved_at=at).save(
            force_insert=True
        )
        return
    current = Response.objects.filter(attempt=attempt, position=position)
    current.update(revision=revision, value=value, saved_at=at)


def _result(outcome: str, standing: _Standing, attempt: Attempt, *, seq: int, now: datetime) -> SaveResult:
    return SaveResult(
        outcome=outcome,  # type: ignore[arg-type]  # EventOutcome without "imported", which no client sends
        revision=standing.revision,
        value=standing.value,
        saved_at=standing.saved_at,
        server_time=now,
        deadline_at=attempt.deadline_at,
        newest_seq=max(seq, standing.newest_seq or 0),
        closed=outcome == EventOutcome.LATE,
    )


def _newest_seq(attempt_id: UUID, device: str) -> int:
    newest = ResponseEvent.objects.filter(attempt=attempt_id, device=device).aggregate(seq=Max("seq"))
    return newest["seq"] or 0


def check_response(attempt: Attempt, position: int, response: ResponseValue) -> None:
    """Refuses a response that does not fit what stands at ``position``."""
    item = Layout.model_validate(attempt.layout).item(position)
    if item is None:
        raise Refused("unknown_position", position=position)
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
