"""An exam while a class sits it, and the table of scores afterwards."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from exams.localized import localize
from exams.presenting.teaching.sittings import SORTS, STATES, load_board, load_scores
from exams.services.clock import now_at
from exams.views.teacher.guard import taught_assignment, teachers_only

__all__ = ["teacher_assignment", "teacher_results"]


@teachers_only
@require_safe
def teacher_assignment(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Every student of the class. The page asks again every few seconds with the fingerprint that it shows:
    204 while nothing has changed, else the board alone."""
    assignment = taught_assignment(request, assignment_id)
    now = now_at(assignment)
    board = load_board(assignment, now=now)
    is_fragment = bool(getattr(request, "htmx", False))
    if is_fragment and request.GET.get("since") == board.fingerprint:
        return HttpResponse(status=204)
    choices = _choices(request)
    context = {
        "assignment": assignment,
        "title": localize(assignment.paper.exam.title),
        "board": board.shown(state=choices["state"], sort=choices["sort"]),
        "now": now,
        "phase": "upcoming"
        if now < assignment.opens_at
        else "open"
        if now < assignment.closes_at
        else "done",
        "hides_names": choices["names"] == "hidden",
        "here": f"{reverse('teacher_assignment', args=[assignment.pk])}?{urlencode(_said(choices))}",
        "names_link": _link(choices, names="" if choices["names"] else "hidden"),
        "filters": [(state, board.counts[state], _link(choices, state=state)) for state in STATES],
        "everyone": (board.count, _link(choices, state="")),
        "sorts": {sort: _link(choices, sort="" if sort == "number" else sort) for sort in SORTS},
        **choices,
    }
    template = "exams/teacher/_board.html" if is_fragment else "exams/teacher/assignment.html"
    return render(request, template, context)


def _choices(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; words that mean nothing are left out."""
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    return {
        "state": state if state in STATES else "",
        "sort": sort if sort in SORTS else "",
        "names": "hidden" if request.GET.get("names") == "hidden" else "",
    }


def _said(choices: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in choices.items() if value}


def _link(choices: dict[str, str], **changes: str) -> str:
    return f"?{urlencode(_said(choices | changes))}"


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
