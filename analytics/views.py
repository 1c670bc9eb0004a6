"""The teacher's report on one assignment, as a page and as a table to take away."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.addresses import client_address
from accounts.services.audit import record
from analytics import exports
from analytics.charts import ItemMap, draw_histogram, draw_item_map
from analytics.pages import ItemRow, bin_row, item_row, student_row, topic_line
from analytics.reports import WEAK, build_report
from exams.localized import localize
from exams.models import Assignment

__all__ = ["report", "report_csv", "report_items_csv"]


def _missing_last(number: float | None) -> tuple[bool, float]:
    return number is None, number or 0.0


# How the questions can be put in order; without one they stand as on the paper.
ORDERS: dict[str, Callable[[ItemRow], tuple[bool, float]]] = {
    "facility": lambda row: _missing_last(row.facility),
    "correlation": lambda row: _missing_last(row.item_rest),
    "attention": lambda row: (not row.attention, float(row.position)),
}


@never_cache
@login_required
@require_safe
def report(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """What the class did: scores, questions, students. For teachers of the class; 404 to everyone else."""
    assignment = _taught(request, assignment_id)
    built = build_report(assignment)
    bins = [bin_row(counted) for counted in built.histogram]
    items = [item_row(item) for item in built.items]
    order = request.GET.get("sort", "")
    context = {
        "assignment": assignment,
        "title": localize(assignment.paper.exam.title),
        "report": built,
        "bins": bins,
        "fullest": max(bins, key=lambda row: row.count),
        "chart": draw_histogram(
            [row.count for row in bins], edges=[bins[0].low, *(row.high for row in bins)]
        ),
        "item_map": _item_map(items),
        "items": sorted(items, key=ORDERS[order]) if order in ORDERS else items,
        "order": order if order in ORDERS else "",
        "topics": [topic_line(row) for row in built.topics],
        "students": [student_row(student) for student in built.students],
    }
    return render(request, "analytics/report.html", context)


@never_cache
@login_required
@require_safe
def report_csv(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The same scores for a spreadsheet; who took them out of the system is on record."""
    return _download(request, assignment_id, exports.report_csv, name="report")


@never_cache
@login_required
@require_safe
def report_items_csv(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The numbers of the questions for a spreadsheet."""
    return _download(request, assignment_id, exports.items_csv, name="questions")


def _item_map(items: list[ItemRow]) -> ItemMap | None:
    """None where correlations are withheld or undefined for all."""
    dots = [
        (row.position, row.facility, row.item_rest, row.attention)
        for row in items
        if row.facility is not None and row.item_rest is not None
    ]
    return draw_item_map(dots, weak=WEAK) if dots else None


def _download(
    request: HttpRequest, assignment_id: UUID, make: Callable[[Assignment], str], *, name: str
) -> HttpResponse:
    """A table to take away; who took it out of the system is on record."""
    assignment = _taught(request, assignment_id)
    table = make(assignment)
    record(
        "report.exported",
        by=request.user,
        subject=assignment,
        school=assignment.classroom.school,
        address=client_address(request),
        data={"table": name},
    )
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{assignment.pk}.csv"'},
    )


def _taught(request: HttpRequest, assignment_id: UUID) -> Assignment:
    rows = Assignment.objects.taught_by(request.user).select_related("paper__exam", "classroom__school")
    return get_object_or_404(rows, pk=assignment_id)
