"""The API's shapes. What is stored is validated by pydantic; these describe and print it."""

from __future__ import annotations

from typing import Any, get_args

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exams.localized import localize
from exams.models.attempt import AttemptState
from exams.models.supervision import NoticeKind
from grading.kinds import BlankKind, Kind

__all__ = [
    "AttemptSerializer",
    "PulseReplySerializer",
    "PulseSerializer",
    "ReceiptSerializer",
    "ResultSerializer",
    "SaveReplySerializer",
    "SaveSerializer",
    "StartSerializer",
]

VERDICTS = ("correct", "partial", "incorrect", "undecided", "unreadable", "unanswered", "withdrawn")


class StartSerializer(serializers.Serializer):
    """What starting may need."""

    access_code = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class OptionSerializer(serializers.Serializer):
    """One option of a choice."""

    id = serializers.CharField()
    html = serializers.CharField()


class BlankSerializer(serializers.Serializer):
    """One blank of a text: ``label`` is how the text shows it."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=get_args(BlankKind))
    label = serializers.CharField()  # type: ignore[assignment]  # a field's own name for people


class PartSerializer(serializers.Serializer):
    """Something to answer: choices are answered by ``choice``, matching and orders by ``match``, blanks by
    ``blanks``, all others by ``text``."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=get_args(Kind))
    html = serializers.CharField()
    stems = OptionSerializer(
        many=True, help_text="What options are matched to; of an order its places; empty for other kinds."
    )
    options = OptionSerializer(many=True)
    blanks = BlankSerializer(many=True, help_text="The blanks of a text; empty for other kinds.")
    symbols = serializers.JSONField(source="symbols.model_dump")


class WithdrawnSerializer(serializers.Serializer):
    """A question that was taken out, and what became of its points."""

    policy = serializers.ChoiceField(
        choices=["full", "drop"], help_text="Everyone gets its points, or it counts for nothing."
    )
    reason = serializers.CharField(help_text="As the teacher wrote it.")
    replaced_by = serializers.IntegerField(
        allow_null=True, help_text="The number of the question to answer instead."
    )


class QuestionSerializer(serializers.Serializer):
    """One position of the paper with what was given there. Without parts it is a description: text that
    asks nothing, and has no ``number``."""

    position = serializers.IntegerField()
    number = serializers.IntegerField(allow_null=True)
    points = serializers.DecimalField(max_digits=6, decimal_places=2)
    html = serializers.CharField()
    parts = PartSerializer(many=True)
    revision = serializers.IntegerField()
    response = serializers.JSONField(source="value", allow_null=True)
    withdrawn = WithdrawnSerializer(allow_null=True)


class AttemptSerializer(serializers.Serializer):
    """A sitting: its clock and its whole paper."""

    id = serializers.UUIDField(source="attempt.pk")
    assignment = serializers.UUIDField(source="attempt.assignment_id")
    title = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=AttemptState.choices, source="attempt.state")
    started_at = serializers.DateTimeField(source="attempt.started_at")
    deadline_at = serializers.DateTimeField(source="attempt.deadline_at")
    server_time = serializers.DateTimeField()
    questions = QuestionSerializer(many=True)

    @extend_schema_field(str)
    def get_title(self, row: dict[str, Any]) -> str:
        """The exam's title in the reader's language."""
        return localize(row["attempt"].assignment.paper.exam.title)


class ResponseValueSerializer(serializers.Serializer):
    """By part id ``{"text": "2x+1", "notation": "plain", "locale": "ko"}``, ``{"choice": ["o3"]}``,
    ``{"match": {"s1": "o2"}}`` or ``{"blanks": {"b1": "x-3"}, "notation": "plain", "locale": "ko"}``."""

    v = serializers.IntegerField(default=1)
    parts = serializers.DictField(child=serializers.DictField())


class SaveSerializer(serializers.Serializer):
    """One answer on its way. ``seq`` grows with every message of a device; the same message may be sent
    again until it is answered."""

    device = serializers.CharField(max_length=64)
    seq = serializers.IntegerField(min_value=1)
    base_revision = serializers.IntegerField(min_value=0)
    response = ResponseValueSerializer()


class SaveReplySerializer(serializers.Serializer):
    """What became of a message, and what stands on the server now."""

    outcome = serializers.ChoiceField(choices=["accepted", "superseded", "conflict", "late", "imported"])
    revision = serializers.IntegerField()
    newest_seq = serializers.IntegerField(help_text="The highest number known of this device here.")
    value = serializers.JSONField(allow_null=True)
    saved_at = serializers.DateTimeField(allow_null=True)
    server_time = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField()
    paused = serializers.BooleanField(
        help_text="The teacher has stopped the clock: keep answers until it goes on."
    )
    notice = serializers.IntegerField(
        help_text="Id of the newest notice; 0 for none. Newer than known: send a pulse."
    )


class PulseSerializer(serializers.Serializer):
    """What a client says of itself every 20 seconds."""

    device = serializers.CharField(max_length=64)
    position = serializers.IntegerField(min_value=1, required=False, allow_null=True, help_text="In view.")
    unsent = serializers.IntegerField(min_value=0, default=0, help_text="Answers without a reply so far.")
    claim = serializers.BooleanField(default=False, help_text="This device is the one in charge from now on.")
    since = serializers.IntegerField(min_value=0, default=0, help_text="Id of the newest notice known.")
    acknowledged = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        required=False,
        help_text="Ids of notices that the student has said to have seen.",
    )


class NoticeSerializer(serializers.Serializer):
    """Something the student is told while the exam runs."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=NoticeKind.values)
    text = serializers.CharField(help_text="A sentence in the reader's language.")
    at = serializers.DateTimeField()
    positions = serializers.ListField(child=serializers.IntegerField(), help_text="Questions it is about.")
    reload = serializers.BooleanField(help_text="The paper has changed: read the attempt again.")


class PulseReplySerializer(serializers.Serializer):
    """The clock, and what is new."""

    server_time = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=AttemptState.choices)
    paused = serializers.BooleanField()
    in_charge = serializers.BooleanField(help_text="Whether this device is the one in charge.")
    notice = serializers.IntegerField(help_text="Id of the newest notice; 0 for none.")
    notices = NoticeSerializer(many=True, help_text="Those newer than `since`, oldest first.")


class ReceiptSerializer(serializers.Serializer):
    """The signed receipt of what was handed in."""

    v = serializers.IntegerField()
    attempt = serializers.UUIDField()
    submitted_at = serializers.DateTimeField()
    answered = serializers.IntegerField()
    questions = serializers.IntegerField()
    hash = serializers.CharField()
    key = serializers.CharField()
    signature = serializers.CharField()


class ResultPartSerializer(serializers.Serializer):
    """The verdict on one part, with its reason in words."""

    id = serializers.CharField(source="part.id")
    verdict = serializers.ChoiceField(choices=VERDICTS)
    code = serializers.CharField(help_text="The reason for programs.")
    reason = serializers.CharField(help_text="The reason as a sentence, in the reader's language.")
    witness = serializers.CharField(help_text="Where answer and key differ, as a sentence; often empty.")


class ResultItemSerializer(serializers.Serializer):
    """One question of a marked paper. ``solution`` is empty until the review settings allow it."""

    position = serializers.IntegerField(source="question.position")
    number = serializers.IntegerField(source="question.number", allow_null=True)
    points = serializers.DecimalField(source="question.worth", max_digits=6, decimal_places=2)
    score = serializers.DecimalField(max_digits=8, decimal_places=2)
    verdict = serializers.ChoiceField(choices=[*VERDICTS, ""], help_text="Empty for a description.")
    response = serializers.JSONField(source="question.value", allow_null=True, help_text="What was given.")
    parts = ResultPartSerializer(many=True)
    solution = serializers.CharField()
    withdrawn = WithdrawnSerializer(source="question.withdrawn", allow_null=True)


class ResultSerializer(serializers.Serializer):
    """A marked paper."""

    attempt = serializers.UUIDField(source="attempt.pk")
    score = serializers.DecimalField(source="attempt.score", max_digits=8, decimal_places=2)
    total = serializers.DecimalField(
        source="attempt.total",
        max_digits=8,
        decimal_places=2,
        help_text="Points that can be earned, without those of questions that were dropped.",
    )
    waiting = serializers.IntegerField(help_text="Answers on which a teacher has still to decide: 0 so far.")
    items = ResultItemSerializer(many=True)
