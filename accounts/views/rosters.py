"""Pages that bring a roster in, let one out, and print the slips that students join with."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import limits
from accounts.addresses import client_address
from accounts.codes import shown_join_code
from accounts.errors import ClassRefused, RosterChanged, RosterUnreadable
from accounts.forms.classes import RosterFileForm
from accounts.models import Classroom, Enrollment
from accounts.refusals import limited
from accounts.rosters.planning import Kind, Plan, plan_roster
from accounts.rosters.reading import RosterFile, read_roster
from accounts.rosters.rows import Row
from accounts.rosters.tables import ROSTER_FORMATS
from accounts.services import audit
from accounts.services.rosters import import_roster as carry_out
from accounts.views.classes import BY_NUMBER
from accounts.views.guards import get_managed_classroom
from accounts.wording import class_refusal, problem_sentence, roster_refusal

__all__ = ["cards", "confirm_roster", "export_roster", "import_roster"]

PREVIEW_LIFETIME_S = 3600
MOST_BLANK_CARDS = 60


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@limited
def import_roster(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """Read a roster file and show what it would change; nothing is written."""
    managed = get_managed_classroom(request, classroom_id)
    if managed.archived_at is not None:
        messages.error(request, class_refusal(ClassRefused("archived")))
        return redirect("classroom", classroom_id)
    if request.method == "GET":
        return _file_page(request, managed, RosterFileForm())
    limits.count_roster(request.user)
    form = RosterFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, managed, form)
    try:
        read = read_roster(form.read())
    except RosterUnreadable as refusal:
        form.add_error("file", roster_refusal(refusal))
        return _file_page(request, managed, form)
    return _preview(request, managed, read)


@sensitive_variables("newcomers")
@login_required
@never_cache
@require_POST
@limited
def confirm_roster(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """Carry out what was shown, if it still is what would happen; show the new passwords this once."""
    managed = get_managed_classroom(request, classroom_id)
    limits.count_roster(request.user)
    try:
        rows, agreed = _unsealed(request, managed)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Send the file again."))
        return redirect("import_roster", classroom_id)
    try:
        plan, newcomers = carry_out(
            managed, rows=rows, agreed=agreed, by=request.user, address=client_address(request)
        )
    except ClassRefused as refusal:
        messages.error(request, class_refusal(refusal))
        return redirect("classroom", classroom_id)
    except RosterChanged:
        return _preview(request, managed, RosterFile(rows, [], []), changed=True)
    context = {
        "classroom": managed,
        "newcomers": newcomers,
        "done": _counts(plan),
        "sign_in_address": request.build_absolute_uri(reverse("home")),
    }
    return render(request, "accounts/roster_done.html", context)


@login_required
@require_http_methods(["GET"])
def export_roster(request: HttpRequest, classroom_id: UUID, format_name: str) -> HttpResponse:
    """The roster as a file; the audit log says who took it."""
    managed = get_managed_classroom(request, classroom_id)
    content_type, write = ROSTER_FORMATS[format_name]
    rows = list(_places(managed))
    with transaction.atomic():
        audit.record(
            "roster_exported",
            by=request.user,
            subject=managed,
            school=managed.school,
            address=client_address(request),
            data={"rows": len(rows), "format": format_name},
        )
    name = get_valid_filename(f"{managed.name}-{timezone.localdate():%Y%m%d}.{format_name}")
    response = HttpResponse(write(rows), content_type=content_type)
    response.headers["Content-Disposition"] = _attachment(name)
    return response


@login_required
@never_cache
@require_http_methods(["GET"])
def cards(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """Slips to cut apart: one for each student of the class, or blank ones with the class code."""
    managed = get_managed_classroom(request, classroom_id)
    count = request.GET.get("blank", "")
    blank = (
        min(int(count), MOST_BLANK_CARDS) if count.isascii() and count.isdecimal() and len(count) < 4 else 0
    )
    context = {
        "classroom": managed,
        "places": [] if blank else list(_places(managed)),
        "blank": range(blank),
        "most_blank": MOST_BLANK_CARDS,
        "join_code": shown_join_code(managed.join_code) if managed.is_open and managed.join_code else "",
        "join_address": request.build_absolute_uri(reverse("join")),
        "sign_in_address": request.build_absolute_uri(reverse("home")),
    }
    return render(request, "accounts/cards.html", context)


def _file_page(request: HttpRequest, managed: Classroom, form: RosterFileForm) -> HttpResponse:
    return render(request, "accounts/roster_import.html", {"classroom": managed, "form": form})


def _preview(
    request: HttpRequest, managed: Classroom, read: RosterFile, *, changed: bool = False
) -> HttpResponse:
    plan = plan_roster(managed, read.rows)
    problems = sorted([*read.problems, *plan.problems], key=lambda problem: problem.line)
    context = {
        "classroom": managed,
        "plan": plan,
        "counts": _counts(plan),
        "problems": [(problem.line, problem_sentence(problem)) for problem in problems],
        "ignored": read.ignored,
        "changed": changed,
        "sealed": "" if problems else _sealed(request, managed, read.rows, plan),
    }
    return render(request, "accounts/roster_preview.html", context)


def _counts(plan: Plan) -> dict[str, int]:
    """How many rows of each kind."""
    return {kind.value: len(plan.of_kind(kind)) for kind in Kind}


def _sealed(request: HttpRequest, managed: Classroom, rows: list[Row], plan: Plan) -> str:
    """Rows and the fingerprint of their plan, for the browser to bring back: nothing waits on the server."""
    content = {"rows": [astuple(row) for row in rows], "plan": plan.fingerprint}
    return signing.dumps(content, salt=_salt(request, managed), compress=True)


def _unsealed(request: HttpRequest, managed: Classroom) -> tuple[list[Row], str]:
    """What ``_sealed`` made for the same person and class; raises BadSignature."""
    content: dict[str, Any] = signing.loads(
        request.POST.get("sealed", ""), salt=_salt(request, managed), max_age=PREVIEW_LIFETIME_S
    )
    return [Row(*row) for row in content["rows"]], content["plan"]


def _salt(request: HttpRequest, managed: Classroom) -> str:
    return f"accounts.roster:{managed.pk}:{request.user.pk}"


def _places(managed: Classroom) -> Any:
    present = Enrollment.objects.present().filter(classroom=managed)
    return present.select_related("user").order_by(*BY_NUMBER)


def _attachment(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"
