"""One row of every model in the admin, for a school: what the tests of the admin's limits look for.

``ADMIN_ROWS[model](school)`` makes a row that belongs to ``school``. Wherever the row carries a name or
another text of its own, it holds the school's slug (``named``): a page that shows the slug of a
school shows something of that school. A model that is registered in the admin and not here fails the
tests.
"""

from collections.abc import Callable
from itertools import count

from django.db.models import Model
from django_tasks_db.models import DBTaskResult

from accounts.models import (
    Accommodation,
    AuditEntry,
    Classroom,
    Membership,
    RefreshFamily,
    School,
    User,
)
from accounts.tests.factories import (
    AccommodationFactory,
    AuditEntryFactory,
    ClassroomFactory,
    EnrollmentFactory,
    MembershipFactory,
    RefreshFamilyFactory,
    TeachingFactory,
    UserFactory,
)
from analytics.models import Snapshot
from exams.models import (
    Acknowledgement,
    Asset,
    Assignment,
    Attempt,
    Exam,
    KeyRevision,
    Notice,
    Paper,
    PaperItem,
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
    QuestionFactory,
    QuestionVersionFactory,
    ResponseEventFactory,
    ResponseFactory,
    TimeChangeFactory,
    TopicFactory,
    VariantFactory,
    WithdrawalFactory,
    expression_question,
)
from grading.models import Mark, RegradeBatch

__all__ = ["ADMIN_ROWS", "named"]


def named(what: str, school: School) -> str:
    """A text that names both ``what`` it is and the school."""
    return f"{what} of {school.slug}"


NUMBERS = count(1)


def texts(what: str, school: School) -> dict[str, str]:
    """A localised text that names the school."""
    return {"ko": named(what, school), "en": named(what, school)}


def user_row(school: School) -> User:
    user = UserFactory(name=named("student", school))
    MembershipFactory(user=user, school=school)
    return user


def membership_row(school: School) -> Membership:
    return MembershipFactory(user=UserFactory(name=named("member", school)), school=school)


def classroom_row(school: School) -> Classroom:
    """With a teacher and a student, so that the inlines have rows too."""
    classroom = ClassroomFactory(school=school, name=named("class", school))
    TeachingFactory(classroom=classroom, user=UserFactory(name=named("teacher", school)))
    EnrollmentFactory(classroom=classroom, user=user_row(school))
    return classroom


def accommodation_row(school: School) -> Accommodation:
    return AccommodationFactory(school=school, user=user_row(school))


def audit_row(school: School) -> AuditEntry:
    return AuditEntryFactory(school=school, actor=user_row(school), object=named("object", school))


def family_row(school: School) -> RefreshFamily:
    return RefreshFamilyFactory(user=user_row(school))


def task_row(school: School) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="mathtest.tests.task",
        args_kwargs={"args": [named("argument", school)], "kwargs": {}},
        backend_name="default",
        queue_name="default",
    )


def topic_row(school: School) -> Topic:
    return TopicFactory(school=school, name=texts("topic", school))


def asset_row(school: School) -> Asset:
    return AssetFactory(school=school, alt=texts("picture", school))


def question_row(school: School) -> Question:
    """With a topic and a version, so that list and inline have something to show."""
    question = QuestionFactory(
        school=school,
        owner=user_row(school),
        topic=topic_row(school),
        external_id=f"{named('question', school)} {next(NUMBERS)}",
    )
    content = expression_question(named("text", school))
    KeyRevisionFactory(question_version=QuestionVersionFactory(question=question, content=content))
    return question


def version_row(school: School) -> QuestionVersion:
    return question_row(school).versions.get()


def key_row(school: School) -> KeyRevision:
    return version_row(school).key_revisions.get()


def exam_row(school: School) -> Exam:
    exam = ExamFactory(school=school, title=texts("exam", school))
    ExamItemFactory(exam=exam, question=question_row(school), position=1)
    return exam


def paper_row(school: School) -> Paper:
    paper = PaperFactory(exam=exam_row(school), by=user_row(school))
    PaperItemFactory(paper=paper, question_version=version_row(school))
    return paper


def paper_item_of(school: School) -> PaperItem:
    return paper_row(school).items.get()


def variant_row(school: School) -> Variant:
    return VariantFactory(paper_item=paper_item_of(school), values={"a": named("value", school)})


def withdrawal_row(school: School) -> Withdrawal:
    reason = named("reason", school)
    return WithdrawalFactory(paper_item=paper_item_of(school), reason=reason, by=user_row(school))


def assignment_row(school: School) -> Assignment:
    return AssignmentFactory(
        paper=paper_row(school), classroom=classroom_row(school), access_code=named("code", school)
    )


def attempt_row(school: School) -> Attempt:
    return AttemptFactory(assignment=assignment_row(school), student=user_row(school))


def time_change_row(school: School) -> TimeChange:
    reason = named("reason", school)
    return TimeChangeFactory(attempt=attempt_row(school), reason=reason, by=user_row(school))


def notice_row(school: School) -> Notice:
    values = {"text": named("text", school)}
    return NoticeFactory(attempt=attempt_row(school), values=values, by=user_row(school))


def acknowledgement_row(school: School) -> Acknowledgement:
    return AcknowledgementFactory(notice=notice_row(school))


def response_row(school: School) -> Response:
    return ResponseFactory(attempt=attempt_row(school))


def event_row(school: School) -> ResponseEvent:
    return ResponseEventFactory(attempt=attempt_row(school), device=named("device", school))


def mark_row(school: School) -> Mark:
    return Mark.objects.create(
        attempt=attempt_row(school),
        position=1,
        part="a",
        key_revision=key_row(school),
        credit_num=1,
        points=1,
        verdict="correct",
        reason={"code": named("code", school)},
    )


def batch_row(school: School) -> RegradeBatch:
    return RegradeBatch.objects.create(
        school=school, cause=named("cause", school), to_key_revision=key_row(school)
    )


def snapshot_row(school: School) -> Snapshot:
    return Snapshot.objects.create(
        assignment=assignment_row(school),
        kind="items",
        rule_version=1,
        upto=named("marks", school),
        payload={"name": named("report", school)},
    )


ADMIN_ROWS: dict[type[Model], Callable[[School], Model]] = {
    School: lambda school: school,
    User: user_row,
    Membership: membership_row,
    Classroom: classroom_row,
    Accommodation: accommodation_row,
    AuditEntry: audit_row,
    RefreshFamily: family_row,
    DBTaskResult: task_row,
    Topic: topic_row,
    Asset: asset_row,
    Question: question_row,
    QuestionVersion: version_row,
    KeyRevision: key_row,
    Exam: exam_row,
    Paper: paper_row,
    Variant: variant_row,
    Withdrawal: withdrawal_row,
    Assignment: assignment_row,
    Attempt: attempt_row,
    TimeChange: time_change_row,
    Notice: notice_row,
    Acknowledgement: acknowledgement_row,
    Response: response_row,
    ResponseEvent: event_row,
    Mark: mark_row,
    RegradeBatch: batch_row,
    Snapshot: snapshot_row,
}
