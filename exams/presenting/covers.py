"""Assignments as a student sees them on the cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from exams.localized import localize
from exams.models import Assignment, Attempt
from exams.models.attempt import ENDED_STATES, AttemptState
from exams.services.delivery import deadline_of

__all__ = ["Cover"]

Phase = Literal["running", "open", "upcoming", "done"]


@dataclass(frozen=True, slots=True)
class Cover:
    """An assignment for one student. ``phase``: an attempt is running, one can be started, it has not
    opened yet, or nothing can be started any more.

    ``minutes`` are the student's own, ``extra_minutes`` of them what an accommodation gives. ``ends_at`` is
    when time would be up for who starts now, ``is_cut_short`` whether that is before the minutes are over.
    """

    assignment: Assignment
    title: str
    phase: Phase
    running: Attempt | None
    ended: tuple[Attempt, ...]
    attempts_left: int
    questions: int
    minutes: int | None
    extra_minutes: int
    ends_at: datetime
    is_cut_short: bool

    @property
    def last_ended(self) -> Attempt | None:
        """The attempt that ended last, whose result counts."""
        return self.ended[-1] if self.ended else None

    @classmethod
    def of(
        cls, assignment: Assignment, attempts: list[Attempt], *, now: datetime, factor: Decimal = Decimal(1)
    ) -> Cover:
        """``attempts`` are this student's own on this assignment, by number; ``factor`` is that of their
        time."""
        counted = [attempt for attempt in attempts if attempt.state != AttemptState.VOID]
        running = next((attempt for attempt in counted if attempt.state == AttemptState.IN_PROGRESS), None)
        left = max(0, assignment.max_attempts - len(counted))
        usual = assignment.limit_s
        minutes = int(usual * factor) // 60 if usual else None
        ends_at = deadline_of(assignment, started_at=now, factor=factor)
        return cls(
            assignment=assignment,
            title=localize(assignment.paper.exam.title),
            phase=_phase(assignment, running, left, now),
            running=running,
            ended=tuple(attempt for attempt in counted if attempt.state in ENDED_STATES),
            attempts_left=left,
            questions=sum(bool(item["parts"]) for item in assignment.paper.outline["items"]),
            minutes=minutes,
            extra_minutes=minutes - usual // 60 if minutes and usual else 0,
            ends_at=ends_at,
            is_cut_short=minutes is not None and ends_at < now + timedelta(minutes=minutes),
        )


def _phase(assignment: Assignment, running: Attempt | None, left: int, now: datetime) -> Phase:
    if running is not None:
        return "running"
    if now < assignment.opens_at:
        return "upcoming"
    return "open" if now < assignment.closes_at and left else "done"
