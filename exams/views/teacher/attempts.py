"""One student's paper as the teacher sees it, and deciding over the verdict on a part."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from exams.errors import Refused
from exams.forms import DecisionForm, RubricForm, decision_form
from exams.localized import localize
from exams.models import Attempt
from exams.models.attempt import ENDED_STATES
from exams.presenting.teaching.papers import MarkedPart, MarkedQuestion, load_marked_paper
from exams.presenting.teaching.supervising import time_lines
from exams.services.marking import decide_mark
from exams.views.teacher.guard import taught_attempt, teachers_only
from exams.views.teacher.supervising import supervise_one_context
from exams.wording import word_error
from grading.models import Mark

__all__ = ["teacher_attempt"]


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_attempt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Every verdict with key, solution and history. A POST decides over one part, with a comment."""
    attempt = taught_attempt(request, attempt_id)
    context = _about(attempt)
    if attempt.state not in ENDED_STATES or attempt.score is None:
        return render(request, "exams/teacher/attempt_later.html", context | supervise_one_context(attempt))
    questions = load_marked_paper(attempt)
    if request.method == "POST":
        return _decide(request, attempt, questions)
    return render(request, "exams/teacher/attempt.html", context | _context(questions, None, None))


def _about(attempt: Attempt) -> dict[str, object]:
    return {
        "attempt": attempt,
        "title": localize(attempt.assignment.paper.exam.title),
        "time_changes": time_lines(attempt),
    }


def _context(
    questions: list[MarkedQuestion], chosen: Mark | None, form: DecisionForm | RubricForm | None
) -> dict[str, object]:
    """The questions with a form for each part; that of ``chosen`` is ``form``, with what was refused."""
    forms = {
        part.mark.pk: form if chosen and form and part.mark.pk == chosen.pk else _form(part)
        for question in questions
        for part in question.parts
    }
    rows = [(question, [(part, forms[part.mark.pk]) for part in question.parts]) for question in questions]
    return {"rows": rows, "chosen": chosen}


def _form(part: MarkedPart, data: Any = None) -> DecisionForm | RubricForm:
    return decision_form(data, worth=part.worth, criteria=part.criteria, given=part.given_before)


def _decide(request: HttpRequest, attempt: Attempt, questions: list[MarkedQuestion]) -> HttpResponse:
    raw = request.POST.get("mark", "")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else 0
    mark = get_object_or_404(Mark.objects.filter(attempt=attempt), pk=number)
    part = _part_of(questions, mark)
    form = _form(part, request.POST)
    if form.is_valid():
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
        else:
            messages.success(request, _("Decided. The score is summed up again."))
            return redirect(f"{reverse('teacher_attempt', args=[attempt.pk])}#q{mark.position}")
    page = _about(attempt) | _context(questions, part.mark, form)
    return render(request, "exams/teacher/attempt.html", page, status=422)


def _part_of(questions: list[MarkedQuestion], mark: Mark) -> MarkedPart:
    """The part that ``mark`` is about, whichever mark counts there now."""
    return next(
        part
        for question in questions
        for part in question.parts
        if (part.mark.position, part.mark.part) == (mark.position, mark.part)
    )
