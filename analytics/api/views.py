"""Statistics of what one teaches, from the stored report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.lists import PagedList
from analytics.api.serializers import ReportSerializer, StatsRowSerializer
from analytics.reports import build_report
from exams.api.filters import AssignmentFilters
from exams.api.rows import assignment_rows
from exams.models import Assignment

__all__ = ["StatsDetail", "StatsList"]


class StatsFilters(AssignmentFilters):
    """As those of assignments; whatever is here is taught."""

    taught = None


@extend_schema(
    summary="Assignments of which I may read statistics",
    description="Those to classes that I teach; empty for whoever teaches nowhere.",
    tags=["statistics"],
)
class StatsList(PagedList):
    """What runs comes first."""

    queryset = Assignment.objects.none()
    serializer_class = StatsRowSerializer
    filterset_class = StatsFilters

    def get_queryset(self) -> QuerySet[Assignment]:
        rows: QuerySet[Any] = assignment_rows(self.request.user, now=timezone.now())
        return rows.filter(taught=True)


class StatsDetail(APIView):
    """The report on one assignment."""

    throttle_scope = "stats"

    @extend_schema(
        summary="Statistics of one assignment",
        description="Of each student the attempt that ended last counts, once it is marked. What is "
        "estimated from a group is null while the group is smaller than the school's smallest.",
        responses=ReportSerializer,
        tags=["statistics"],
    )
    def get(self, request: Request, assignment_id: UUID) -> Response:
        """For teachers of the class."""
        rows = Assignment.objects.taught_by(request.user).select_related("paper__exam", "classroom__school")
        assignment = get_object_or_404(rows, pk=assignment_id)
        return Response(ReportSerializer({"of": assignment, "report": build_report(assignment)}).data)
