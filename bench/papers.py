"""Papers that wait to be marked: a class of any size has sat an exam of thirty questions.

python -m bench.papers prepare COUNT    everybody sits it; prints how many papers and marks there are
python -m bench.papers unmark           every mark is taken back, and a task waits for each paper
python -m bench.papers measure          marks papers here, one by one; prints what one costs, as JSON
python -m bench.papers count            prints how many papers are marked, and how many marks there are
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
django.setup()

from accounts.models import Enrollment, Membership, User  # noqa: E402 - models need the settings
from exams.formats.native import read_bank  # noqa: E402
from exams.models import Attempt, Exam  # noqa: E402
from exams.services.assigning import assign_paper  # noqa: E402
from exams.services.authoring import import_bank  # noqa: E402
from exams.services.jobs import mark_ended_attempt  # noqa: E402
from exams.services.marking import mark_attempt  # noqa: E402
from exams.services.publishing import publish_exam  # noqa: E402
from grading.models import Mark  # noqa: E402
from mathtest.demo.exam import BANKS, put_on, questions_named  # noqa: E402
from mathtest.demo.school import DemoSchool, prepare_school  # noqa: E402
from mathtest.demo.sitting import simulate_class  # noqa: E402

QUESTIONS = 30
MEASURED = 100
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def prepare(count: int) -> dict[str, Any]:
    """A school in which ``count`` students have sat the exam, an hour ago."""
    call_command("migrate", verbosity=0, interactive=False)
    demo = prepare_school(password="demo-mathtest")
    exam = Exam.objects.create(school=demo.school, title={"en": "Thirty questions", "ko": "서른 문항"})
    put_on(exam, _questions(demo))
    now = timezone.now()
    assignment = assign_paper(
        publish_exam(exam, by=demo.teacher),
        demo.classroom,
        opens_at=now - timedelta(hours=2),
        closes_at=now,
        by=demo.teacher,
        limit_s=50 * 60,
    )
    simulate_class(assignment, _students(demo, count))
    return tally()


def _questions(demo: DemoSchool) -> list[Any]:
    """Questions of every demo bank in turn, essays left out: a person marks those."""
    names: list[list[str]] = []
    for bank in sorted(BANKS.glob("*.yaml")):
        data = bank.read_bytes()
        import_bank(data, school=demo.school, owner=demo.teacher)
        entries = read_bank(data).entries
        names.append([name for name, entry in entries if "essay" not in str(entry)])
    taken = [name for turn in zip(*names, strict=False) for name in turn][:QUESTIONS]
    return questions_named(taken, demo=demo)


def _students(demo: DemoSchool, count: int) -> list[User]:
    people = User.objects.bulk_create(
        User(login=f"sitter-{number}", name=f"Sitter {number}") for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=person, school=demo.school, role="student") for person in people
    )
    Enrollment.objects.bulk_create(Enrollment(user=person, classroom=demo.classroom) for person in people)
    return people


def unmark() -> dict[str, Any]:
    """As if every paper had been handed in a moment ago."""
    with transaction.atomic():
        Mark.objects.all().delete()
        Attempt.objects.update(score=None, marking_tries=0, marking_lease_until=None)
        for attempt in Attempt.objects.exclude(submitted_at=None).values_list("pk", flat=True):
            mark_ended_attempt.enqueue(str(attempt))
    return tally()


def measure() -> dict[str, Any]:
    """Milliseconds of processor time to mark one paper, and how many statements that takes, in a process that
    has marked some before, as a server has."""
    before, *waiting = Attempt.objects.unmarked()[: 2 * MEASURED + 1]
    with CaptureQueriesContext(connection) as captured:
        mark_attempt(before)
    statements = [row["sql"] for row in captured.captured_queries]
    for attempt in waiting[:MEASURED]:
        mark_attempt(attempt)
    times = sorted(_processor_time(lambda one=attempt: mark_attempt(one)) for attempt in waiting[MEASURED:])
    return {
        "papers": len(times),
        "median_ms": statistics.median(times),
        "p95_ms": times[int(len(times) * 0.95)],
        "longest_ms": times[-1],
        "statements": sum(not sql.startswith(NOT_COUNTED) for sql in statements),
    }


def _processor_time(act: Callable[[], None]) -> float:
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


def tally() -> dict[str, Any]:
    """How far the marking has come."""
    return {
        "papers": Attempt.objects.exclude(submitted_at=None).count(),
        "marked": Attempt.objects.exclude(score=None).count(),
        "marks": Mark.objects.count(),
    }


def main() -> None:
    word, *arguments = sys.argv[1:]
    acts: dict[str, Callable[..., dict[str, Any]]] = {
        "prepare": lambda count: prepare(int(count)),
        "unmark": unmark,
        "measure": measure,
        "count": tally,
    }
    json.dump(acts[word](*arguments), sys.stdout)


if __name__ == "__main__":
    main()
