"""Signing in from inside a page that stays open, because what stands in it must not be lost."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.error_body import error_body
from accounts.errors import TooManyRequests
from accounts.sign_in import authenticate_person

__all__ = ["sign_in_again"]


@sensitive_post_parameters("password")
@never_cache
@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """A GET gives nothing but the CSRF cookie; a POST of ``login`` and ``password`` begins a session, also
    in the place of somebody else's. 400 when they do not fit, 429 after too many that did not; JSON."""
    if request.method == "GET":
        return HttpResponse(status=204)
    login, password = request.POST.get("login", ""), request.POST.get("password", "")
    try:
        person = authenticate_person(request, login=login, password=password) if password else None
    except TooManyRequests as refusal:
        return _too_many(request, retry_after=refusal.retry_after)
    if person is None:
        message = _("The login or the password is not right.")
        return JsonResponse(error_body(request, code="wrong_password", message=message), status=400)
    get_adapter().login(request, person)
    return JsonResponse({"login": person.login})


def _too_many(request: HttpRequest, *, retry_after: int) -> JsonResponse:
    minutes = -(-retry_after // 60)
    message = ngettext(
        "Too many wrong passwords. Try again in %(minutes)d minute, or ask your teacher for a new one.",
        "Too many wrong passwords. Try again in %(minutes)d minutes, or ask your teacher for a new one.",
        minutes,
    ) % {"minutes": minutes}
    body = error_body(
        request, code="too_many_requests", message=message, details={"retry_after": retry_after}
    )
    return JsonResponse(body, status=429, headers={"Retry-After": str(retry_after)})
