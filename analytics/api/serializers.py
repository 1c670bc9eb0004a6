"""A report for programs: numbers as they are, null where they are withheld or undefined."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from analytics.reports import ReportItem
from analytics.wording import ACTIONS
from exams.localized import localize
from exams.models import Assignment

__all__ = ["ReportSerializer", "StatsRowSerializer"]

ROW = {
    "assignment": "01a1fde5-7c00-7000-8000-000000000301",
    "title": "A taste of grade 10 mathematics",
    "classroom": "1학년 3반",
    "classroom_id": "01a1fde5-7c00-7000-8000-000000000013",
    "opens_at": "2026-03-02T09:00:00+09:00",
    "closes_at": "2026-03-09T10:00:00+09:00",
    "phase": "done",
    "finished": 27,
}


def number(text: str = "", **options: Any) -> serializers.FloatField:
    """A number that may be null."""
    return serializers.FloatField(allow_null=True, help_text=text, **options)


@extend_schema_serializer(examples=[OpenApiExample("An exam that has closed", value=ROW)])
class StatsRowSerializer(serializers.Serializer):
    """An assignment that has statistics at ``stats/{assignment}/``."""

    assignment = serializers.UUIDField(source="pk")
    title = serializers.SerializerMethodField()
    classroom = serializers.CharField(source="classroom.name")
    classroom_id = serializers.UUIDField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    phase = serializers.CharField(help_text="As in the list of assignments.")
    finished = serializers.IntegerField(help_text="Students who have ended.")

    def get_title(self, row: Assignment) -> str:
        """In the reader's language."""
        return localize(row.paper.exam.title)


class DistributionSerializer(serializers.Serializer):
    """The total scores, in points; skewness and kurtosis are 0 for the normal distribution."""

    n = serializers.IntegerField(help_text="Students whose attempt counts.")
    mean = number()
    median = number()
    lower_quartile = number()
    upper_quartile = number()
    standard_deviation = number()
    skewness = number()
    kurtosis = number()


class ReliabilitySerializer(serializers.Serializer):
    """How far the items measure one thing."""

    alpha = number("Cronbach's alpha, at most 1.")
    low = number("It lies above this with 95 % confidence on both sides.")
    high = number("And below this.")
    standard_error = number("Of measurement, in points.")


class BinSerializer(serializers.Serializer):
    """Scores from ``low`` up to but not including ``high``; the last bin includes it."""

    low = serializers.FloatField()
    high = serializers.FloatField()
    count = serializers.IntegerField()


class WrongAnswerSerializer(serializers.Serializer):
    """A wrong answer that several gave: what was typed, or the options that were picked."""

    part = serializers.CharField()
    text = serializers.CharField()
    choice = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()


class OptionSharesSerializer(serializers.Serializer):
    """How an option drew students."""

    option = serializers.CharField()
    count = serializers.IntegerField()
    share = number("Of all who could pick it, 0 to 1.")
    mean_rest = number("Points on the other items of those who picked it.")
    point_biserial = number("Correlation of picking it with those points.")


class PartOptionsSerializer(serializers.Serializer):
    """The options of one part, in the author's order."""

    part = serializers.CharField()
    options = OptionSharesSerializer(many=True)


class ItemStatsSerializer(serializers.Serializer):
    """One item."""

    position = serializers.IntegerField(source="item.position")
    points = serializers.FloatField(source="item.worth", help_text="What it is worth.")
    facility = number("Mean share of the points, at most 1; below 0 where penalties outweigh it.")
    standard_deviation = number("Of that share.", source="statistics.standard_deviation")
    item_rest = number("Correlation with the rest of the exam, −1 to 1.")
    discriminative_efficiency = number("At most 1.", source="statistics.discriminative_efficiency")
    alpha_without = number("Alpha of the exam without this item.")
    verdicts = serializers.DictField(child=serializers.IntegerField(), help_text="How many parts of each.")
    wrong = WrongAnswerSerializer(many=True, help_text="The most common ones.")
    options = PartOptionsSerializer(many=True, help_text="Of parts with options.")
    action = serializers.ChoiceField(choices=list(ACTIONS), help_text="What to do, for programs.")
    advice = serializers.SerializerMethodField(help_text="What to do, as a sentence.")

    def get_advice(self, item: ReportItem) -> str:
        """In the reader's language."""
        return str(ACTIONS[item.action])


class StandingsSerializer(serializers.Serializer):
    """How many students have come how far."""

    finished = serializers.IntegerField(default=0)
    waiting = serializers.IntegerField(default=0, help_text="Ended, not marked yet.")
    in_progress = serializers.IntegerField(default=0)
    not_started = serializers.IntegerField(default=0)


class ReportSerializer(serializers.Serializer):
    """The statistics of one assignment. While fewer students than ``smallest_group`` have finished
    (``is_small``), everything that is estimated from a group is null."""

    assignment = serializers.UUIDField(source="of.pk")
    title = serializers.SerializerMethodField()
    classroom = serializers.CharField(source="of.classroom.name")
    total = serializers.FloatField(source="report.total", help_text="Points of the exam.")
    smallest_group = serializers.IntegerField(source="report.smallest_group")
    is_small = serializers.BooleanField(source="report.is_small")
    undecided = serializers.IntegerField(
        source="report.undecided", help_text="Answers that wait for a teacher: 0 points so far."
    )
    standings = StandingsSerializer(source="report.standings")
    distribution = DistributionSerializer(source="report.distribution")
    reliability = ReliabilitySerializer(source="report.reliability")
    histogram = BinSerializer(source="report.histogram", many=True)
    items = ItemStatsSerializer(source="report.items", many=True)

    def get_title(self, row: dict[str, Any]) -> str:
        """In the reader's language."""
        return localize(row["of"].paper.exam.title)
