"""Reading: exams, what was given to classes, who sat it, what they answered and what it was worth."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema

from accounts.api.errors import refused
from accounts.api.lists import OneRow, PagedList
from exams.api.filters import AssignmentFilters, AttemptFilters, ExamFilters, ResponseFilters, ResultFilters
from exams.api.reading import readable_responses
from exams.api.row_serializers import (
    AssignmentSerializer,
    AttemptRowSerializer,
    ExamSerializer,
    ExamWithItemsSerializer,
    ResponseSerializer,
    ResultRowSerializer,
)
from exams.api.rows import assignment_rows, attempt_rows, exam_rows, result_rows
from exams.models import Assignment, Attempt, Exam, Response

__all__ = [
    "AssignmentDetail",
    "AssignmentList",
    "AttemptList",
    "ExamDetail",
    "ExamList",
    "ResponseList",
    "ResultList",
]


@extend_schema(
    summary="Exams of the schools where I teach",
    description="Empty for whoever teaches nowhere: students see assignments.",
    tags=["exams"],
)
class ExamList(PagedList):
    """Newest first."""

    queryset = Exam.objects.none()
    serializer_class = ExamSerializer
    filterset_class = ExamFilters

    def get_queryset(self) -> QuerySet[Exam]:
        return exam_rows(self.request.user)


@extend_schema(summary="One exam with its items", description="For teachers.", tags=["exams"])
class ExamDetail(OneRow):
    """With what each question is worth."""

    queryset = Exam.objects.none()
    serializer_class = ExamWithItemsSerializer
    lookup_url_kwarg = "exam_id"

    def get_queryset(self) -> QuerySet[Exam]:
        return exam_rows(self.request.user)


@extend_schema(
    summary="Exams given to classes that I attend or teach",
    description="Running and open ones first, then what comes, then what was.",
    tags=["assignments"],
)
class AssignmentList(PagedList):
    """What can be sat comes first."""

    queryset = Assignment.objects.none()
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilters

    def get_queryset(self) -> QuerySet[Assignment]:
        return assignment_rows(self.request.user, now=timezone.now())


@extend_schema(summary="One assignment", tags=["assignments"])
class AssignmentDetail(OneRow):
    """As in the list."""

    queryset = Assignment.objects.none()
    serializer_class = AssignmentSerializer
    lookup_url_kwarg = "assignment_id"

    def get_queryset(self) -> QuerySet[Assignment]:
        return assignment_rows(self.request.user, now=timezone.now())


@extend_schema(summary="My attempts, and those of the classes that I teach", tags=["attempts"])
class AttemptList(PagedList):
    """Newest first; without the paper."""

    queryset = Attempt.objects.none()
    serializer_class = AttemptRowSerializer
    filterset_class = AttemptFilters

    def get_queryset(self) -> QuerySet[Attempt]:
        return attempt_rows(self.request.user)


@extend_schema(
    summary="What was answered",
    description="One's own while the attempt is in progress, and again with the result; teachers of the "
    "class any time. Positions at which nothing was saved are left out.",
    responses={200: ResponseSerializer(many=True), 409: refused("`attempt_ended`")},
    tags=["attempts"],
)
class ResponseList(PagedList):
    """By position."""

    queryset = Response.objects.none()
    serializer_class = ResponseSerializer
    filterset_class = ResponseFilters

    def get_queryset(self) -> QuerySet[Response]:
        return readable_responses(self.request.user, self.kwargs["attempt_id"])


@extend_schema(
    summary="Results that I may see",
    description="Of marked attempts: one's own as soon as the review settings allow, and those of the "
    "classes that one teaches.",
    tags=["results"],
)
class ResultList(PagedList):
    """Newest first."""

    queryset = Attempt.objects.none()
    serializer_class = ResultRowSerializer
    filterset_class = ResultFilters

    def get_queryset(self) -> QuerySet[Any]:
        return result_rows(self.request.user, now=timezone.now())
