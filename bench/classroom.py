"""A school with one class of any size at one exam, everybody signed in, printed as JSON.

Rows are made in bulk and nobody's password is hashed: how people sign in is not what is measured with them.
Run in a process of its own, so that the load client holds no database connection.

    python -m bench.classroom STUDENTS [--questions 10] [--started] [--limit 3600] [--teachers 1]

``{"assignment": id, "seats": [{"student", "assignment", "session", "csrf", "typed", "attempt"}],
"teachers": [{"session", "csrf"}]}``. With ``--started`` everybody is in the middle of it already.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django
from django.core.management import call_command
from django.db import transaction
from django.middleware.csrf import _get_new_csrf_string
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
django.setup()

from accounts.models import (  # noqa: E402 - models need the settings
    Classroom,
    Enrollment,
    Membership,
    Role,
    School,
    Teaching,
    User,
)
from bench.seats import session_of  # noqa: E402
from exams.content import Content  # noqa: E402
from exams.models import Assignment, Exam, ExamItem, Paper, Question  # noqa: E402
from exams.services.assigning import assign_paper  # noqa: E402
from exams.services.authoring import store_question  # noqa: E402
from exams.services.delivery import start_attempt  # noqa: E402
from exams.services.publishing import publish_exam  # noqa: E402
from exams.shapes import Outline  # noqa: E402
from grading.keys import load_key  # noqa: E402
from mathtest.demo.static_files import collect_static_files  # noqa: E402

__all__ = ["make_class"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("students", type=int)
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--started", action="store_true")
    parser.add_argument("--limit", type=int, default=3600, help="seconds")
    parser.add_argument("--teachers", type=int, default=1)
    options = parser.parse_args()
    call_command("migrate", verbosity=0, interactive=False)
    collect_static_files()  # pages name them by their hash, as in production
    made = make_class(
        options.students,
        questions=options.questions,
        started=options.started,
        limit_s=options.limit,
        teachers=options.teachers,
    )
    json.dump(made, sys.stdout)


@transaction.atomic
def make_class(
    students: int, *, questions: int, started: bool, limit_s: int = 3600, teachers: int = 1
) -> dict[str, Any]:
    """See above. Called again it makes another school."""
    number = School.objects.count() + 1
    school = School.objects.create(name=f"School {number}", slug=f"load-{number}")
    staff = _people("teacher", teachers, school=school, role=Role.TEACHER)
    pupils = _people("student", students, school=school, role=Role.STUDENT)
    classroom = Classroom.objects.create(school=school, name="3-1", year=timezone.localdate().year)
    Teaching.objects.bulk_create(Teaching(classroom=classroom, user=person) for person in staff)
    Enrollment.objects.bulk_create(
        Enrollment(classroom=classroom, user=person, number=number)
        for number, person in enumerate(pupils, start=1)
    )
    paper = _publish(school, by=staff[0], questions=questions)
    now = timezone.now()
    assignment = assign_paper(
        paper,
        classroom,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=12),
        by=staff[0],
        limit_s=limit_s,
    )
    outline = Outline.model_validate(paper.outline)
    typed = [(item.position, item.parts[0].id) for item in outline.items]
    return {
        "assignment": str(assignment.pk),
        "seats": [_seat(person, assignment, typed, started=started) for person in pupils],
        "teachers": [_signed_in(person) for person in staff],
    }


def _people(kind: str, count: int, *, school: School, role: Role) -> list[User]:
    people = User.objects.bulk_create(
        User(login=f"{school.slug}-{kind}-{number}", name=f"{kind} {number}", password="!")
        for number in range(1, count + 1)
    )
    Membership.objects.bulk_create(Membership(user=person, school=school, role=role) for person in people)
    return people


def _publish(school: School, *, by: User, questions: int) -> Paper:
    exam = Exam.objects.create(school=school, title={"ko": "시험", "en": "Exam"})
    for number in range(1, questions + 1):
        question = Question.objects.create(school=school, owner=by, external_id=f"load-{number}")
        shape = {
            "text": {"ko": f"$x(x+{number})$을 전개하시오.", "en": f"Expand $x(x+{number})$."},
            "parts": [{"id": "a", "kind": "expression", "symbols": {"variables": ["x"]}}],
        }
        key = load_key({"v": 1, "kind": "expression", "expression": f"x^2+{number}x"})
        store_question(question, Content.model_validate(shape), {"a": key}, by=by)
        ExamItem.objects.create(exam=exam, position=number, question=question, points=Decimal(2))
    return publish_exam(exam, by=by)


def _seat(
    person: User, assignment: Assignment, typed: list[tuple[int, str]], *, started: bool
) -> dict[str, Any]:
    attempt = start_attempt(assignment, student=person) if started else None
    return {
        "student": str(person.pk),
        "assignment": str(assignment.pk),
        "attempt": str(attempt.pk) if attempt else None,
        "typed": typed,
        **_signed_in(person),
    }


def _signed_in(person: User) -> dict[str, str]:
    return {"session": session_of(person), "csrf": _get_new_csrf_string()}


if __name__ == "__main__":
    main()
