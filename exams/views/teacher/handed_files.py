"""Taking in a file of answers that a student's browser could not send."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from exams.errors import Refused
from exams.forms.handing import HandedChoiceForm, HandedFileForm
from exams.localized import localize
from exams.models import Attempt
from exams.presenting.teaching.handing import compare_questions
from exams.services.handed_files import (
    HandedFile,
    load_handed_questions,
    read_handed_file,
    take_handed_answers,
)
from exams.views.teacher.guard import taught_attempt, teachers_only
from exams.wording import word_error

__all__ = ["teacher_hand_in"]


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_hand_in(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """A file is chosen, looked at, and taken in. Between the last two it travels in the page."""
    attempt = taught_attempt(request, attempt_id)
    if request.method != "POST":
        return _ask(request, attempt, HandedFileForm())
    if "handed" in request.POST:
        return _take(request, attempt)
    form = HandedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, attempt, form)
    try:
        file = read_handed_file(form.cleaned_data["file"], attempt=attempt)
    except Refused as refusal:
        form.add_error("file", word_error(refusal))
        return _ask(request, attempt, form)
    return _show(request, attempt, file)


def _ask(request: HttpRequest, attempt: Attempt, form: HandedFileForm) -> HttpResponse:
    context = {"attempt": attempt, "title": localize(attempt.assignment.paper.exam.title), "form": form}
    return render(request, "exams/teacher/hand_in.html", context, status=422 if form.errors else 200)


def _show(
    request: HttpRequest, attempt: Attempt, file: HandedFile, *, form: HandedChoiceForm | None = None
) -> HttpResponse:
    questions = compare_questions(attempt, load_handed_questions(attempt, file))
    context = {
        "attempt": attempt,
        "title": localize(attempt.assignment.paper.exam.title),
        "file": file,
        "handed": file.model_dump_json(),
        "questions": questions,
        "can_be_taken": any(question.handed.can_be_taken for question in questions),
        "form": form,
    }
    return render(request, "exams/teacher/hand_in_preview.html", context, status=422 if form else 200)


def _take(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    try:
        file = read_handed_file(request.POST["handed"].encode(), attempt=attempt)
    except Refused as refusal:
        messages.error(request, word_error(refusal))
        return redirect("teacher_hand_in", attempt_id=attempt.pk)
    form = HandedChoiceForm(request.POST, positions=sorted({one.position for one in file.messages}))
    if not form.is_valid():
        return _show(request, attempt, file, form=form)
    try:
        taken = take_handed_answers(
            attempt.pk,
            file=file,
            positions=form.cleaned_data["positions"],
            by=request.user,
            address=client_address(request),
        )
    except Refused as refusal:
        form.add_error(None, word_error(refusal))
        return _show(request, attempt, file, form=form)
    said = ngettext(
        "%(count)d answer was taken in.", "%(count)d answers were taken in.", len(taken.positions)
    )
    messages.success(request, said % {"count": len(taken.positions)})
    return redirect("teacher_attempt", attempt_id=attempt.pk)
