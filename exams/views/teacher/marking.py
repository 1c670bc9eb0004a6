"""Marking by a person: one answer after another, question by question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from exams.errors import Refused
from exams.forms import DecisionForm, RubricForm, decision_form
from exams.localized import localize
from exams.models import Assignment
from exams.presenting.teaching.papers import MarkedPart, MarkedQuestion, load_marked_paper
from exams.presenting.teaching.queues import Queue, load_queue
from exams.services.marking import decide_mark
from exams.views.teacher.guard import taught_assignment, teachers_only
from exams.wording import word_error
from grading.models import Mark

__all__ = ["teacher_marking"]


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_marking(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The answer that ``?mark=`` names, else the first that waits. A POST decides it and goes on."""
    assignment = taught_assignment(request, assignment_id)
    queue = load_queue(assignment, unreadable=request.GET.get("also") == "unreadable")
    mark = _mark(request, assignment, queue)
    if mark is None:
        return render(request, "exams/teacher/marking.html", _context(request, assignment, queue))
    question, part = _answer(mark)
    form = decision_form(
        request.POST or None, worth=part.worth, criteria=part.criteria, given=part.given_before
    )
    if request.method == "POST" and form.is_valid() and _decide(request, mark, form):
        messages.success(request, _("Saved."))
        return redirect(_address(request, assignment, mark=queue.after(mark.pk)))
    context = _context(request, assignment, queue) | {
        "mark": mark,
        "question": question,
        "part": part,
        "form": form,
        "place": queue.marks.index(mark.pk) + 1 + queue.decided if mark.pk in queue.marks else None,
        "overtaken": part.mark if part.mark.pk != mark.pk else None,
        "decided_by": part.mark.by.name if part.mark.by else "",
        "skip": _address(request, assignment, mark=queue.after(mark.pk)),
        "here": _address(request, assignment, mark=mark.pk),
    }
    return render(request, "exams/teacher/marking.html", context, status=409 if form.errors else 200)


def _mark(request: HttpRequest, assignment: Assignment, queue: Queue) -> Mark | None:
    raw = request.GET.get("mark", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raw = str(queue.marks[0]) if queue.marks else ""
    if not raw:
        return None
    rows = Mark.objects.filter(attempt__assignment=assignment)
    return get_object_or_404(
        rows.select_related("attempt__assignment__paper__exam", "attempt__student"), pk=raw
    )


def _answer(mark: Mark) -> tuple[MarkedQuestion, MarkedPart]:
    """The question and the part that ``mark`` is about; the part shows the mark that counts now."""
    questions = load_marked_paper(mark.attempt, position=mark.position)
    found = next(
        (question, part)
        for question in questions
        for part in question.parts
        if (part.mark.position, part.mark.part) == (mark.position, mark.part)
    )
    return found


def _decide(request: HttpRequest, mark: Mark, form: DecisionForm | RubricForm) -> bool:
    """Whether it was decided; a refusal (a colleague was quicker) stands in the form."""
    try:
        decide_mark(
            mark,
            credit=form.credit,
            comment=form.cleaned_data["comment"],
            rubric=form.rubric,
            by=request.user,
            address=client_address(request),
        )
    except Refused as refusal:
        form.add_error(None, word_error(refusal))
        return False
    return True


def _address(request: HttpRequest, assignment: Assignment, *, mark: int | None) -> str:
    """This page with the choices that hold, for another answer."""
    query = {name: request.GET[name] for name in ("names", "also") if request.GET.get(name)}
    if mark is not None:
        query["mark"] = str(mark)
    return f"{reverse('teacher_marking', args=[assignment.pk])}?{urlencode(query)}"


def _context(request: HttpRequest, assignment: Assignment, queue: Queue) -> dict[str, Any]:
    shows_names, also = request.GET.get("names") == "shown", request.GET.get("also") == "unreadable"
    return {
        "assignment": assignment,
        "title": localize(assignment.paper.exam.title),
        "queue": queue,
        "groups": [(group, _address(request, assignment, mark=group.first)) for group in queue.groups],
        "shows_names": shows_names,
        "also_unreadable": also,
        "names_link": _toggled(request, "names", "" if shows_names else "shown"),
        "also_link": _toggled(request, "also", "" if also else "unreadable"),
    }


def _toggled(request: HttpRequest, name: str, value: str) -> str:
    query = {key: request.GET[key] for key in ("names", "also", "mark") if request.GET.get(key)}
    if name == "also":
        query.pop("mark", None)
    return f"?{urlencode({key: kept for key, kept in (query | {name: value}).items() if kept})}"
