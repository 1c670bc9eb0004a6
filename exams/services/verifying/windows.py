"""I2: nobody has more time than was given, and nobody starts outside the window."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from accounts.models import Accommodation, AuditEntry
from exams.services.verifying.findings import Findings
from exams.services.verifying.sittings import Sitting

__all__ = ["WindowCheck"]

MOVES = ("assignment.moved", "assignment.changed")
ROUNDING = timedelta(milliseconds=1)


class WindowCheck:
    """Knows whose window was moved, of which the one at the start is not known any more, and by how much more
    time a student may have had at most: what they have today, or ever had by the audit log."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._moved = _moved_assignments()
        self._factors = _largest_factors()

    def check(self, sitting: Sitting) -> None:
        """One attempt. The window's end only moves on where time is given to all."""
        attempt, assignment = sitting.attempt, sitting.attempt.assignment
        if attempt.assignment_id in self._moved:
            return
        self._findings.looked("I2")
        where = {"attempt": sitting.name}
        if attempt.started_at < assignment.opens_at:
            self._findings.broken("I2", "started before the exam opened", **where)
        if attempt.started_at >= assignment.closes_at:
            self._findings.broken("I2", "started after the exam had closed", **where)
        given = timedelta(seconds=sum(seconds for seconds, _kind, _at in sitting.time_changes))
        first = attempt.deadline_at - given
        shortest, longest = self._deadlines(sitting)
        if first > longest + ROUNDING:
            self._findings.broken("I2", "more time than was given", **where)
        if assignment.limit_s is not None and first < shortest - ROUNDING:
            self._findings.broken("I2", "less time than the exam has", **where)

    def _deadlines(self, sitting: Sitting) -> tuple[datetime, datetime]:
        """The earliest and the latest that the deadline of the start may have been. Without a limit only the
        latest is known: that of the window, which may have moved on since."""
        attempt, assignment = sitting.attempt, sitting.attempt.assignment
        if assignment.limit_s is None:
            return attempt.started_at, assignment.closes_at
        limit = timedelta(seconds=assignment.limit_s)
        factor = float(self._factors.get(attempt.student_id, Decimal(1)))
        shortest = min(attempt.started_at + limit, assignment.closes_at)
        return shortest, min(attempt.started_at + limit * factor, assignment.closes_at + limit * (factor - 1))


def _moved_assignments() -> set[UUID]:
    names = AuditEntry.objects.filter(verb__in=MOVES).order_by().values_list("object", flat=True)
    return {_identifier(name) for name in names if name.startswith("exams.assignment:")}


def _largest_factors() -> dict[UUID, Decimal]:
    """By student."""
    known = [*Accommodation.objects.order_by().values_list("user", "factor")]
    recorded = AuditEntry.objects.filter(verb="accommodation_set").order_by().values_list("object", "data")
    known += [(_identifier(name), Decimal(data["factor"])) for name, data in recorded]
    largest: dict[UUID, Decimal] = {}
    for student, factor in known:
        largest[student] = max(factor, largest.get(student, Decimal(1)))
    return largest


def _identifier(name: str) -> UUID:
    """Of the object that an audit entry names."""
    return UUID(name.partition(":")[2])
