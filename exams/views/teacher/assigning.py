"""Giving a paper to classes, and changing the terms later."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from accounts.models import Classroom
from exams.errors import Refused
from exams.forms import AssignForm, TermsForm
from exams.localized import localize
from exams.models import Attempt
from exams.services.assigning import assign_to_classes, change_terms
from exams.views.teacher.guard import taught_assignment, teachers_only, visible_paper
from exams.wording import word_error

__all__ = ["teacher_assign", "teacher_assignment_settings"]


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_assign(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Classes and terms; one assignment a class, all or none."""
    paper = visible_paper(request, paper_id)
    taught = Classroom.objects.taught_by(request.user).filter(school=paper.exam.school_id, archived_at=None)
    form = AssignForm(request.POST or None, classrooms=taught.order_by("-year", "name"))
    if request.method == "POST" and form.is_valid():
        try:
            made = assign_to_classes(
                paper,
                form.cleaned_data["classrooms"],
                form.terms,
                by=request.user,
                address=client_address(request),
            )
        except Refused as refusal:
            form.add_error(None, word_error(refusal))
        else:
            said = ngettext("Given to %(count)d class.", "Given to %(count)d classes.", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect("teacher_assignment", assignment_id=made[0].pk)
    context = {
        "paper": paper,
        "title": localize(paper.exam.title),
        "form": form,
        "has_classes": taught.exists(),
        "questions": len(paper.outline["items"]),
    }
    return render(request, "exams/teacher/assign.html", context, status=422 if form.errors else 200)


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_assignment_settings(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Other terms for an exam that was given already."""
    assignment = taught_assignment(request, assignment_id)
    form = TermsForm(request.POST or None, initial=TermsForm.initial_of(assignment))
    if request.method == "POST" and form.is_valid():
        try:
            _row, changed = change_terms(
                assignment.pk, form.terms_over(assignment), by=request.user, address=client_address(request)
            )
        except Refused as refusal:
            form.add_error(None, word_error(refusal))
        else:
            messages.success(
                request, _("The settings are changed.") if changed else _("Nothing has changed.")
            )
            return redirect("teacher_assignment", assignment_id=assignment.pk)
    context = {
        "assignment": assignment,
        "title": localize(assignment.paper.exam.title),
        "form": form,
        "has_started": Attempt.objects.filter(assignment=assignment).exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "exams/teacher/assignment_settings.html", context, status=status)
