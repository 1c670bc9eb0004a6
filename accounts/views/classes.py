"""Pages about classes: the list of one's own, a class with its roster, making and changing one, its code."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.addresses import client_address
from accounts.codes import shown_join_code
from accounts.errors import ClassRefused
from accounts.forms.classes import ClassroomForm, CodeForm, NewClassroomForm, school_year
from accounts.models import Classroom, Enrollment, Teaching
from accounts.permissions import can_manage_classroom
from accounts.services import classes as codes
from accounts.services import classrooms
from accounts.views.guards import get_managed_classroom
from accounts.wording import class_refusal

__all__ = [
    "archive_classroom",
    "classes",
    "classroom",
    "close_code",
    "edit_classroom",
    "new_classroom",
    "renew_code",
    "restore_classroom",
]

CLASSES_A_PAGE = 30
STUDENTS_A_PAGE = 50
BY_NUMBER = [F("number").asc(nulls_last=True), "user__name", "pk"]
ROSTER_ORDERS: dict[str, list] = {
    "number": BY_NUMBER,
    "name": ["user__name", "number", "pk"],
    "seen": [F("user__last_login").desc(nulls_last=True), "user__name", "pk"],
}
CLASS_ORDERS: dict[str, list] = {
    "year": ["-year", "name", "pk"],
    "name": ["name", "-year", "pk"],
    "students": ["-student_count", "-year", "name", "pk"],
}


@login_required
@require_http_methods(["GET"])
def classes(request: HttpRequest) -> HttpResponse:
    """The classes one teaches, and those one attends; for students that is the page of their classes."""
    if not request.user.is_teacher:
        return redirect("my_classes")
    attended = Classroom.objects.attended_by(request.user).filter(archived_at=None)
    context = {"attended": attended.prefetch_related(_teachers()), **_taught_classes(request)}
    return render(request, "accounts/classes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_classroom(request: HttpRequest) -> HttpResponse:
    """Make a class at a school at which one teaches."""
    if not request.user.is_teacher:
        raise Http404
    form = NewClassroomForm(request.POST or None, teacher=request.user, initial={"year": school_year()})
    if form.is_valid():
        try:
            made = classrooms.create_classroom(
                **form.cleaned_data, by=request.user, address=client_address(request)
            )
        except ClassRefused as refusal:
            form.add_error("name", class_refusal(refusal))
        else:
            messages.success(request, _("The class was made. Import its roster, or make a class code."))
            return redirect("classroom", made.pk)
    return render(request, "accounts/classroom_form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit_classroom(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """Name and year of a class; the archive."""
    managed = get_managed_classroom(request, classroom_id)
    form = ClassroomForm(request.POST or None, initial={"name": managed.name, "year": managed.year})
    if form.is_valid():
        try:
            classrooms.rename_classroom(
                managed, **form.cleaned_data, by=request.user, address=client_address(request)
            )
        except ClassRefused as refusal:
            form.add_error("name", class_refusal(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("classroom", classroom_id)
    return render(request, "accounts/classroom_form.html", {"form": form, "classroom": managed})


@login_required
@require_POST
def archive_classroom(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """Put the class away."""
    managed = get_managed_classroom(request, classroom_id)
    classrooms.archive_classroom(managed, by=request.user, address=client_address(request))
    messages.success(request, _("%(name)s is in the archive now.") % {"name": managed.name})
    return redirect("classroom", classroom_id)


@login_required
@require_POST
def restore_classroom(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """Take the class out of the archive."""
    managed = get_managed_classroom(request, classroom_id)
    try:
        classrooms.restore_classroom(managed, by=request.user, address=client_address(request))
    except ClassRefused as refusal:
        messages.error(request, class_refusal(refusal))
    else:
        messages.success(request, _("%(name)s is out of the archive.") % {"name": managed.name})
    return redirect("classroom", classroom_id)


@login_required
@require_http_methods(["GET"])
def classroom(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """One class for who manages it, with roster and code; who attends it is sent to the student's page."""
    visible = Classroom.objects.visible_to(request.user).select_related("school")
    shown = get_object_or_404(visible.prefetch_related(_teachers()), pk=classroom_id)
    if not can_manage_classroom(request.user, shown):
        return redirect("my_class", classroom_id)
    context = {
        "classroom": shown,
        **_roster(request, shown),
        "code_form": CodeForm(),
        "join_address": request.build_absolute_uri(reverse("join")),
        "join_code": shown_join_code(shown.join_code) if shown.is_open and shown.join_code else "",
    }
    return render(request, "accounts/classroom.html", context)


@login_required
@require_POST
def renew_code(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """Give the class a new code; the old one ends."""
    managed = get_managed_classroom(request, classroom_id)
    form = CodeForm(request.POST)
    lifetime = form.cleaned_data["lifetime"] if form.is_valid() else codes.JOIN_CODE_LIFETIME
    codes.create_join_code(managed, lifetime=lifetime, by=request.user, address=client_address(request))
    messages.success(request, _("The class has a new code."))
    return redirect("classroom", classroom_id)


@login_required
@require_POST
def close_code(request: HttpRequest, classroom_id: UUID) -> HttpResponse:
    """End the code of the class."""
    managed = get_managed_classroom(request, classroom_id)
    codes.close_join_code(managed, by=request.user, address=client_address(request))
    messages.success(request, _("Nobody can join the class until it has a new code."))
    return redirect("classroom", classroom_id)


def _taught_classes(request: HttpRequest) -> dict[str, object]:
    mine = Classroom.objects.taught_by(request.user)
    archived = request.GET.get("show") == "archived"
    year, order = request.GET.get("year", ""), _chosen(request, "sort", CLASS_ORDERS)
    found = mine.filter(archived_at__isnull=not archived)
    if year.isdecimal() and len(year) == 4:
        found = found.filter(year=int(year))
    present = Count("enrollment", filter=Q(enrollment__left_at=None))
    found = found.annotate(student_count=present).order_by(*CLASS_ORDERS[order])
    return {
        "taught": _page(request, found, CLASSES_A_PAGE),
        "years": sorted({str(row) for row in mine.values_list("year", flat=True).distinct()}, reverse=True),
        "year": year,
        "archived": archived,
        "sort": order,
        "query": _query(request, "year", "show", "sort"),
    }


def _roster(request: HttpRequest, shown: Classroom) -> dict[str, object]:
    order, left = _chosen(request, "sort", ROSTER_ORDERS), request.GET.get("show") == "left"
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:80]
    everyone = Enrollment.objects.filter(classroom=shown)
    rows = everyone.filter(left_at__isnull=not left)
    if words:
        named = Q(user__name__icontains=words) | Q(user__login__icontains=words.lower())
        rows = rows.filter(named | Q(number=int(words)) if _is_number(words) else named)
    rows = rows.select_related("user").with_factor(timezone.localdate()).order_by(*ROSTER_ORDERS[order])
    return {
        "enrollments": _page(request, rows, STUDENTS_A_PAGE),
        "counts": everyone.aggregate(
            present=Count("pk", filter=Q(left_at=None)), left=Count("pk", filter=~Q(left_at=None))
        ),
        "q": words,
        "left": left,
        "sort": order,
        "query": _query(request, "q", "show", "sort"),
    }


def _page(request: HttpRequest, rows: QuerySet, size: int) -> Page:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def _chosen(request: HttpRequest, name: str, choices: dict[str, list]) -> str:
    """What the address says, or the first choice."""
    word = request.GET.get(name, "")
    return word if word in choices else next(iter(choices))


def _query(request: HttpRequest, *names: str) -> str:
    """What the address says of ``names``, for the links to other pages of a list."""
    return urlencode({name: request.GET[name] for name in names if request.GET.get(name)})


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) <= 4


def _teachers() -> Prefetch:
    rows = Teaching.objects.select_related("user").order_by("user__name")
    return Prefetch("teaching_set", queryset=rows)
