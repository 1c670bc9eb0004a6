"""One row of each list of the API, with an example for the schema."""

from __future__ import annotations

from typing import Any, get_args

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from exams.api.filters import STATUSES
from exams.api.rows import PHASES, exam_items
from exams.localized import localize
from exams.models import Assignment, Attempt, Exam, Response
from exams.models.attempt import AttemptState
from exams.permissions import can_see_result
from exams.services.clock import now_at
from grading.kinds import Kind

__all__ = [
    "AssignmentSerializer",
    "AttemptRowSerializer",
    "ExamSerializer",
    "ExamWithItemsSerializer",
    "ResponseSerializer",
    "ResultRowSerializer",
]

KINDS = get_args(Kind)
TOTAL = "Points that can be earned, without those of questions that were dropped."
EXAM_ID = "01a1fde5-7c00-7000-8000-000000000201"
ASSIGNMENT_ID = "01a1fde5-7c00-7000-8000-000000000301"
ATTEMPT_ID = "01a1fde8-1000-7000-8000-000000000401"
STUDENT = {"id": "01a1fde5-7c00-7000-8000-000000000101", "name": "김하늘", "login": "hanbit-1-3-01"}
EXAM = {
    "id": EXAM_ID,
    "title": "A taste of grade 10 mathematics",
    "school": "한빛고등학교",
    "status": "published",
    "editions": 1,
    "questions": 12,
    "points": "40.00",
}
ITEM = {
    "position": 1,
    "number": 1,
    "points": "3.00",
    "question": "01a1fde5-7c00-7000-8000-000000000501",
    "external_id": "inverse-function",
    "topic": "Functions",
    "kinds": ["expression"],
}
ASSIGNMENT = {
    "id": ASSIGNMENT_ID,
    "title": "A taste of grade 10 mathematics",
    "exam": None,
    "classroom": "1학년 3반",
    "classroom_id": "01a1fde5-7c00-7000-8000-000000000013",
    "opens_at": "2026-03-02T09:00:00+09:00",
    "closes_at": "2026-03-09T10:00:00+09:00",
    "limit_s": 3000,
    "max_attempts": 1,
    "needs_code": False,
    "phase": "open",
    "questions": 12,
    "total": "40.00",
    "attempts_left": 1,
    "running_attempt": None,
    "last_attempt": None,
    "taught": False,
    "sitting": None,
    "finished": None,
}
TAUGHT = {**ASSIGNMENT, "exam": EXAM_ID, "attempts_left": 0, "taught": True, "sitting": 21, "finished": 6}
ATTEMPT = {
    "id": ATTEMPT_ID,
    "assignment": ASSIGNMENT_ID,
    "title": "A taste of grade 10 mathematics",
    "classroom": "1학년 3반",
    "student": STUDENT,
    "number": 1,
    "state": "submitted",
    "started_at": "2026-03-02T09:12:05.102705+09:00",
    "deadline_at": "2026-03-02T10:02:05.102705+09:00",
    "submitted_at": "2026-03-02T09:51:19.027474+09:00",
    "score": "31.50",
    "total": "40.00",
}
RESULT = {
    **{name: value for name, value in ATTEMPT.items() if name not in ("id", "started_at", "deadline_at")},
    "attempt": ATTEMPT_ID,
    "waiting": 1,
}
RESPONSE = {
    "position": 11,
    "revision": 1,
    "response": {"v": 1, "parts": {"a": {"text": "(3x+1)/(x-1)", "notation": "plain", "locale": "en"}}},
    "saved_at": "2026-03-02T09:12:07.296188+09:00",
}


class PersonSerializer(serializers.Serializer):
    """Who sat it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    login = serializers.CharField()


@extend_schema_serializer(examples=[OpenApiExample("A published exam", value=EXAM)])
class ExamSerializer(serializers.Serializer):
    """An exam as teachers draft it; students see assignments."""

    id = serializers.UUIDField()
    title = serializers.SerializerMethodField()
    school = serializers.CharField(source="school.name")
    status = serializers.ChoiceField(choices=STATUSES)
    editions = serializers.IntegerField(help_text="How often it was published.")
    questions = serializers.IntegerField(source="question_count", help_text="Items of the draft.")
    points = serializers.DecimalField(max_digits=8, decimal_places=2, help_text="Of all items of the draft.")

    def get_title(self, exam: Exam) -> str:
        """In the reader's language."""
        return localize(exam.title)


class ExamItemSerializer(serializers.Serializer):
    """A question on an exam. A description asks nothing: it has no ``number`` and no ``kinds``."""

    position = serializers.IntegerField(source="item.position")
    number = serializers.IntegerField(allow_null=True, help_text="What people call it.")
    points = serializers.DecimalField(source="item.points", max_digits=6, decimal_places=2)
    question = serializers.UUIDField(source="item.question_id")
    external_id = serializers.CharField(source="item.question.external_id", allow_null=True)
    topic = serializers.SerializerMethodField()
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=KINDS), help_text="One for each part."
    )

    def get_topic(self, row: dict[str, Any]) -> str:
        """In the reader's language, empty without one."""
        topic = row["item"].question.topic
        return localize(topic.name) or topic.code if topic else ""


@extend_schema_serializer(examples=[OpenApiExample("With its items", value={**EXAM, "items": [ITEM]})])
class ExamWithItemsSerializer(ExamSerializer):
    """An exam with its items in their order."""

    items = serializers.SerializerMethodField()

    @extend_schema_field(ExamItemSerializer(many=True))
    def get_items(self, exam: Exam) -> list[dict[str, Any]]:
        """Two queries whatever their number."""
        return list(ExamItemSerializer(exam_items(exam), many=True).data)


@extend_schema_serializer(
    examples=[
        OpenApiExample("To a student", value=ASSIGNMENT),
        OpenApiExample("To a teacher of the class", value=TAUGHT),
    ]
)
class AssignmentSerializer(serializers.Serializer):
    """An exam given to a class that I attend or teach. ``attempts_left``, ``running_attempt`` and
    ``last_attempt`` are about my own attempts."""

    id = serializers.UUIDField()
    title = serializers.SerializerMethodField()
    exam = serializers.SerializerMethodField(help_text="Null unless I teach the class.")
    classroom = serializers.CharField(source="classroom.name")
    classroom_id = serializers.UUIDField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    limit_s = serializers.IntegerField(allow_null=True)
    max_attempts = serializers.IntegerField()
    needs_code = serializers.SerializerMethodField(help_text="Whether starting takes an access code.")
    phase = serializers.ChoiceField(choices=PHASES)
    questions = serializers.SerializerMethodField()
    total = serializers.DecimalField(max_digits=8, decimal_places=2, help_text=TOTAL)
    attempts_left = serializers.IntegerField()
    running_attempt = serializers.UUIDField(allow_null=True)
    last_attempt = serializers.UUIDField(allow_null=True, help_text="The one that ended last.")
    taught = serializers.BooleanField(help_text="Whether I teach the class.")
    sitting = serializers.SerializerMethodField(help_text="Attempts in progress; null unless I teach it.")
    finished = serializers.SerializerMethodField(help_text="Students who have ended; null unless I teach it.")

    def get_title(self, row: Assignment) -> str:
        """In the reader's language."""
        return localize(row.paper.exam.title)

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_exam(self, row: Any) -> str | None:
        """Students see assignments, never exams."""
        return str(row.paper.exam_id) if row.taught else None

    def get_needs_code(self, row: Assignment) -> bool:
        """The code itself is not told."""
        return bool(row.access_code)

    def get_questions(self, row: Assignment) -> int:
        """Descriptions are not counted."""
        return sum(bool(item["parts"]) for item in row.paper.outline["items"])

    def get_sitting(self, row: Any) -> int | None:
        """Now."""
        return row.sitting if row.taught else None

    def get_finished(self, row: Any) -> int | None:
        """So far."""
        return row.finished if row.taught else None


class SatSerializer(serializers.Serializer):
    """What is said of every attempt."""

    assignment = serializers.UUIDField(source="assignment_id")
    title = serializers.SerializerMethodField()
    classroom = serializers.CharField(source="assignment.classroom.name")
    student = PersonSerializer()
    number = serializers.IntegerField(help_text="Counted from 1 for each student.")

    def get_title(self, row: Attempt) -> str:
        """In the reader's language."""
        return localize(row.assignment.paper.exam.title)


@extend_schema_serializer(examples=[OpenApiExample("An attempt that is marked", value=ATTEMPT)])
class AttemptRowSerializer(SatSerializer):
    """An attempt without its paper."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=AttemptState.choices)
    started_at = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True, help_text="When it ended.")
    score = serializers.SerializerMethodField(
        help_text="Null until it is marked; to its student also until the review settings allow."
    )
    total = serializers.DecimalField(max_digits=8, decimal_places=2, help_text=TOTAL)

    @extend_schema_field(serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True))
    def get_score(self, row: Attempt) -> str | None:
        """By the same rule as the result."""
        is_shown = can_see_result(self.context["request"].user, row, now=now_at(row))
        return None if row.score is None or not is_shown else f"{row.score:.2f}"


@extend_schema_serializer(examples=[OpenApiExample("A result", value=RESULT)])
class ResultRowSerializer(SatSerializer):
    """A result in short: the whole of it is at ``results/{attempt}/``."""

    attempt = serializers.UUIDField(source="id")
    state = serializers.ChoiceField(choices=AttemptState.choices)
    submitted_at = serializers.DateTimeField(help_text="When it ended.")
    score = serializers.DecimalField(max_digits=8, decimal_places=2)
    total = serializers.DecimalField(max_digits=8, decimal_places=2, help_text=TOTAL)
    waiting = serializers.IntegerField(
        help_text="Answers on which a teacher has still to decide; until then they count 0."
    )


@extend_schema_serializer(examples=[OpenApiExample("A typed answer", value=RESPONSE)])
class ResponseSerializer(serializers.ModelSerializer):
    """What stands at one position."""

    position = serializers.IntegerField(read_only=True)
    revision = serializers.IntegerField(read_only=True)
    response = serializers.JSONField(source="value", read_only=True)

    class Meta:
        model = Response
        fields = ("position", "revision", "response", "saved_at")
        read_only_fields = ("saved_at",)
