"""How the site says that something went wrong: one JSON shape under /api/, pages elsewhere.

Every error of the API, whoever raised it, is

    {"error": code, "message": sentence, "details": {...}, "timestamp": RFC 3339, "request_id": ...}

``details.fields`` lists what is wrong with the body, ``details.retry_after`` says the seconds to wait;
an exception may bring its own ``details``. No error says what exists, or how the inside looks.
"""

from __future__ import annotations

import math
import re
import sys
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_standardized_errors.formatter import ExceptionFormatter, flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions, status

from accounts.error_body import error_body

__all__ = [
    "ErrorFormatter",
    "ErrorHandler",
    "csrf_failure",
    "handler400",
    "handler403",
    "handler404",
    "handler500",
]


ANSWER_FIELD = re.compile(r"q\d+-part-")
AGAIN_AFTER_S = 2
# The database is away, busy beyond patience, or its disk is full: the same request may succeed later.
UNAVAILABLE = (OperationalError, InterfaceError)


class BodyTooBig(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("The request is too big.")
    default_code = "too_big"


class Unavailable(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    wait = AGAIN_AFTER_S


class ErrorHandler(ExceptionHandler):
    """Also gives a status to what Django itself refuses while the body is read."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, RequestDataTooBig):
            return BodyTooBig()
        if isinstance(exc, SuspiciousOperation | RecursionError):  # the latter: JSON nested without end
            return exceptions.ParseError()
        if isinstance(exc, UNAVAILABLE):
            return Unavailable()
        return super().convert_known_exceptions(exc)

    def get_headers(self, exc: exceptions.APIException) -> dict[str, str]:
        headers: dict[str, str] = super().get_headers(exc)
        if isinstance(exc, exceptions.Throttled):
            headers["Retry-After"] = str(retry_after(exc))
        return headers


class ErrorFormatter(ExceptionFormatter):
    """The shape above, for ``DRF_STANDARDIZED_ERRORS``."""

    def run(self) -> dict[str, Any]:
        return error_body(
            cast(HttpRequest, self.context["request"]),
            code=self.code(),
            message=self.message(),
            details=self.details(),
        )

    def code(self) -> str:
        if status.is_server_error(self.exc.status_code):
            return "server_error"
        if isinstance(self.exc, exceptions.ValidationError):
            return "invalid"
        codes = self.exc.get_codes()
        return codes if isinstance(codes, str) else self.exc.default_code

    def message(self) -> str:
        if status.is_server_error(self.exc.status_code):
            return _("Something went wrong on our side. Nothing you sent before is lost.")
        if isinstance(self.exc, exceptions.ValidationError):
            return _("Some of what was sent cannot be used. The details say what.")
        if isinstance(self.exc, exceptions.Throttled):
            return _("Too many requests. Try again in %(seconds)d seconds.") % {
                "seconds": retry_after(self.exc)
            }
        return str(flatten_errors(self.exc.detail)[0].detail)

    def details(self) -> dict[str, Any]:
        if isinstance(self.exc, exceptions.ValidationError):
            errors = flatten_errors(self.exc.detail)
            return {"fields": [{"field": e.attr, "code": e.code, "message": str(e.detail)} for e in errors]}
        if isinstance(self.exc, exceptions.Throttled):
            return {"retry_after": retry_after(self.exc)}
        return getattr(self.exc, "details", {})


def retry_after(throttled: exceptions.Throttled) -> int:
    """Whole seconds to wait, at least 1."""
    return max(1, math.ceil(getattr(throttled, "wait", None) or 1))


def is_for_api(request: HttpRequest) -> bool:
    """Asked below /api/, where every answer is JSON."""
    return request.path.startswith("/api/")


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django itself cannot accept: a foreign Host, too many fields."""
    if is_for_api(request):
        return json_error(request, 400, code="bad_request", message=_("The request cannot be read."))
    return HttpResponse(render_to_string("400.html"), status=400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something this person may not do."""
    if is_for_api(request):
        return json_error(request, 403, code="permission_denied", message=_("You may not do this."))
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form or a script of ours whose CSRF cookie is gone or old. What a script sends is answered in JSON;
    to whoever is signed out that they are, because signing in mends both."""
    if "application/json" not in (request.content_type, request.headers.get("Accept", "")):
        return render(request, "403_csrf.html", {"typed": typed_answers(request)}, status=403)
    if not request.user.is_authenticated:
        message = _("Sign in again; your answer is kept here.")
        return json_error(request, 401, code="not_signed_in", message=message)
    message = _("You signed in or out in another tab since this page was loaded. Load it again.")
    return json_error(request, 403, code="csrf_failed", message=message)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing that this person may see: the two are not told apart."""
    if is_for_api(request):
        return json_error(request, 404, code="not_found", message=_("There is nothing at this address."))
    return render(request, "404.html", status=404)


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that cannot be reached, which is worth another try. The page is rendered
    without the request: what failed may be what it would read."""
    is_down = isinstance(sys.exc_info()[1], UNAVAILABLE)
    status_code = 503 if is_down else 500
    response: HttpResponse
    if is_for_api(request):
        message = _("Something went wrong on our side. Nothing you sent before is lost.")
        response = json_error(request, status_code, code="server_error", message=message)
    else:
        about = {"status": status_code, "request_id": getattr(request, "request_id", "")}
        page = render_to_string("500.html", about)
        response = HttpResponse(page, status=status_code)
    if is_down:
        response["Retry-After"] = str(AGAIN_AFTER_S)
    return response


def typed_answers(request: HttpRequest) -> list[str]:
    """What the plain form of an exam page said: shown to be copied, and never sent from there, because
    another site may have posted it."""
    return [str(text) for name, text in request.POST.items() if text and ANSWER_FIELD.match(name)]


def json_error(request: HttpRequest, status_code: int, *, code: str, message: str) -> JsonResponse:
    """An API error as a response."""
    return JsonResponse(error_body(request, code=code, message=message), status=status_code)
