"""A small school in which every page has something to show: for looking at pages and walking through them.

It is made from the demo's own banks by the services that people use, so that what a picture shows is what
the software does. The same world is made every time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import Classroom, Role, School, User
from accounts.tests.factories import (
    AccommodationFactory,
    ClassroomFactory,
    EnrollmentFactory,
    MembershipFactory,
    SchoolFactory,
    TeachingFactory,
    UserFactory,
)
from exams.content import Content
from exams.formats.native import read_bank
from exams.models import Assignment, Attempt, Exam, ExamItem, Paper, QuestionVersion
from exams.services.assigning import assign_paper
from exams.services.authoring import import_bank
from exams.services.delivery import SaveMessage, save_response, start_attempt
from exams.services.publishing import publish_exam
from exams.shapes import Layout, ResponseValue, ReviewSettings
from grading.responses import ChoiceResponse, TextResponse
from mathtest.demo.sitting import simulate_class

__all__ = ["World", "build_world", "publish_bank"]

BANKS = settings.BASE_DIR / "exams" / "banks"
DAY = timedelta(days=1)
NAMES = ("강도윤", "고서아", "권시우", "김라온", "나예준", "남하린", "노은우", "문채원")


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, and the ids that addresses name, both by a word for what they are."""

    people: dict[str, User]
    things: dict[str, str]


def build_world() -> World:
    """A teacher with a class of ten, an exam in every state, and two people for whom all is empty."""
    school = SchoolFactory(name="한빛고등학교", slug="hanbit")
    classroom = ClassroomFactory(school=school, name="1학년 3반", join_code="ABCD2345")
    empty_classroom = ClassroomFactory(school=school, name="1학년 4반")
    teacher = UserFactory(login="teacher", name="한지우")
    for taught in (classroom, empty_classroom):
        TeachingFactory(classroom=taught, user=teacher)
    student = UserFactory(login="student", name="김하늘")
    classmates = [UserFactory(login=f"mate{n:02}", name=name) for n, name in enumerate(NAMES, start=1)]
    for number, person in enumerate([student, *classmates], start=1):
        EnrollmentFactory(classroom=classroom, user=person, number=number)
    AccommodationFactory(school=school, user=classmates[2])
    new_teacher = UserFactory(login="new.teacher", name="서새벽")
    MembershipFactory(user=new_teacher, school=school, role=Role.TEACHER)
    people = {
        "teacher": teacher,
        "student": student,
        "new_teacher": new_teacher,
        "new_student": UserFactory(login="new.student", name="이처음"),
        "operator": UserFactory(login="operator", name="최운영", is_superuser=True),
    }
    things = {
        "school": str(school.pk),
        "classroom": str(classroom.pk),
        "empty_classroom": str(empty_classroom.pk),
        "student": str(student.pk),
    }
    things |= _exams(school, classroom, teacher=teacher, student=student, classmates=classmates)
    return World(people, things)


def _exams(
    school: School, classroom: Classroom, *, teacher: User, student: User, classmates: list[User]
) -> dict[str, str]:
    taste = publish_bank("demo.yaml", school, teacher)
    mock = publish_bank("csat.yaml", school, teacher)
    calculus = publish_bank("calculus.yaml", school, teacher)
    now = timezone.now()
    empty_exam = Exam.objects.create(school=school, title={"ko": "빈 시험지", "en": "An empty exam"})

    def give(paper: Paper, *, opens: timedelta, closes: timedelta, **fields: object) -> Assignment:
        return assign_paper(
            paper, classroom, opens_at=now + opens, closes_at=now + closes, by=teacher, **fields
        )

    waiting = give(taste, opens=-DAY, closes=7 * DAY, limit_s=3000, max_attempts=2)
    running = give(taste, opens=-DAY / 24, closes=DAY, limit_s=3000)
    sat = give(
        taste,
        opens=-2 * DAY,
        closes=DAY,
        review=ReviewSettings(result="after_submit", solution="after_submit"),
    )
    later = give(taste, opens=-2 * DAY, closes=DAY, review=ReviewSettings(result="after_close"))
    coming = give(taste, opens=3 * DAY, closes=4 * DAY, limit_s=3000)
    long = give(mock, opens=-DAY / 12, closes=DAY, limit_s=6000)
    essays = give(calculus, opens=-2 * DAY, closes=DAY)
    simulate_class(sat, [*classmates, student])
    simulate_class(essays, [*classmates[:5], student])
    simulate_class(later, [student])
    attempt = _half_way(running, student)
    for classmate in classmates[:3]:
        _half_way(running, classmate)
    simulate_class(running, classmates[3:5])
    ended = Attempt.objects.get(assignment=sat, student=student)
    return {
        "question": str(taste.items.get(position=1).question_version.question_id),
        "exam": str(taste.exam_id),
        "empty_exam": str(empty_exam.pk),
        "paper": str(taste.pk),
        "waiting": str(waiting.pk),
        "running": str(running.pk),
        "sat": str(sat.pk),
        "coming": str(coming.pk),
        "attempt": str(attempt.pk),
        "long_attempt": str(_half_way(long, student).pk),
        "essays": str(essays.pk),
        "essay_attempt": str(Attempt.objects.get(assignment=essays, student=student).pk),
        "ended": str(ended.pk),
        "result_later": str(Attempt.objects.get(assignment=later, student=student).pk),
    }


def publish_bank(bank: str, school: School, teacher: User) -> Paper:
    """A bank file as a published exam, every question with the points that it suggests."""
    path: Path = BANKS / bank
    data = path.read_bytes()
    import_bank(data, school=school, owner=teacher)
    read = read_bank(data)
    exam = Exam.objects.create(school=school, title=read.title)
    versions = {
        version.question.external_id: version
        for version in QuestionVersion.objects.newest().filter(question__school=school)
    }
    for position, (name, _entry) in enumerate(read.entries, start=1):
        version = versions[name]
        points = Content.model_validate(version.content).points
        ExamItem.objects.create(
            exam=exam, position=position, question=version.question, points=Decimal(points)
        )
    return publish_exam(exam, by=teacher)


def _half_way(assignment: Assignment, student: User) -> Attempt:
    """An attempt in the middle: the first questions are answered, one of them unreadably."""
    attempt = start_attempt(assignment, student=student)
    for item in Layout.model_validate(attempt.layout).items[:7]:
        part = item.parts[0]
        given: ChoiceResponse | TextResponse = (
            ChoiceResponse(choice=part.options[:1]) if part.options else TextResponse(text="2x^2-(3x")
        )
        message = SaveMessage(
            device="phone", seq=item.position, base_revision=0, response=ResponseValue(parts={part.id: given})
        )
        save_response(attempt.pk, student=student, position=item.position, message=message)
    return attempt
