"""Rows of the exams, as plain as they can be. ``make_paper`` goes through the real services."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from accounts.models import Classroom, School, User
from accounts.tests.factories import ClassroomFactory, SchoolFactory, UserFactory
from exams.content import Content, canonical_hash
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
from exams.services.authoring import store_question
from exams.services.publishing import publish_exam
from grading.keys import load_key

__all__ = [
    "AcknowledgementFactory",
    "AssetFactory",
    "AssignmentFactory",
    "AttemptFactory",
    "ExamFactory",
    "ExamItemFactory",
    "KeyRevisionFactory",
    "NoticeFactory",
    "PaperFactory",
    "PaperItemFactory",
    "PresenceFactory",
    "QuestionFactory",
    "QuestionVersionFactory",
    "ResponseEventFactory",
    "ResponseFactory",
    "TimeChangeFactory",
    "TopicFactory",
    "VariantFactory",
    "WithdrawalFactory",
    "expression_question",
    "make_assignment",
    "make_paper",
]

RENDERED = {
    "ko": {"v": 1, "text": "<p>1 + 1</p>", "parts": {"a": {"text": "", "options": {}}}, "solution": ""}
}


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    school = factory.SubFactory(SchoolFactory)
    code = factory.Sequence(lambda n: f"T-{n}")
    name = factory.LazyAttribute(lambda topic: {"ko": f"주제 {topic.code}", "en": f"Topic {topic.code}"})


class AssetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Asset

    school = factory.SubFactory(SchoolFactory)
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    media_type = "image/svg+xml"
    content = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    alt = factory.LazyFunction(lambda: {"ko": "그림", "en": "Picture"})


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    school = factory.SubFactory(SchoolFactory)
    owner = factory.SubFactory(UserFactory)
    external_id = factory.Sequence(lambda n: f"question-{n}")


def expression_question(
    text: str = "Expand $x(x+1)$.", expression: str = "x^2+x", **content: Any
) -> dict[str, Any]:
    """The stored content of a question with one typed part."""
    shape = {
        "text": {"ko": text, "en": text},
        "parts": [{"id": "a", "kind": "expression", "symbols": {"variables": ["x"]}}],
        **content,
    }
    return Content.model_validate(shape).to_json()


class QuestionVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionVersion

    question = factory.SubFactory(QuestionFactory)
    number = 1
    content = factory.LazyFunction(expression_question)
    hash = factory.LazyAttribute(lambda version: canonical_hash(version.content))
    by = factory.SelfAttribute("question.owner")


class KeyRevisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeyRevision

    question_version = factory.SubFactory(QuestionVersionFactory)
    number = 1
    keys = factory.LazyFunction(lambda: {"a": {"v": 1, "kind": "expression", "expression": "x^2+x"}})
    by = factory.SelfAttribute("question_version.by")


class ExamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exam

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: {"ko": f"시험 {n}", "en": f"Exam {n}"})


class ExamItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExamItem

    exam = factory.SubFactory(ExamFactory)
    position = factory.Sequence(lambda n: n + 1)
    question = factory.SubFactory(QuestionFactory, school=factory.SelfAttribute("..exam.school"))
    points = Decimal(1)


class PaperFactory(factory.django.DjangoModelFactory):
    """A paper without items; ``make_paper`` publishes a real one."""

    class Meta:
        model = Paper

    exam = factory.SubFactory(ExamFactory)
    edition = factory.Sequence(lambda n: n + 1)
    outline = factory.LazyFunction(lambda: {"v": 1, "items": []})
    total = Decimal(0)
    hash = "0" * 64
    by = factory.SubFactory(UserFactory)


class PaperItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PaperItem

    paper = factory.SubFactory(PaperFactory)
    position = factory.Sequence(lambda n: n + 1)
    question_version = factory.SubFactory(
        QuestionVersionFactory, question__school=factory.SelfAttribute("...paper.exam.school")
    )
    points = Decimal(1)


class VariantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Variant

    paper_item = factory.SubFactory(PaperItemFactory)
    number = 1
    seed = 1
    rendered = factory.LazyFunction(lambda: dict(RENDERED))


class AssignmentFactory(factory.django.DjangoModelFactory):
    """Open from an hour ago until an hour from now."""

    class Meta:
        model = Assignment

    paper = factory.SubFactory(PaperFactory)
    classroom = factory.SubFactory(ClassroomFactory, school=factory.SelfAttribute("..paper.exam.school"))
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))


class WithdrawalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Withdrawal

    paper_item = factory.SubFactory(PaperItemFactory)
    policy = "full"
    reason = "two right options"
    by = factory.SubFactory(UserFactory)


class AttemptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attempt

    school = factory.SelfAttribute("assignment.classroom.school")
    assignment = factory.SubFactory(AssignmentFactory)
    student = factory.SubFactory(UserFactory)
    number = 1
    seed = 1
    layout = factory.LazyFunction(lambda: {"v": 1, "algorithm": 1, "items": []})
    started_at = factory.LazyFunction(timezone.now)
    deadline_at = factory.LazyAttribute(lambda attempt: attempt.assignment.closes_at)


class TimeChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TimeChange

    attempt = factory.SubFactory(AttemptFactory)
    seconds = 300
    kind = "extra"
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)


class PresenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Presence

    attempt = factory.SubFactory(AttemptFactory)
    device = "phone"
    position = 1
    seen_at = factory.LazyFunction(timezone.now)


class NoticeFactory(factory.django.DjangoModelFactory):
    """Told to one student; for the whole class give ``attempt=None`` and an ``assignment``."""

    class Meta:
        model = Notice

    attempt = factory.SubFactory(AttemptFactory)
    assignment = factory.SelfAttribute("attempt.assignment")
    kind = "announcement"
    values = factory.LazyFunction(lambda: {"text": "Question 3: the axis is dashed."})
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)


class AcknowledgementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Acknowledgement

    notice = factory.SubFactory(NoticeFactory)
    attempt = factory.SelfAttribute("notice.attempt")
    at = factory.LazyFunction(timezone.now)


class ResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    attempt = factory.SubFactory(AttemptFactory)
    position = 1
    revision = 1
    value = factory.LazyFunction(
        lambda: {"v": 1, "parts": {"a": {"text": "x", "notation": "plain", "locale": "ko"}}}
    )
    saved_at = factory.LazyFunction(timezone.now)


class ResponseEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResponseEvent

    attempt = factory.SubFactory(AttemptFactory)
    position = 1
    device = "device"
    seq = factory.Sequence(lambda n: n + 1)
    base_revision = 0
    revision = 1
    value = factory.LazyFunction(lambda: {"v": 1, "parts": {}})
    body_hash = "0" * 64
    outcome = "accepted"
    at = factory.LazyFunction(timezone.now)


def make_paper(school: School, *, by: User, questions: int = 1, points: int = 2) -> Paper:
    """A published paper of typed questions: question n asks to expand ``x(x+n)``."""
    exam = ExamFactory(school=school)
    for number in range(1, questions + 1):
        question = QuestionFactory(school=school, owner=by)
        content = Content.model_validate(expression_question(f"Expand $x(x+{number})$."))
        key = load_key({"v": 1, "kind": "expression", "expression": f"x^2+{number}x"})
        store_question(question, content, {"a": key}, by=by)
        ExamItemFactory(exam=exam, position=number, question=question, points=Decimal(points))
    return publish_exam(exam, by=by)


def make_assignment(classroom: Classroom, *, by: User, questions: int = 1, **fields: Any) -> Assignment:
    """A published paper given to ``classroom``, open now unless ``fields`` say otherwise."""
    paper = make_paper(classroom.school, by=by, questions=questions)
    return AssignmentFactory(paper=paper, classroom=classroom, **fields)
