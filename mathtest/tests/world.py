"""A small school in which every page has something to show: for looking at pages and walking through them.

It is made from the demo's own banks by the services that people use, so that what a picture shows is what
the software does. The same world is made every time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

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
from exams.models import (
    Assignment,
    Attempt,
    Exam,
    ExamItem,
    Notice,
    Paper,
    PaperItem,
    Question,
    QuestionVersion,
)
from exams.services.assigning import assign_paper
from exams.services.authoring import import_bank
from exams.services.delivery import SaveMessage, save_response, start_attempt
from exams.services.layouts import draw_layout
from exams.services.publishing import publish_exam
from exams.services.supervising import announce, pause_attempts
from exams.services.trying import fill_response
from exams.shapes import Layout, Outline, ResponseValue, ReviewSettings
from exams.tests.banks import bank_file
from exams.tests.factories import AcknowledgementFactory, PresenceFactory
from grading.engine.variants import Values
from grading.responses import ChoiceResponse, TextResponse
from mathtest.demo.sitting import simulate_class
from mathtest.demo.storing import Saved, Sitting, store_sittings

__all__ = ["World", "build_world", "publish_bank"]

BANKS = settings.BASE_DIR / "exams" / "banks"
DAY = timedelta(days=1)
SEED = 1
# One question for each way to answer, in the order of their positions on the paper.
WAYS = (
    "ways-not-adjacent",
    "ways-root-five-proof",
    "ways-common-factor-first",
    "ways-train-on-bridge",
    "ways-quadratic-formula-blanks",
    "ways-matrix-product",
    "ways-discriminant",
    "ways-working-square",
    "ways-means-proof",
    "graph-parabola",
    "ways-radical-function",
    "ways-any-with-roots",
    "ways-pairs-of-solutions",
    "written-derivative-blanks",
)
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
    now, paper = timezone.now(), Paper.objects.get(pk=things["paper"])
    nobody = assign_paper(paper, empty_classroom, opens_at=now, closes_at=now + DAY, by=teacher)
    return World(people, things | {"nobody": str(nobody.pk)})


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
    _watch(running, by=teacher)
    ended = Attempt.objects.get(assignment=sat, student=student)
    return _ways(school, classroom, teacher=teacher, student=student, classmates=classmates[:4]) | {
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


def _ways(
    school: School, classroom: Classroom, *, teacher: User, student: User, classmates: list[User]
) -> dict[str, str]:
    """An exam with one question for each way to answer: one that goes on, and one that is over."""
    entries = {
        name: entry
        for bank in ("kinds", "written", "graphs")
        for name, entry in read_bank((BANKS / f"{bank}.yaml").read_bytes()).entries
    }
    chosen = [{**entries[name], "topic": None, "variants": 4} for name in WAYS]
    title = {"ko": "여러 가지 답하기", "en": "Ways to answer"}
    paper = publish_bank(bank_file(*chosen, title=title), school, teacher)
    review = ReviewSettings(result="after_submit", solution="after_submit")
    now = timezone.now()
    running, over = (
        assign_paper(
            paper,
            classroom,
            opens_at=now - 2 * DAY,
            closes_at=closes_at,
            limit_s=5400,
            review=review,
            by=teacher,
        )
        for closes_at in (now + DAY, now - DAY)
    )
    simulate_class(over, classmates)
    begun = _sit(running, student, started=timedelta(minutes=20), last=9, ended=False)
    marked = _sit(over, student, started=DAY + timedelta(hours=2), last=len(WAYS), ended=True)
    questions = dict(Question.objects.filter(external_id__in=WAYS).values_list("external_id", "pk"))
    return {
        "ways_attempt": str(begun.pk),
        "ways_ended": str(marked.pk),
        "ways_over": str(over.pk),
        "expression": str(questions["ways-common-factor-first"]),
        "cloze": str(questions["ways-quadratic-formula-blanks"]),
        "matrix": str(questions["ways-matrix-product"]),
        "working": str(questions["ways-working-square"]),
    }


def _sit(assignment: Assignment, student: User, *, started: timedelta, last: int, ended: bool) -> Attempt:
    """A sitting up to the question ``last``: right answers in turn with those that go wrong in part, and
    what else the questions have tried on themselves."""
    started_at = timezone.now() - started
    items = assignment.paper.items.select_related("question_version").in_bulk()
    drawn = draw_layout(Outline.model_validate(assignment.paper.outline), SEED).items[:last]
    saved = [
        Saved(
            started_at + one.position * timedelta(minutes=1),
            one.position,
            _tried(items[one.item], one.variant),
        )
        for one in drawn
    ]
    submitted_at = started_at + timedelta(minutes=40) if ended else None
    sitting = Sitting(student, SEED, started_at=started_at, saved=saved, submitted_at=submitted_at)
    return store_sittings(assignment, [sitting])[0]


def _tried(item: PaperItem, variant: int) -> ResponseValue:
    """A response stored with the question, the values of this variant put in."""
    content = Content.model_validate(item.question_version.content)
    values = Values.from_json(item.variants.get(pk=variant).values)
    parts = {part.id: part for part in content.parts}
    test = content.tests[(item.position + 1) % 3]
    return ResponseValue(
        parts={
            part: fill_response(response, values, part=parts[part])
            for part, response in test.response.items()
        }
    )


def publish_bank(bank: str | bytes, school: School, teacher: User) -> Paper:
    """A bank file, or the name of one of ours, as a published exam, every question with the points that it
    suggests."""
    data = bank if isinstance(bank, bytes) else (BANKS / bank).read_bytes()
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


def _watch(assignment: Assignment, *, by: User) -> None:
    """What pages told of themselves while the exam runs, and what the teacher told: one student is away with
    answers unsent, one is paused."""
    announce(assignment, text="3번 그래프의 점선은 점근선입니다.", by=by)
    here, away, held, *_others = Attempt.objects.in_progress().filter(assignment=assignment).order_by("pk")
    PresenceFactory(attempt=here, position=4)
    PresenceFactory(attempt=away, position=2, unsent=3, seen_at=timezone.now() - timedelta(minutes=4))
    AcknowledgementFactory(notice=Notice.objects.get(assignment=assignment), attempt=here)
    pause_attempts(assignment, by=by, attempts=[held.pk])


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
