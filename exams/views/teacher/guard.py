"""Who may open the teacher's pages, and which rows of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from exams.models import Assignment, Attempt, Exam, Paper
from exams.services.clock import with_clock

__all__ = ["drafted_exam", "taught_assignment", "taught_attempt", "teachers_only", "visible_paper"]

View = Callable[..., HttpResponse]


def teachers_only(view: View) -> View:
    """For people who teach somewhere; to everyone else the page does not exist. Never kept by a browser."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not request.user.is_teacher:
            raise Http404
        return view(request, *arguments, **named)

    return never_cache(login_required(guarded))


def drafted_exam(request: HttpRequest, exam_id: UUID) -> Exam:
    """The exam, in a school where the person teaches."""
    return get_object_or_404(Exam.objects.visible_to(request.user).select_related("school"), pk=exam_id)


def visible_paper(request: HttpRequest, paper_id: UUID) -> Paper:
    """The paper, in a school where the person teaches."""
    rows = Paper.objects.visible_to(request.user).select_related("exam__school")
    return get_object_or_404(rows, pk=paper_id)


def taught_assignment(request: HttpRequest, assignment_id: UUID) -> Assignment:
    """The assignment, to a class that the person teaches; with its total and the clock beside it."""
    rows = Assignment.objects.taught_by(request.user).select_related("paper__exam", "classroom__school")
    return get_object_or_404(with_clock(rows.with_total()), pk=assignment_id)


def taught_attempt(request: HttpRequest, attempt_id: UUID) -> Attempt:
    """The attempt, of a class that the person teaches."""
    taught = Assignment.objects.taught_by(request.user).values("pk")
    rows = Attempt.objects.filter(assignment__in=taught).select_related(
        "assignment__paper__exam", "assignment__classroom__school", "student"
    )
    return get_object_or_404(with_clock(rows.with_total()), pk=attempt_id)
