"""Whoever acts on the database of a run from inside: the school, its teacher, its sign-ins.

A process of its own, so that the one with the network and the clock in hand holds no database connection.
Reads one JSON object a line, ``{"act": name, ...}``, and answers each with one line: ``{"told": ...}`` or
``{"failed": sentence}``.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
django.setup()

from django.contrib.auth import SESSION_KEY  # noqa: E402 - models need the settings
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Classroom, School, User  # noqa: E402
from bench.classroom import make_class  # noqa: E402
from bench.seats import session_of  # noqa: E402
from exams.content import Content, load_keys  # noqa: E402
from exams.models import Assignment, Attempt, Exam  # noqa: E402
from exams.services.authoring import store_question  # noqa: E402
from exams.services.publishing import publish_exam  # noqa: E402
from exams.services.supervising import announce, give_time, pause_attempts, resume_attempts  # noqa: E402
from exams.services.withdrawing import withdraw_item  # noqa: E402
from grading.models import Mark  # noqa: E402

QUESTIONS = 10


def prepare() -> None:
    """The tables."""
    call_command("migrate", verbosity=0, interactive=False)


def seats(*, students: int, started: bool, limit_s: int, grace_s: int, time_zone: str) -> dict[str, Any]:
    """A school with one class at one exam, see ``bench.classroom``. ``grace_s``
    is set before anybody looks."""
    with transaction.atomic():
        made = make_class(students, questions=QUESTIONS, started=started, limit_s=limit_s)
        Assignment.objects.filter(pk=made["assignment"]).update(grace_s=grace_s)
        School.objects.filter(classroom__assignments=made["assignment"]).update(time_zone=time_zone)
    return made


def sign_in(*, students: list[str]) -> dict[str, str]:
    """A new session for each."""
    return {str(user.pk): session_of(user) for user in User.objects.filter(pk__in=students)}


def sign_out(*, students: list[str]) -> int:
    """Their sessions are gone; how many there were."""
    wanted = set(students)
    gone = [row.pk for row in Session.objects.all() if row.get_decoded().get(SESSION_KEY) in wanted]
    Session.objects.filter(pk__in=gone).delete()
    return len(gone)


def left(*, assignment: str) -> dict[str, int]:
    """How far the end of an exam has come."""
    rows = Attempt.objects.filter(assignment=assignment)
    return {
        "in_progress": rows.in_progress().count(),
        "unmarked": rows.unmarked().count(),
        "marks": Mark.objects.current().filter(attempt__assignment=assignment).count(),
    }


def seconds_left(*, assignment: str) -> dict[str, float]:
    """Until the deadline of every attempt."""
    now = timezone.now()
    rows = Attempt.objects.filter(assignment=assignment).values_list("pk", "deadline_at")
    return {str(attempt): (deadline - now).total_seconds() for attempt, deadline in rows}


def free_leases(*, assignment: str) -> int:
    """Leases of job workers that were killed run out now and not in a minute. How often an attempt was taken
    up stays as it is: one that was given up is left for a person, and the run does not end well."""
    past = timezone.now() - timedelta(seconds=1)
    return Attempt.objects.unmarked().filter(assignment=assignment).update(marking_lease_until=past)


def edit(*, assignment: str, round: int) -> int:
    """The teacher rewrites every question of the exam that is being sat and publishes it anew. Returns the
    edition."""
    exam = Exam.objects.get(papers__assignments=assignment)
    teacher = Classroom.objects.get(assignments=assignment).teachers.all()[0]
    for item in exam.items.select_related("question"):
        newest = item.question.versions.order_by("-number")[0]
        keys = load_keys(newest.key_revisions.order_by("-number")[0].keys)
        text = {name: f"{said} ({round})" for name, said in newest.content["text"].items()}
        content = Content.model_validate({**newest.content, "text": text})
        store_question(item.question, content, keys, by=teacher, newest=newest)
    return publish_exam(exam, by=teacher).edition


def supervise(*, assignment: str, step: str) -> str:
    """What a teacher does while an exam is sat: ``tell`` (an announcement and more time), ``pause``,
    ``resume`` or ``withdraw`` (the first question that is not)."""
    row = Assignment.objects.select_related("paper", "classroom").get(pk=assignment)
    teacher = row.classroom.teachers.all()[0]
    match step:
        case "tell":
            announce(row, text="3번의 x는 자연수입니다.", by=teacher)
            give_time(row, seconds=60, by=teacher, reason="소방 훈련")
        case "pause":
            pause_attempts(row, by=teacher)
        case "resume":
            resume_attempts(row, by=teacher)
        case _:
            item = row.paper.items.exclude(withdrawals__assignment=row).order_by("position")[0]
            withdraw_item(item, assignment=row, policy="full", reason="오타", by=teacher)
    return step


ACTS = {
    act.__name__: act
    for act in (prepare, seats, sign_in, sign_out, left, seconds_left, free_leases, edit, supervise)
}


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        close_old_connections()
        try:
            reply = {"told": ACTS[order.pop("act")](**order)}
        except Exception as error:  # the run decides what a failure means; this process goes on
            reply = {"failed": f"{type(error).__name__}: {error}"}
            close_old_connections()
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
