"""Pages about one student of a class: number, time in exams, coming and going, a new password."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts.addresses import client_address
from accounts.errors import ClassRefused, ResetRefused
from accounts.forms.students import AccommodationForm, NumberForm
from accounts.models import Accommodation, Classroom, Enrollment, User
from accounts.permissions import can_reset_password
from accounts.services import students
from accounts.services.passwords import reset_password as give_new_password
from accounts.views.guards import get_managed_classroom, get_place
from accounts.wording import class_refusal

__all__ = [
    "classroom_student",
    "end_accommodation",
    "enrol_again",
    "remove_student",
    "reset_password",
    "set_accommodation",
]


@login_required
@require_http_methods(["GET", "POST"])
def classroom_student(request: HttpRequest, classroom_id: UUID, user_id: UUID) -> HttpResponse:
    """One student of a class; saves the number."""
    managed = get_managed_classroom(request, classroom_id)
    place = get_place(managed, user_id)
    form = NumberForm(request.POST or None, initial={"number": place.number})
    if form.is_bound and form.is_valid():
        try:
            students.set_number(
                place.user,
                classroom=managed,
                **form.cleaned_data,
                by=request.user,
                address=client_address(request),
            )
        except ClassRefused as refusal:
            form.add_error("number", class_refusal(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("classroom_student", classroom_id, user_id)
    return _student_page(request, managed, place, number_form=form)


@login_required
@require_POST
def remove_student(request: HttpRequest, classroom_id: UUID, user_id: UUID) -> HttpResponse:
    """Take the student out of the class; they can be taken back."""
    managed = get_managed_classroom(request, classroom_id)
    place = get_place(managed, user_id)
    try:
        students.remove_student(
            place.user, classroom=managed, by=request.user, address=client_address(request)
        )
    except ClassRefused as refusal:
        messages.error(request, class_refusal(refusal))
    else:
        messages.success(request, _("%(name)s is not in the class any more.") % {"name": place.user.name})
    return redirect("classroom_student", classroom_id, user_id)


@login_required
@require_POST
def enrol_again(request: HttpRequest, classroom_id: UUID, user_id: UUID) -> HttpResponse:
    """Take a student back who had left."""
    managed = get_managed_classroom(request, classroom_id)
    place = get_place(managed, user_id)
    try:
        students.enrol_again(place.user, classroom=managed, by=request.user, address=client_address(request))
    except ClassRefused as refusal:
        messages.error(request, class_refusal(refusal))
    else:
        messages.success(request, _("%(name)s is in the class again.") % {"name": place.user.name})
    return redirect("classroom_student", classroom_id, user_id)


@login_required
@require_POST
def set_accommodation(request: HttpRequest, classroom_id: UUID, user_id: UUID) -> HttpResponse:
    """Give the student more time in the exams of the school."""
    managed = get_managed_classroom(request, classroom_id)
    place = _present_or_404(get_place(managed, user_id))
    form = AccommodationForm(request.POST, initial=_accommodation_initial(_accommodation(place, managed)))
    if not form.is_valid():
        return _student_page(request, managed, place, accommodation_form=form)
    students.set_accommodation(
        place.user,
        school=managed.school,
        **form.cleaned_data,
        by=request.user,
        address=client_address(request),
    )
    messages.success(request, _("The time in exams was set."))
    return redirect("classroom_student", classroom_id, user_id)


@login_required
@require_POST
def end_accommodation(request: HttpRequest, classroom_id: UUID, user_id: UUID) -> HttpResponse:
    """From now on the student has the time that everybody has."""
    managed = get_managed_classroom(request, classroom_id)
    place = _present_or_404(get_place(managed, user_id))
    students.end_accommodation(
        place.user, school=managed.school, by=request.user, address=client_address(request)
    )
    messages.success(request, _("%(name)s has the usual time in exams.") % {"name": place.user.name})
    return redirect("classroom_student", classroom_id, user_id)


@sensitive_variables("password")
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest, classroom_id: UUID, user_id: UUID) -> HttpResponse:
    """Ask first, then give the student a temporary password and show it this once."""
    managed = get_managed_classroom(request, classroom_id)
    student = get_object_or_404(User.objects.filter(enrollment__classroom=managed), pk=user_id)
    context = {
        "classroom": managed,
        "student": student,
        "allowed": can_reset_password(request.user, student, managed),
    }
    if request.method == "GET":
        return render(request, "accounts/reset_password.html", context)
    if not context["allowed"]:
        return render(request, "accounts/reset_password.html", context, status=403)
    try:
        context["password"] = give_new_password(
            student, classroom=managed, by=request.user, address=client_address(request)
        )
    except ResetRefused as refusal:
        raise Http404 from refusal
    return render(request, "accounts/reset_password.html", context)


def _student_page(
    request: HttpRequest,
    managed: Classroom,
    place: Enrollment,
    *,
    number_form: NumberForm | None = None,
    accommodation_form: AccommodationForm | None = None,
) -> HttpResponse:
    accommodation = _accommodation(place, managed)
    context = {
        "classroom": managed,
        "place": place,
        "student": place.user,
        "accommodation": accommodation,
        "holds_today": accommodation is not None
        and Accommodation.objects.filter(pk=accommodation.pk).at(timezone.localdate()).exists(),
        "number_form": number_form or NumberForm(initial={"number": place.number}),
        "accommodation_form": accommodation_form
        or AccommodationForm(initial=_accommodation_initial(accommodation)),
    }
    return render(request, "accounts/classroom_student.html", context)


def _accommodation(place: Enrollment, managed: Classroom) -> Accommodation | None:
    return Accommodation.objects.filter(school=managed.school, user=place.user).first()


def _accommodation_initial(accommodation: Accommodation | None) -> dict[str, object]:
    if accommodation is None:
        return {"factor": "1.5"}
    return {"factor": accommodation.factor, "since": accommodation.since, "until": accommodation.until}


def _present_or_404(place: Enrollment) -> Enrollment:
    """Who has left is helped by the teachers of where they are now."""
    if place.left_at is not None:
        raise Http404
    return place
