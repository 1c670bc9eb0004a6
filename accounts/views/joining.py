"""The page on which a student joins a class."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.addresses import client_address
from accounts.errors import JoinRefused
from accounts.forms.joining import JoinForm, RegisterForm
from accounts.models import Enrollment, User
from accounts.refusals import limited
from accounts.services.classes import join_classroom, register_student

__all__ = ["join"]


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@limited
def join(request: HttpRequest) -> HttpResponse:
    """Join a class by its code: with a new account, or with the one that is signed in."""
    if request.method == "POST":
        limits.count_join(client_address(request))
    if request.user.is_authenticated:
        return _join_as(request, request.user)
    return _join_anew(request)


def _join_as(request: HttpRequest, user: User) -> HttpResponse:
    form = JoinForm(request.POST or None)
    if not _is_good(request, form):
        return render(request, "accounts/join.html", {"form": form})
    try:
        enrollment = join_classroom(user, code=form.cleaned_data["code"], address=client_address(request))
    except JoinRefused as refusal:
        form.refuse(refusal)
        return render(request, "accounts/join.html", {"form": form})
    return _joined(request, enrollment)


def _join_anew(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    if not _is_good(request, form):
        return render(request, "accounts/join.html", {"form": form})
    try:
        enrollment = register_student(
            **form.cleaned_data, language=get_language(), address=client_address(request)
        )
    except JoinRefused as refusal:
        form.refuse(refusal)
        return render(request, "accounts/join.html", {"form": form})
    get_adapter().login(request, enrollment.user)
    return _joined(request, enrollment)


def _is_good(request: HttpRequest, form: JoinForm) -> bool:
    if not form.is_bound:
        return False
    is_good = form.is_valid()
    if form.has_wrong_code():
        limits.count_wrong_join_code(client_address(request))
    if is_good:
        limits.count_join_code(form.cleaned_data["code"])
    return is_good


def _joined(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    messages.success(request, _("You are in %(name)s.") % {"name": enrollment.classroom.name})
    return redirect("home")
