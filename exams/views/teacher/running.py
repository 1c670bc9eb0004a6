"""An exam while a class sits it, and the table of scores afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from exams.localized import localize
from exams.models import Assignment
from exams.presenting.teaching.live import (
    Choices,
    Memory,
    board_context,
    fingerprint_of,
    look_at,
    read_choices,
)
from exams.presenting.teaching.sittings import load_scores
from exams.views.teacher.guard import taught_assignment, teachers_only
from exams.views.teacher.supervising import supervise_context

__all__ = ["teacher_assignment", "teacher_board", "teacher_results"]


@teachers_only
@require_safe
def teacher_assignment(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Every student of the class, or what they have given to one question. The page keeps itself up to date:
    from ``LIVE_URL`` where there is one, else it asks :func:`teacher_board` again and again."""
    assignment = taught_assignment(request, assignment_id)
    choices = read_choices(request.GET)
    look = look_at(assignment)
    context = board_context(assignment, look, Memory(), choices)
    context |= {
        "title": localize(assignment.paper.exam.title),
        "etag": fingerprint_of(look, choices),
        **_addresses(assignment, choices),
        **supervise_context(request, assignment, hides_names=choices.hides_names),
    }
    return render(request, "exams/teacher/assignment.html", context)


@teachers_only
@require_safe
def teacher_board(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """What changes of that page, alone; 304 for a page that shows it already, and then nothing is marked or
    rendered."""
    assignment = taught_assignment(request, assignment_id)
    choices = read_choices(request.GET)
    look = look_at(assignment)
    fingerprint = fingerprint_of(look, choices)
    # A proxy that compresses adds a word to the tag, or makes it a weak one.
    if fingerprint in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        context = board_context(assignment, look, Memory(), choices)
        response = render(request, "exams/teacher/_board.html", context)
    response["ETag"] = f'"{fingerprint}"'
    return response


def _addresses(assignment: Assignment, choices: Choices) -> dict[str, Any]:
    """Where the page asks again, and where it listens."""
    live = settings.LIVE_URL.rstrip("/")
    return {
        "poll_url": reverse("teacher_board", args=[assignment.pk]) + choices.query,
        "stream_url": f"{live}/assignments/{assignment.pk}/{choices.query}" if live else "",
    }


@teachers_only
@require_safe
def teacher_results(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Students by questions."""
    assignment = taught_assignment(request, assignment_id)
    context = {
        "assignment": assignment,
        "title": localize(assignment.paper.exam.title),
        "table": load_scores(assignment),
        "hides_names": request.GET.get("names") == "hidden",
    }
    return render(request, "exams/teacher/results.html", context)
