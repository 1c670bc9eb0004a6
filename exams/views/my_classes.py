"""The classes a student is in: who teaches there, and the exams of each."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Enrollment, Teaching
from exams.presenting.shelves import count_open
from exams.views.shelves import current_shelves

__all__ = ["my_class", "my_classes"]


@login_required
@never_cache
@require_safe
def my_classes(request: HttpRequest) -> HttpResponse:
    """Every class one is in, with what is open there now."""
    enrollments = list(_enrollments(request).order_by("-classroom__year", "classroom__name"))
    opened = count_open(request.user)
    rows = [(enrollment, opened[enrollment.classroom_id]) for enrollment in enrollments]
    return render(request, "exams/my_classes.html", {"rows": rows})


@login_required
@never_cache
@require_safe
def my_class(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """One class: its teachers and its exams."""
    enrollment = get_object_or_404(_enrollments(request), classroom=classroom_id)
    classroom = enrollment.classroom
    shelves = current_shelves(request, classroom=classroom)
    context = {"enrollment": enrollment, "classroom": classroom, "shelves": shelves}
    return render(request, "exams/my_class.html", context)


def _enrollments(request: HttpRequest) -> QuerySet[Enrollment]:
    teachers = Teaching.objects.select_related("user").order_by("user__name")
    return (
        Enrollment.objects.present()
        .filter(user=request.user.pk, classroom__archived_at=None)
        .select_related("classroom__school")
        .prefetch_related(Prefetch("classroom__teaching_set", queryset=teachers))
    )
