"""A class that sits an exam, so that the report has something to say.

Students differ in ability and questions in difficulty (``abilities``), what they answer comes from the
questions themselves (``answering``), and when they do it lies in the past, within the window.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from exams.content import Content, load_keys
from exams.models import Assignment, Attempt, KeyRevision, Variant
from exams.services.layouts import draw_layout
from exams.shapes import LayoutItem, Outline, ResponseValue
from grading.engine.variants import Values
from mathtest.demo.abilities import Difficulty, ability_in, chance, draw, rank_difficulties
from mathtest.demo.answering import Asked, answer_rightly, answer_wrongly, write_essay
from mathtest.demo.storing import Saved, Sitting, store_sittings

__all__ = ["begin_class", "simulate_class"]

CHANGED = 0.06  # answers that were wrong at first and looked at again
PACE = (0.6, 1.03)  # of the time limit; who needs more is cut off
A_QUESTION = timedelta(seconds=80)  # where there is no limit
LATE_BY = timedelta(minutes=4)  # with which a lesson begins
LESSON = timedelta(hours=4)  # a longer window is one in which everyone chooses a time
BENEFIT = 0.2  # by which an essay is better than its author would do at a question as hard
HANDING_IN = timedelta(seconds=20)
MIDDLE = (0.15, 0.75)  # of the time, for those who are at it now


@dataclass(frozen=True, slots=True)
class Sat:
    """A paper given to a class, ready to be answered."""

    assignment: Assignment
    outline: Outline
    asked: Mapping[int, Asked]
    difficulties: Mapping[int, Difficulty]

    @property
    def time(self) -> timedelta:
        """How long a student has."""
        limit = self.assignment.limit_s
        return timedelta(seconds=limit) if limit else A_QUESTION * len(self.outline.items)


def simulate_class(assignment: Assignment, students: Sequence[User]) -> int:
    """Every one of ``students`` who has not begun yet sits ``assignment`` to the end and is marked; returns
    how many did. The same students answer alike whenever it is run: each draws from their own login."""
    waiting = _not_begun(assignment, students)
    if not waiting:
        return 0
    sat = _load(assignment)
    end = min(timezone.now(), assignment.closes_at)
    store_sittings(assignment, [_sit(sat, student, end=end) for student in waiting])
    return len(waiting)


def begin_class(assignment: Assignment, students: Sequence[User]) -> int:
    """Every one of ``students`` who has not begun yet is in the middle of ``assignment`` now."""
    waiting = _not_begun(assignment, students)
    if not waiting:
        return 0
    sat = _load(assignment)
    now = timezone.now()
    store_sittings(assignment, [_be_at_it(sat, student, now=now) for student in waiting])
    return len(waiting)


def _not_begun(assignment: Assignment, students: Sequence[User]) -> list[User]:
    begun = set(Attempt.objects.filter(assignment=assignment).values_list("student", flat=True))
    return [student for student in students if student.pk not in begun]


def _load(assignment: Assignment) -> Sat:
    items = assignment.paper.items.annotate(
        code=F("question_version__question__external_id"),
        topic_code=F("question_version__question__topic__code"),
    )
    rows = {item.pk: item for item in items.select_related("question_version")}
    contents = {pk: Content.model_validate(item.question_version.content) for pk, item in rows.items()}
    revisions = KeyRevision.objects.filter(
        question_version__in=[item.question_version_id for item in rows.values()]
    ).order_by("number")
    keys = {revision.question_version_id: load_keys(revision.keys) for revision in revisions}
    asked = {
        variant.pk: Asked(
            code=rows[variant.paper_item_id].code or "",
            topic=rows[variant.paper_item_id].topic_code or "",
            content=contents[variant.paper_item_id],
            keys=keys[rows[variant.paper_item_id].question_version_id],
            values=Values.from_json(variant.values),
        )
        for variant in Variant.objects.filter(paper_item__in=list(rows)).defer("rendered")
    }
    outline = Outline.model_validate(assignment.paper.outline)
    codes = [rows[item.item].code or "" for item in outline.items]
    return Sat(assignment, outline, asked, rank_difficulties(outline.items, codes))


def _sit(sat: Sat, student: User, *, end: datetime) -> Sitting:
    """A sitting that has ended by ``end``, most of them a good while before."""
    source = draw("sitting", sat.assignment.paper.exam.title, student.login)
    seed = source.getrandbits(63)
    opens_at = sat.assignment.opens_at
    needed = sat.time * source.uniform(*PACE)
    slack = end - opens_at - needed
    if slack < timedelta(0):
        needed, slack = (end - opens_at) * 0.9, (end - opens_at) * 0.05
    late = slack if end - opens_at > LESSON else min(slack, LATE_BY)
    started_at = opens_at + late * source.random() ** 2
    saved = list(_answer(sat, student, seed, started_at=started_at, needed=needed, source=source))
    stop = started_at + min(needed + HANDING_IN, sat.time)
    is_cut_off = needed > sat.time
    return Sitting(
        student=student,
        seed=seed,
        started_at=started_at,
        saved=[one for one in saved if one.at < stop],
        submitted_at=stop + HANDING_IN if is_cut_off else min(stop, end),
    )


def _be_at_it(sat: Sat, student: User, *, now: datetime) -> Sitting:
    source = draw("in the middle", sat.assignment.paper.exam.title, student.login)
    seed = source.getrandbits(63)
    since = min(sat.time * source.uniform(*MIDDLE), (now - sat.assignment.opens_at) * 0.9)
    started_at = now - since
    saved = _answer(sat, student, seed, started_at=started_at, needed=sat.time, source=source)
    return Sitting(student, seed, started_at, [one for one in saved if one.at < now], None)


def _answer(
    sat: Sat, student: User, seed: int, *, started_at: datetime, needed: timedelta, source: random.Random
) -> Iterator[Saved]:
    """The messages in order: from the first question to the last, then what is changed on looking again."""
    items = [item for item in draw_layout(sat.outline, seed).items if not item.is_description]
    steps = [
        source.uniform(0.4, 1.6) * (1 + max(sat.difficulties[item.position].level, -0.8)) for item in items
    ]
    whole = sum(steps) * 1.08
    passed = 0.0
    again: list[tuple[int, ResponseValue]] = []
    for item, step in zip(items, steps, strict=True):
        passed += step
        first, second = _respond(sat, item, student, source)
        if first is not None:
            yield Saved(started_at + needed * (passed / whole), item.position, first)
        if second is not None:
            again.append((item.position, second))
    for position, response in again:
        passed += (whole - passed) / 3
        yield Saved(started_at + needed * (passed / whole), position, response)


def _respond(
    sat: Sat, item: LayoutItem, student: User, source: random.Random
) -> tuple[ResponseValue | None, ResponseValue | None]:
    """The answer, and another one where the student comes back to it."""
    asked = sat.asked[item.variant]
    ability = ability_in(asked.topic, login=student.login, classroom=sat.assignment.classroom.name)
    right = chance(ability, sat.difficulties[item.position])
    if asked.is_essay:
        return write_essay(asked, quality=min(right + BENEFIT, 1), source=source), None
    if source.random() >= right:
        return answer_wrongly(item, asked, source), None
    final = answer_rightly(item, asked, source)
    first = answer_wrongly(item, asked, source) if source.random() < CHANGED else None
    return (first, final) if first and first != final else (final, None)
