"""Whom the acts of a teacher may concern while an exam runs, as a list to choose from; and what became of
an act, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Enrollment, User
from exams.models import Assignment, Attempt
from exams.models.attempt import AttemptState
from exams.presenting.notices import word_more_time, word_until
from exams.services.supervising import Told

__all__ = [
    "Sitter",
    "TimeLine",
    "load_sitters",
    "time_lines",
    "word_given_time",
    "word_paused",
    "word_resumed",
]


@dataclass(frozen=True, slots=True)
class Sitter:
    """One student in the exam; ``label`` is how the teacher calls them, without the name where it is
    hidden."""

    attempt_id: UUID
    label: str
    deadline_at: datetime
    is_paused: bool
    is_hidden: bool

    def words(self, now: datetime) -> str:
        """For a list to choose from: who, and until when, which would tell who has more time."""
        if self.is_paused:
            return _("%(name)s (paused)") % {"name": self.label}
        if self.is_hidden:
            return self.label
        until = word_until(self.deadline_at, beside=now)
        return _("%(name)s (until %(time)s)") % {"name": self.label, "time": until}


def load_sitters(assignment: Assignment, *, hides_names: bool) -> list[Sitter]:
    """Those in progress, in the order of the board. Two queries."""
    rows = Attempt.objects.filter(assignment=assignment).exclude(state=AttemptState.VOID)
    attempts = list(rows.select_related("student").defer("layout", "receipt"))
    labels = _labels(assignment, attempts, hides_names=hides_names)
    found = {one.student_id: one for one in attempts if one.state == AttemptState.IN_PROGRESS}
    return [
        _sitter(found[student], label, is_hidden=hides_names)
        for student, label in labels.items()
        if student in found
    ]


def _sitter(attempt: Attempt, label: str, *, is_hidden: bool) -> Sitter:
    return Sitter(attempt.pk, label, attempt.deadline_at, attempt.paused_at is not None, is_hidden)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Why a deadline moved: ``kind`` and ``more`` in words."""

    kind: str
    more: str
    by: str
    at: datetime
    reason: str


def time_lines(attempt: Attempt) -> list[TimeLine]:
    """How the deadline of ``attempt`` moved, the oldest first; one query."""
    rows = attempt.time_changes.select_related("by").order_by("at", "pk")
    return [
        TimeLine(row.get_kind_display(), word_more_time(row.seconds), row.by.name, row.at, row.reason)
        for row in rows
    ]


def _labels(assignment: Assignment, attempts: Sequence[Attempt], *, hides_names: bool) -> dict[UUID, str]:
    """Everyone in the class now and everyone who sat, by number and name: the order of the board, in which
    each has a place. Without names they are called by it, as there: numbers on the roster may have gaps."""
    rows = list(Enrollment.objects.filter(classroom=assignment.classroom_id).select_related("user"))
    numbers = {row.user_id: row.number for row in rows}
    people: dict[UUID, User] = {row.user_id: row.user for row in rows if row.left_at is None}
    people |= {attempt.student_id: attempt.student for attempt in attempts}

    def order(person: User) -> tuple[bool, int, str, str]:
        number = numbers.get(person.pk)
        return (number is None, number or 0, person.name, person.login)

    return {
        person.pk: _label(person, numbers.get(person.pk), place, hides_names=hides_names)
        for place, person in enumerate(sorted(people.values(), key=order), start=1)
    }


def _label(person: User, number: int | None, place: int, *, hides_names: bool) -> str:
    if hides_names:
        return _("Place %(n)d") % {"n": place}
    return f"{number} {person.name}" if number else person.name


def word_given_time(told: Told, *, seconds: int, now: datetime, who: str) -> str:
    """Who has how much more time, and until when; ``who`` is the one student it was for, or empty."""
    if told.again:
        return _("This was sent twice. The time was given once.")
    if not told.attempts:
        return _("The exam closes later. Nobody is sitting it now.")
    values = {
        "more": word_more_time(seconds),
        "until": _until(told.attempts, now),
        "count": len(told.attempts),
        "name": who,
    }
    if who:
        return _("%(name)s: %(more)s more. Time is up at %(until)s.") % values
    said = ngettext(
        "%(more)s more for %(count)d student. Time is up at %(until)s.",
        "%(more)s more for %(count)d students. Time is up at %(until)s.",
        len(told.attempts),
    )
    return f"{said % values}{_ended(told)}"


def _until(attempts: Sequence[Attempt], now: datetime) -> str:
    """One moment, or from the first to the last of them."""
    moments = sorted(attempt.deadline_at for attempt in attempts)
    first, last = (word_until(moment, beside=now) for moment in (moments[0], moments[-1]))
    return first if first == last else f"{first}–{last}"


def _ended(told: Told) -> str:
    if not told.ended:
        return ""
    said = ngettext(
        "%(count)d attempt had ended already and stays so.",
        "%(count)d attempts had ended already and stay so.",
        told.ended,
    )
    return f" {said % {'count': told.ended}}"


def word_paused(told: Told, *, who: str) -> str:
    """Whose clock stands still now."""
    if not told.attempts:
        return _("Nothing has changed: paused already, or the time is up.")
    if who:
        return _("%(name)s: paused. The clock stands still until you let the exam go on.") % {"name": who}
    said = ngettext(
        "Paused for %(count)d student. The clock stands still until you let the exam go on.",
        "Paused for %(count)d students. The clock stands still until you let the exam go on.",
        len(told.attempts),
    )
    return said % {"count": len(told.attempts)}


def word_resumed(told: Told, *, now: datetime, who: str) -> str:
    """Whose clock runs again, and until when."""
    if not told.attempts:
        return _("Nothing has changed: nobody was paused.")
    values = {"count": len(told.attempts), "until": _until(told.attempts, now), "name": who}
    if who:
        return _("%(name)s goes on. Time is up at %(until)s.") % values
    said = ngettext(
        "%(count)d student goes on. Time is up at %(until)s.",
        "%(count)d students go on. Time is up at %(until)s.",
        len(told.attempts),
    )
    return said % values
