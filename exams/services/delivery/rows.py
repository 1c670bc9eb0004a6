"""Statements that are written by hand: those of a save, because to build them from look-ups took more time
than everything else a save does, and those of a start that a whole class waits for.

PostgreSQL takes the event and the response in one statement. The lock and what stands at the position are
two: a statement sees what was there when it began, and it may have waited for the lock.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from exams.models import Assignment, Attempt

__all__ = [
    "Event",
    "Happened",
    "LockedAttempt",
    "Standing",
    "hold_assignment",
    "lock_for_save",
    "read_standing",
    "what_happened",
    "write_event",
]

LOCK = """
    SELECT attempt.state, attempt.paused_at, attempt.deadline_at, attempt.layout, assignment.grace_s,
        (SELECT MAX(notice.id) FROM exams_notice AS notice
            WHERE notice.assignment_id = attempt.assignment_id
            AND (notice.attempt_id IS NULL OR notice.attempt_id = attempt.id)) AS newest_notice"""
LOCK_FROM = """
    FROM exams_attempt AS attempt JOIN exams_assignment AS assignment ON assignment.id = attempt.assignment_id
    WHERE attempt.id = %(attempt)s AND attempt.student_id = %(student)s"""
LOCKS = {
    "postgresql": f"{LOCK}, STATEMENT_TIMESTAMP() {LOCK_FROM} FOR NO KEY UPDATE OF attempt",
    "sqlite": f"{LOCK}, NULL {LOCK_FROM}",
}
# The left joins give one row whether there is a response, an equal message, both or neither.
STANDING = """
    SELECT current.revision, current.value, current.saved_at,
        (SELECT device FROM exams_responseevent
            WHERE attempt_id = %(attempt)s AND position = %(position)s
            AND revision = current.revision) AS device,
        (SELECT MAX(seq) FROM exams_responseevent
            WHERE attempt_id = %(attempt)s AND device = %(device)s AND position = %(position)s) AS newest_seq,
        same.body_hash, same.outcome
    FROM (SELECT 1 AS one) AS one_row
    LEFT JOIN exams_response AS current
        ON current.attempt_id = %(attempt)s AND current.position = %(position)s
    LEFT JOIN exams_responseevent AS same
        ON same.attempt_id = %(attempt)s AND same.device = %(device)s AND same.seq = %(seq)s
"""
EVENT = """
    INSERT INTO exams_responseevent
        (attempt_id, position, device, seq, base_revision, revision, value, body_hash, outcome, at)
    VALUES (%(attempt)s, %(position)s, %(device)s, %(seq)s, %(base_revision)s, %(revision)s, %(value)s,
        %(body_hash)s, %(outcome)s, %(at)s)
"""
RESPONSE = """
    INSERT INTO exams_response (attempt_id, position, revision, value, saved_at)
    VALUES (%(attempt)s, %(position)s, %(revision)s, %(value)s, %(at)s)
    ON CONFLICT (attempt_id, position) DO UPDATE
    SET revision = excluded.revision, value = excluded.value, saved_at = excluded.saved_at
"""
# Holds off whoever changes something for everyone who sits the assignment, also without its key (more time
# leaves that alone), but not another start. Only the assignment, which every such act locks: holding the
# paper too would be in the other order than that of a withdrawal.
HOLD = """
    SELECT assignment.closes_at FROM exams_assignment AS assignment
    WHERE assignment.id = %(assignment)s"""
HOLDS = {"postgresql": f"{HOLD} FOR SHARE", "sqlite": HOLD}
HAPPENED = """
    SELECT
        EXISTS (SELECT 1 FROM exams_notice WHERE assignment_id = %(assignment)s AND kind = 'pause'),
        EXISTS (SELECT 1 FROM exams_withdrawal AS withdrawal
            JOIN exams_paperitem AS item ON item.id = withdrawal.paper_item_id
            WHERE item.paper_id = %(paper)s AND withdrawal.policy = 'replace'
            AND (withdrawal.assignment_id IS NULL OR withdrawal.assignment_id = %(assignment)s))
"""
BOTH = f"WITH kept AS ({EVENT}) {RESPONSE}"


@dataclass(frozen=True, slots=True)
class Happened:
    """Whether somebody was ``paused`` at some time, and a question ``replaced``."""

    paused: bool
    replaced: bool


@dataclass(frozen=True, slots=True)
class LockedAttempt:
    """What a save needs to know of an attempt, which stays locked until the transaction ends."""

    state: str
    paused_at: datetime | None
    deadline_at: datetime
    layout: dict[str, Any]
    grace_s: int
    newest_notice: int
    clock_time: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the server knows of one position before a message is taken. ``device`` made the current revision;
    ``replayed_hash`` and ``replayed_outcome`` are of the message with the same number, None for none."""

    revision: int
    value: dict[str, Any] | None
    saved_at: datetime | None
    device: str | None
    newest_seq: int | None
    replayed_hash: str | None
    replayed_outcome: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One message as it is kept; ``revision`` is None where it did not become the answer."""

    attempt_id: UUID
    position: int
    device: str
    seq: int
    base_revision: int
    revision: int | None
    value: dict[str, Any]
    body_hash: str
    outcome: str
    at: datetime


def hold_assignment(assignment_id: UUID) -> datetime:
    """When the window of an assignment closes. Until the transaction ends, nothing is done to all who sit it:
    what was done before is seen by statements from now on, and what comes after finds who has started."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDS[connection.vendor], {"assignment": _key(assignment_id)})
        (closes_at,) = cursor.fetchone()
    return _aware(closes_at)


def what_happened(assignment: Assignment) -> Happened:
    """What has been done to all who sit the assignment, read after ``hold_assignment``: one who starts now
    has to be looked after only where something was."""
    keys = {"assignment": _key(assignment.pk), "paper": _key(assignment.paper_id)}
    with connection.cursor() as cursor:
        cursor.execute(HAPPENED, keys)
        paused, replaced = cursor.fetchone()
    return Happened(paused=bool(paused), replaced=bool(replaced))


def lock_for_save(attempt_id: UUID, *, student_id: UUID) -> LockedAttempt:
    """As ``lock_attempt``, with less beside it. Raises Attempt.DoesNotExist."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKS[connection.vendor], {"attempt": _key(attempt_id), "student": _key(student_id)})
        row = cursor.fetchone()
    if row is None:
        raise Attempt.DoesNotExist
    state, paused_at, deadline_at, layout, grace_s, newest_notice, clock_time = row
    return LockedAttempt(
        state=state,
        paused_at=paused_at and _aware(paused_at),
        deadline_at=_aware(deadline_at),
        layout=json.loads(layout),
        grace_s=grace_s,
        newest_notice=newest_notice or 0,
        clock_time=clock_time,
    )


def read_standing(attempt_id: UUID, *, position: int, device: str, seq: int) -> Standing:
    """One statement after the lock, so that it sees what the last holder of the lock wrote."""
    with connection.cursor() as cursor:
        cursor.execute(
            STANDING, {"attempt": _key(attempt_id), "position": position, "device": device, "seq": seq}
        )
        revision, value, saved_at, newest_device, newest_seq, replayed_hash, replayed = cursor.fetchone()
    return Standing(
        revision=revision or 0,
        value=value and json.loads(value),
        saved_at=saved_at and _aware(saved_at),
        device=newest_device,
        newest_seq=newest_seq,
        replayed_hash=replayed_hash,
        replayed_outcome=replayed,
    )


def write_event(event: Event) -> None:
    """Keeps a message, and makes it the answer where it has a revision."""
    parameters = {
        "attempt": _key(event.attempt_id),
        "position": event.position,
        "device": event.device,
        "seq": event.seq,
        "base_revision": event.base_revision,
        "revision": event.revision,
        "value": connection.ops.adapt_json_value(event.value, None),
        "body_hash": event.body_hash,
        "outcome": event.outcome,
        "at": connection.ops.adapt_datetimefield_value(event.at),
    }
    with connection.cursor() as cursor:
        if event.revision is None:
            cursor.execute(EVENT, parameters)
        elif connection.vendor == "postgresql":
            cursor.execute(BOTH, parameters)
        else:
            cursor.execute(EVENT, parameters)
            cursor.execute(RESPONSE, parameters)


def _key(identifier: UUID) -> UUID | str:
    return identifier if connection.features.has_native_uuid_field else identifier.hex


def _aware(moment: datetime) -> datetime:
    """SQLite keeps times without a zone, in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
