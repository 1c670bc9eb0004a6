"""Where a teacher begins: what runs, what comes, what waits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exams.presenting.teaching.homes import load_home
from exams.views.teacher.guard import teachers_only

__all__ = ["teacher_home"]


@teachers_only
@require_safe
def teacher_home(request: HttpRequest) -> HttpResponse:
    """The exams of one's classes by where they stand, one's classes, and drafts."""
    return render(request, "exams/teacher/home.html", {"home": load_home(request.user)})
