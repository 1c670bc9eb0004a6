"""Who may know of which row: ``visible_to`` of every QuerySet of exams and of grading."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import Model

from accounts.models import Classroom, School, User
from exams.models import (
    Acknowledgement,
    Asset,
    Assignment,
    Attempt,
    Exam,
    ExamItem,
    KeyRevision,
    Notice,
    Paper,
    PaperItem,
    Presence,
    Question,
    QuestionVersion,
    Response,
    ResponseEvent,
    TimeChange,
    Topic,
    Variant,
    Withdrawal,
)
from exams.tests.factories import (
    AcknowledgementFactory,
    AssetFactory,
    AssignmentFactory,
    AttemptFactory,
    ExamFactory,
    ExamItemFactory,
    KeyRevisionFactory,
    NoticeFactory,
    PaperFactory,
    PaperItemFactory,
    PresenceFactory,
    QuestionFactory,
    QuestionVersionFactory,
    ResponseEventFactory,
    ResponseFactory,
    TimeChangeFactory,
    TopicFactory,
    VariantFactory,
    WithdrawalFactory,
)
from grading.models import Mark, RegradeBatch

PEOPLE = (
    *("student", "classmate", "stranger", "teacher", "colleague", "school_admin", "operator"),
    *("other_student", "other_teacher"),
)
STAFF = {"teacher", "colleague", "school_admin", "operator"}
OF_CLASS = {"student", "classmate", "teacher", "school_admin", "operator"}
OF_ATTEMPT = {"student", "teacher", "school_admin", "operator"}


def attempt_of(student: User, classroom: Classroom) -> Attempt:
    paper = PaperFactory(exam__school=classroom.school)
    return AttemptFactory(student=student, assignment__classroom=classroom, assignment__paper=paper)


def mark_of(attempt: Attempt) -> Mark:
    version = QuestionVersionFactory(question__school=attempt.school)
    return Mark.objects.create(
        attempt=attempt,
        position=1,
        part="a",
        key_revision=KeyRevisionFactory(question_version=version),
        credit_num=1,
        points=1,
        verdict="correct",
        reason={"code": "equal_exactly"},
    )


def version_of(school: School) -> QuestionVersion:
    return QuestionVersionFactory(question__school=school)


ROWS: dict[type[Model], tuple[Callable[[School, Classroom, User], Model], set[str]]] = {
    Topic: (lambda school, classroom, student: TopicFactory(school=school), STAFF),
    Asset: (lambda school, classroom, student: AssetFactory(school=school), STAFF),
    Question: (lambda school, classroom, student: QuestionFactory(school=school), STAFF),
    QuestionVersion: (lambda school, classroom, student: version_of(school), STAFF),
    KeyRevision: (
        lambda school, classroom, student: KeyRevisionFactory(question_version=version_of(school)),
        STAFF,
    ),
    Exam: (lambda school, classroom, student: ExamFactory(school=school), STAFF),
    ExamItem: (lambda school, classroom, student: ExamItemFactory(exam__school=school), STAFF),
    Paper: (lambda school, classroom, student: PaperFactory(exam__school=school), STAFF),
    PaperItem: (lambda school, classroom, student: PaperItemFactory(paper__exam__school=school), STAFF),
    Variant: (
        lambda school, classroom, student: VariantFactory(paper_item__paper__exam__school=school),
        STAFF,
    ),
    Withdrawal: (
        lambda school, classroom, student: WithdrawalFactory(paper_item__paper__exam__school=school),
        STAFF,
    ),
    Assignment: (
        lambda school, classroom, student: AssignmentFactory(
            paper=PaperFactory(exam__school=school), classroom=classroom
        ),
        OF_CLASS,
    ),
    Attempt: (lambda school, classroom, student: attempt_of(student, classroom), OF_ATTEMPT),
    TimeChange: (
        lambda school, classroom, student: TimeChangeFactory(attempt=attempt_of(student, classroom)),
        OF_ATTEMPT,
    ),
    Presence: (
        lambda school, classroom, student: PresenceFactory(attempt=attempt_of(student, classroom)),
        OF_ATTEMPT,
    ),
    Notice: (
        lambda school, classroom, student: NoticeFactory(attempt=attempt_of(student, classroom)),
        OF_ATTEMPT,
    ),
    Acknowledgement: (
        lambda school, classroom, student: AcknowledgementFactory(
            notice__attempt=attempt_of(student, classroom)
        ),
        OF_ATTEMPT,
    ),
    Response: (
        lambda school, classroom, student: ResponseFactory(attempt=attempt_of(student, classroom)),
        OF_ATTEMPT,
    ),
    ResponseEvent: (
        lambda school, classroom, student: ResponseEventFactory(attempt=attempt_of(student, classroom)),
        OF_ATTEMPT,
    ),
    RegradeBatch: (
        lambda school, classroom, student: RegradeBatch.objects.create(school=school, cause="a slip"),
        STAFF,
    ),
}


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User]:
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_row_is_visible_exactly_to_whom_it_concerns(
    people: dict[str, User], school: School, classroom: Classroom, student: User, model: type[Model]
) -> None:
    make, concerned = ROWS[model]
    row = make(school, classroom, student)

    seeing = {
        name for name, user in people.items() if model.objects.visible_to(user).filter(pk=row.pk).exists()
    }

    assert seeing == concerned


def test_every_model_of_exams_and_grading_is_in_the_table() -> None:
    models = {*apps.get_app_config("exams").get_models(), *apps.get_app_config("grading").get_models()}

    assert models - set(ROWS) == {Mark}


def test_mark_is_reached_through_its_attempt_alone(student: User, classroom: Classroom) -> None:
    """Grading does not know whose an attempt is, so that a Mark has no ``visible_to`` of its own."""
    mark_of(attempt_of(student, classroom))

    assert not hasattr(Mark.objects.all(), "visible_to")


def test_shared_topic_is_visible_to_everybody(people: dict[str, User]) -> None:
    topic = TopicFactory(school=None)

    seeing = {name for name, user in people.items() if topic in Topic.objects.visible_to(user)}

    assert seeing == set(PEOPLE)


def test_student_who_left_sees_their_attempts_and_no_assignment(student: User, classroom: Classroom) -> None:
    attempt = attempt_of(student, classroom)
    classroom.enrollment_set.update(left_at=attempt.started_at)

    assert list(Assignment.objects.visible_to(student)) == []
    assert list(Assignment.objects.attended_by(student)) == []
    assert list(Attempt.objects.visible_to(student)) == [attempt]


def test_teacher_who_sits_an_exam_of_another_class_sees_only_their_own_attempt(
    colleague: User, student: User, classroom: Classroom
) -> None:
    own = attempt_of(colleague, classroom)
    attempt_of(student, classroom)

    assert list(Attempt.objects.visible_to(colleague)) == [own]


def test_attempts_of_a_student_are_only_those_they_sat(
    student: User, teacher: User, classroom: Classroom
) -> None:
    attempt = attempt_of(student, classroom)

    assert (list(Attempt.objects.of(student)), list(Attempt.objects.of(teacher))) == ([attempt], [])
