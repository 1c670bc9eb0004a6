"""Attempts with all that is checked of them, some at a time: few queries, bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from exams.models import Attempt, Response, ResponseEvent, TimeChange
from exams.shapes import Layout
from grading.models import Mark

__all__ = ["COUNTED", "Event", "MarkRow", "Sitting", "load_sittings"]

TOGETHER = 100
COUNTED = ("accepted", "imported")  # outcomes that changed the answer, where they made a revision


@dataclass(frozen=True, slots=True)
class Event:
    """A row of ResponseEvent."""

    pk: int
    position: int
    device: str
    seq: int
    base_revision: int
    revision: int | None
    value: Any
    body_hash: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A current mark."""

    position: int
    part: str
    points: Decimal
    verdict: str
    source: str
    key_revision: int
    version: UUID


@dataclass(slots=True)
class Sitting:
    """An attempt and its rows, events in the order in which they were stored; ``responses`` by position as
    revision and value, ``time_changes`` as seconds, kind and time."""

    attempt: Attempt
    layout: Layout
    events: list[Event] = field(default_factory=list)
    responses: dict[int, tuple[int, Any]] = field(default_factory=dict)
    time_changes: list[tuple[int, str, datetime]] = field(default_factory=list)
    marks: list[MarkRow] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The id, as a ledger spells it."""
        return str(self.attempt.pk)


def load_sittings() -> Iterator[list[Sitting]]:
    """Every attempt, the newest first, ``TOGETHER`` at a time, in five queries each."""
    after: UUID | None = None
    while True:
        rows = Attempt.objects.select_related("assignment").order_by("-pk")
        if after is not None:
            rows = rows.filter(pk__lt=after)
        attempts = list(rows[:TOGETHER])
        if not attempts:
            return
        yield _fill(attempts)
        after = attempts[-1].pk


def _fill(attempts: list[Attempt]) -> list[Sitting]:
    sittings = {attempt.pk: Sitting(attempt, Layout.model_validate(attempt.layout)) for attempt in attempts}
    keys = list(sittings)
    events = ResponseEvent.objects.filter(attempt__in=keys).order_by("pk")
    for attempt_id, *values in events.values_list(
        "attempt",
        "pk",
        "position",
        "device",
        "seq",
        "base_revision",
        "revision",
        "value",
        "body_hash",
        "outcome",
        "at",
    ):
        sittings[attempt_id].events.append(Event(*values))
    responses = Response.objects.filter(attempt__in=keys).order_by()
    for attempt_id, position, revision, value in responses.values_list(
        "attempt", "position", "revision", "value"
    ):
        sittings[attempt_id].responses[position] = (revision, value)
    changes = TimeChange.objects.filter(attempt__in=keys).order_by("pk")
    for attempt_id, seconds, kind, at in changes.values_list("attempt", "seconds", "kind", "at"):
        sittings[attempt_id].time_changes.append((seconds, kind, at))
    marks = Mark.objects.current().filter(attempt__in=keys).order_by("pk")
    for attempt_id, *values in marks.values_list(
        "attempt",
        "position",
        "part",
        "points",
        "verdict",
        "source",
        "key_revision",
        "key_revision__question_version",
    ):
        sittings[attempt_id].marks.append(MarkRow(*values))
    return list(sittings.values())
