"""Bringing questions in from a file: first what it would do, then doing it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.addresses import client_address
from accounts.models import School
from accounts.refusals import limited
from exams.errors import BankError
from exams.forms.importing import AgreedForm, BankFileForm
from exams.import_wording import word_loss
from exams.services.authoring import ImportReport, import_bank, preview_bank
from exams.views.teacher.guard import teachers_only
from exams.wording import word_error

__all__ = ["teacher_import"]

KEPT_S = 30 * 60
MOST_SHOWN = 500


@teachers_only
@limited
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_import(request: HttpRequest) -> HttpResponse:
    """A file is chosen, looked at, and taken. Between the last two it is kept for half an hour, for the one
    who sent it."""
    schools = list(School.objects.staffed_by(request.user).order_by("name"))
    if request.method != "POST":
        return _ask(request, BankFileForm(schools=schools))
    limits.count_bank_file(request.user)
    if "agreed" in request.POST:
        return _take(request, schools)
    form = BankFileForm(request.POST, request.FILES, schools=schools)
    if not form.is_valid():
        return _ask(request, form, status=422)
    data = form.cleaned_data["file"].read()
    options = {"school": form.chosen_school, "language": form.cleaned_data["language"]}
    try:
        report = preview_bank(data, owner=request.user, **options)
    except BankError as error:
        form.add_error("file", word_error(error))
        return _ask(request, form, status=422)
    digest = hashlib.sha256(data).hexdigest()
    cache.set(_place(request, digest), data, KEPT_S)
    context = {"agreed": digest, "file": form.cleaned_data["file"].name, **options}
    return render(request, "exams/teacher/import_preview.html", {**context, **_lists(report)})


def _ask(request: HttpRequest, form: BankFileForm, *, status: int = 200) -> HttpResponse:
    return render(request, "exams/teacher/import.html", {"form": form}, status=status)


def _take(request: HttpRequest, schools: list[School]) -> HttpResponse:
    form = AgreedForm(request.POST, schools=schools)
    data = cache.get(_place(request, form.cleaned_data["agreed"])) if form.is_valid() else None
    if data is None:
        messages.error(request, _("The file is no longer at hand. Choose it again."))
        return redirect("teacher_import")
    report = import_bank(
        data,
        school=form.chosen_school,
        owner=request.user,
        language=form.cleaned_data["language"],
        address=client_address(request),
    )
    return render(request, "exams/teacher/import_done.html", _lists(report))


def _place(request: HttpRequest, digest: str) -> str:
    return f"bank-file:{request.user.pk}:{digest}"


def _lists(report: ImportReport) -> dict[str, Any]:
    """What the pages show of a report; of very long lists the beginning."""
    refused = [(one.name, word_error(one.error)) for one in report.refused]
    simplified = [(one, [word_loss(loss) for loss in one.losses]) for one in report.simplified]
    whole = [one for one in report.questions if not one.losses]
    return {
        "report": report,
        "counts": {
            "new": sum(one.is_changed for one in report.questions),
            "unchanged": report.unchanged,
            "simplified": len(simplified),
            "refused": len(refused),
        },
        "refused": refused[:MOST_SHOWN],
        "simplified": simplified[:MOST_SHOWN],
        "whole": whole[:MOST_SHOWN],
        "most_shown": MOST_SHOWN,
        "is_cut": max(len(refused), len(simplified), len(whole)) > MOST_SHOWN,
    }
