"""One look at an exam that is being sat: the few statements from which everything on the live board follows.

The cost of a look grows with the students and not with their answers: of the answers it reads a stamp for
each attempt, and then only those of attempts whose stamp is another one. A :class:`Memory` keeps what was
read before; without it a look reads everything once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, IntegerField, Max, OuterRef, Subquery, Sum
from django.utils import timezone

from accounts.models import Accommodation, Enrollment, User
from exams.models import Acknowledgement, Assignment, Attempt, KeyRevision, Notice, Response
from exams.models.attempt import ENDED_STATES, AttemptState
from exams.services.clock import now_at, with_clock
from exams.services.supervising import count_acknowledged
from exams.services.withdrawals import asked_items, load_policies
from exams.shapes import ResponseValue

__all__ = ["AttemptNow", "Look", "Memory", "Person", "Stamp", "look_at", "people_of"]


@dataclass(frozen=True, slots=True)
class Person:
    """A student, by all that a board says of one: equal as long as it says the same."""

    pk: UUID
    name: str
    login: str


Somebody = TypeVar("Somebody", User, Person)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether the answers of an attempt are others than before: each save raises ``revisions``."""

    answers: int = 0
    revisions: int = 0
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AttemptNow:
    """One attempt. ``answered`` is what the receipt of an ended one says. ``position``, ``unsent`` and
    ``told_at`` are what its page said of itself last, and when; None where it never has."""

    pk: UUID
    student: Person
    number: int
    state: str
    deadline_at: datetime
    paused_at: datetime | None
    submitted_at: datetime | None
    answered: int | None
    position: int | None
    unsent: int | None
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Look:
    """What the database said at ``now``. ``attempts`` has each student's newest, ``people`` everybody with
    their number on the roster, ``factors`` the students who have more time. ``announcement`` is the newest to
    the whole class, with how many were ``told`` and have ``acknowledged`` it, and ``seen_by`` their attempts.
    ``asked`` is what people call each question, by position, ``withdrawn`` the policies of withdrawn ones.
    ``newest_key`` is the id of the key that was written last, of the questions of all its exam's papers."""

    now: datetime
    opens_at: datetime
    closes_at: datetime
    grace_s: int
    people: tuple[tuple[Person, int | None], ...]
    attempts: Mapping[UUID, AttemptNow]
    stamps: Mapping[UUID, Stamp]
    factors: Mapping[UUID, Decimal]
    announcement: Notice | None
    seen_by: frozenset[UUID]
    asked: Mapping[int, int]
    withdrawn: Mapping[int, str]
    newest_key: int

    @property
    def phase(self) -> str:
        """``upcoming``, ``open`` or ``done``."""
        if self.now < self.opens_at:
            return "upcoming"
        return "open" if self.now < self.closes_at else "done"


@dataclass(slots=True)
class Memory:
    """What earlier looks at one assignment read: ``values`` are stored responses by attempt and position,
    ``answered`` how many of them are not empty, ``variants`` what stands at each position of an attempt, to
    which nothing is added any more where it is ``settled``."""

    stamps: dict[UUID, Stamp] = field(default_factory=dict)
    values: dict[UUID, dict[int, Mapping[str, Any]]] = field(default_factory=dict)
    answered: dict[UUID, int] = field(default_factory=dict)
    variants: dict[UUID, dict[int, int]] = field(default_factory=dict)
    settled: set[UUID] = field(default_factory=set)

    def read_answers(self, look: Look) -> None:
        """The answers of attempts that have changed since the last time; one statement, or none."""
        changed = [key for key, stamp in look.stamps.items() if self.stamps.get(key) != stamp]
        if not changed:
            return
        found: dict[UUID, dict[int, Mapping[str, Any]]] = {key: {} for key in changed}
        rows = Response.objects.filter(attempt__in=changed).values_list("attempt", "position", "value")
        for attempt, position, value in rows.order_by():
            found[attempt][position] = value
        self.values |= found
        self.answered |= {key: sum(map(_is_given, values.values())) for key, values in found.items()}
        self.stamps |= {key: look.stamps[key] for key in changed}

    def read_variants(self, attempts: Collection[AttemptNow], *, position: int) -> None:
        """Which variant each attempt has at ``position``; one statement for those not known yet, or none. Who
        ended before a question was replaced never gets the other one."""
        keys = sorted({attempt.pk for attempt in attempts} - self.settled)
        unknown = [key for key in keys if position not in self.variants.get(key, ())]
        if not unknown:
            return
        ended = {attempt.pk for attempt in attempts if attempt.state in ENDED_STATES}
        self.settled |= ended.intersection(unknown)
        for attempt, layout in Attempt.objects.filter(pk__in=unknown).order_by().values_list("pk", "layout"):
            self.variants[attempt] = {item["position"]: item["variant"] for item in layout["items"]}


def look_at(assignment: Assignment) -> Look:
    """Everyone in the class and everyone who sat the exam. Eight statements, and one more where something
    was announced; what does not change while an exam runs is taken from ``assignment``."""
    rows = Assignment.objects.only("opens_at", "closes_at", "grace_s").annotate(newest_key=_newest_key())
    times: Any = with_clock(rows).get(pk=assignment.pk)
    newest = {attempt.student.pk: attempt for attempt in _attempts(assignment)}
    notice = count_acknowledged(assignment).filter(attempt=None).first()
    seen = Acknowledgement.objects.filter(notice=notice).order_by().values_list("attempt", flat=True)
    return Look(
        now=now_at(times),
        opens_at=times.opens_at,
        closes_at=times.closes_at,
        grace_s=times.grace_s,
        people=tuple(_people(assignment, newest.values())),
        attempts=newest,
        stamps=_stamps(assignment),
        factors=_factors(assignment),
        announcement=notice,
        seen_by=frozenset(seen) if notice else frozenset(),
        asked={item.position: number for number, item in enumerate(asked_items(assignment), start=1)},
        withdrawn=load_policies(assignment),
        newest_key=times.newest_key,
    )


def _newest_key() -> Subquery:
    """For a query of assignments. Replacements of withdrawn questions stand on other papers of the exam."""
    keys = KeyRevision.objects.filter(question_version__paperitem__paper__exam=OuterRef("paper__exam"))
    return Subquery(keys.order_by("-pk").values("pk")[:1], output_field=IntegerField())


def _attempts(assignment: Assignment) -> list[AttemptNow]:
    rows = Attempt.objects.filter(assignment=assignment).exclude(state=AttemptState.VOID).order_by("number")
    found = rows.values_list(
        *("pk", "student", "student__name", "student__login"),
        *("number", "state", "deadline_at", "paused_at", "submitted_at", "receipt__answered"),
        *("presence__position", "presence__unsent", "presence__seen_at"),
    )
    return [
        AttemptNow(key, Person(student, name, login), *more) for key, student, name, login, *more in found
    ]


def people_of(assignment: Assignment, attempts: Iterable[Attempt]) -> list[tuple[User, int | None]]:
    """Everyone in the class now and everyone who sat, by number and name; one query."""
    rows = Enrollment.objects.filter(classroom=assignment.classroom_id).select_related("user")
    enrolled = [(row.user, row.number, row.left_at) for row in rows]
    return _everyone(enrolled, (attempt.student for attempt in attempts))


def _people(assignment: Assignment, attempts: Iterable[AttemptNow]) -> list[tuple[Person, int | None]]:
    rows = Enrollment.objects.filter(classroom=assignment.classroom_id).order_by()
    found = rows.values_list("user", "user__name", "user__login", "number", "left_at")
    enrolled = [(Person(key, name, login), number, left_at) for key, name, login, number, left_at in found]
    return _everyone(enrolled, (attempt.student for attempt in attempts))


def _everyone(
    enrolled: Collection[tuple[Somebody, int | None, datetime | None]], sat: Iterable[Somebody]
) -> list[tuple[Somebody, int | None]]:
    """By number and name; ``enrolled`` has each with their number, and since when they have left."""
    numbers = {person.pk: number for person, number, _left_at in enrolled}
    people = {person.pk: person for person, _number, left_at in enrolled if left_at is None}
    people |= {person.pk: person for person in sat}
    pairs = [(person, numbers.get(key)) for key, person in people.items()]
    return sorted(pairs, key=lambda pair: (pair[1] is None, pair[1] or 0, pair[0].name, pair[0].login))


def _stamps(assignment: Assignment) -> dict[UUID, Stamp]:
    rows = Response.objects.filter(attempt__assignment=assignment).order_by().values("attempt")
    counted = rows.annotate(answers=Count("pk"), revisions=Sum("revision"), last=Max("saved_at"))
    found = counted.values_list("attempt", "answers", "revisions", "last")
    return {attempt: Stamp(*stamp) for attempt, *stamp in found}


def _factors(assignment: Assignment) -> dict[UUID, Decimal]:
    school = assignment.classroom.school_id
    rows = Accommodation.objects.at(timezone.localdate()).filter(school=school, factor__gt=1)
    return dict(rows.order_by().values_list("user", "factor"))


def _is_given(value: Mapping[str, Any]) -> bool:
    return not ResponseValue.model_validate(value).is_empty
