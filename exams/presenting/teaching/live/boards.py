"""A class at an exam: who has started, where they are, who has handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from exams.models.attempt import ENDED_STATES, AttemptState
from exams.presenting.teaching.live.looks import AttemptNow, Look, Memory, Person

__all__ = ["AWAY", "CONNECTED_FOR", "FILTERS", "SORTS", "STATES", "Board", "Sitting", "make_board", "stands"]

State = Literal["not_started", "under_way", "paused", "time_up", "submitted"]
STATES: tuple[State, ...] = ("not_started", "under_way", "paused", "time_up", "submitted")
AWAY = "away"
FILTERS = (*STATES, AWAY)
SORTS = ("number", "name", "answered", "saved", "left")
# A page tells of itself every 20 seconds: two of them may be lost.
CONNECTED_FOR = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One student at the exam. ``of`` is how many questions there are to answer, ``place`` where the student
    stands on the roster, for pages that hide names.

    Of an attempt under way: ``connected`` (None where its page has never told of itself), the number of the
    ``question`` in view, how many answers on the device are ``unsent``, ``minutes`` until the own deadline;
    ``factor`` stretches the time; ``has_seen`` the last announcement, None where it was not told.
    """

    student: Person
    number: int | None
    place: int
    state: State
    attempt_id: UUID | None = None
    attempt_number: int = 0
    answered: int = 0
    of: int = 0
    saved_at: datetime | None = None
    deadline_at: datetime | None = None
    connected: bool | None = None
    question: int | None = None
    unsent: int = 0
    minutes: int | None = None
    factor: Decimal | None = None
    has_seen: bool | None = None

    @property
    def percent(self) -> int:
        """How much is answered, for a bar."""
        return 100 * self.answered // self.of if self.of else 0

    @property
    def is_sitting(self) -> bool:
        """The attempt goes on, or will."""
        return self.state in ("under_way", "paused")

    @property
    def is_away(self) -> bool:
        """The page told of itself once, and has not for a while."""
        return self.is_sitting and self.connected is False


@dataclass(frozen=True, slots=True)
class Board:
    """The whole class, and how many stand how. ``told`` could have seen the last announcement, ``seen`` of
    them have said so."""

    rows: tuple[Sitting, ...]
    counts: Mapping[str, int]
    announcement: str = ""
    announced_at: datetime | None = None
    seen: int = 0
    told: int = 0

    @property
    def count(self) -> int:
        """Everyone."""
        return sum(self.counts[state] for state in STATES)

    @property
    def answered(self) -> int:
        """How many questions are answered by all who are sitting, and have handed in, together."""
        return sum(row.answered for row in self.rows)

    def shown(self, *, state: str, sort: str) -> Board:
        """The rows in one state (any other word: all), in this order."""
        rows = [row for row in self.rows if _is_shown(row, state)]
        return replace(self, rows=tuple(sorted(rows, key=lambda row: _order(row, sort))))


def _is_shown(row: Sitting, state: str) -> bool:
    if state == AWAY:
        return row.is_away
    return state not in STATES or row.state == state


def _order(row: Sitting, sort: str) -> tuple[Any, ...]:
    if sort == "name":
        return (row.student.name, row.place)
    if sort == "answered":
        return (row.answered, row.place)
    if sort == "saved":
        return (-(row.saved_at.timestamp() if row.saved_at else 0), row.place)
    if sort == "left":
        return (row.minutes is None, row.minutes or 0, row.place)
    return (row.place,)


def make_board(look: Look, memory: Memory) -> Board:
    """What ``look`` and the answers in ``memory`` come to."""
    rows = tuple(stands(look, memory.answered))
    counts: Counter[str] = Counter(row.state for row in rows)
    counts[AWAY] = sum(row.is_away for row in rows)
    notice = look.announcement
    return Board(
        rows=rows,
        counts={name: counts[name] for name in FILTERS},
        announcement=str(notice.values.get("text", "")) if notice else "",
        announced_at=notice.at if notice else None,
        seen=len(look.seen_by),
        told=getattr(notice, "told", 0),
    )


def stands(look: Look, answered: Mapping[UUID, int]) -> list[Sitting]:
    """Everyone, with how many questions they have ``answered`` by attempt, as far as that is known."""
    return [
        _sitting(student, number, place, look, answered)
        for place, (student, number) in enumerate(look.people, start=1)
    ]


def _sitting(
    student: Person, number: int | None, place: int, look: Look, answered: Mapping[UUID, int]
) -> Sitting:
    attempt = look.attempts.get(student.pk)
    factor, of = look.factors.get(student.pk), len(look.asked)
    if attempt is None:
        return Sitting(student, number, place, "not_started", of=of, factor=factor)
    if attempt.state not in ENDED_STATES:
        return _under_way(attempt, number, place, look, answered)
    return Sitting(
        student=student,
        number=number,
        place=place,
        state="submitted" if attempt.state == AttemptState.SUBMITTED else "time_up",
        attempt_id=attempt.pk,
        attempt_number=attempt.number,
        answered=attempt.answered or 0,
        of=of,
        saved_at=attempt.submitted_at,
        deadline_at=attempt.deadline_at,
        factor=factor,
    )


def _under_way(
    attempt: AttemptNow, number: int | None, place: int, look: Look, answered: Mapping[UUID, int]
) -> Sitting:
    stamp = look.stamps.get(attempt.pk)
    left = attempt.deadline_at - (attempt.paused_at or look.now)
    is_overdue = attempt.paused_at is None and left < -timedelta(seconds=look.grace_s)
    return Sitting(
        student=attempt.student,
        number=number,
        place=place,
        state="paused" if attempt.paused_at else "time_up" if is_overdue else "under_way",
        attempt_id=attempt.pk,
        attempt_number=attempt.number,
        answered=answered.get(attempt.pk, 0),
        of=len(look.asked),
        saved_at=stamp.saved_at if stamp else None,
        deadline_at=attempt.deadline_at,
        connected=None if attempt.told_at is None else look.now - attempt.told_at <= CONNECTED_FOR,
        question=None if attempt.position is None else look.asked.get(attempt.position),
        unsent=attempt.unsent or 0,
        minutes=max(0, -(-left // timedelta(minutes=1))),
        factor=look.factors.get(attempt.student.pk),
        has_seen=attempt.pk in look.seen_by if look.announcement is not None else None,
    )
