"""What the exam page sends while a student works: answers, and a sign of life. Every reply is JSON."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.error_body import error_body
from exams.errors import Refused
from exams.models import Attempt
from exams.presenting.messages import LARGEST_MESSAGE, read_message, read_pulse
from exams.presenting.replies import pulse_to_json, refusal_reply, save_reply
from exams.services.delivery import save_response, take_pulse
from exams.views.holding import drop_held

__all__ = ["pulse", "save"]


@require_http_methods(["PUT"])
def save(request: HttpRequest, attempt_id: UUID, position: int) -> JsonResponse:
    """Takes one answer from the exam page. Replies JSON whatever happens, 401 when nobody is signed in."""
    if not request.user.is_authenticated:
        return _json_error(
            request, "not_signed_in", _("Sign in again; your answer is kept here."), status=401
        )
    try:
        message = read_message(_body(request))
        result = save_response(attempt_id, student=request.user, position=position, message=message)
    except Refused as refusal:
        return refusal_reply(request, refusal)
    except Attempt.DoesNotExist:
        return _json_error(request, "not_found", _("There is no such attempt."), status=404)
    if not result.closed:
        # What was posted before the script was there would else come back at each load, over newer answers.
        drop_held(request, attempt_id, position)
    return save_reply(request, result)


@require_http_methods(["POST"])
def pulse(request: HttpRequest, attempt_id: UUID) -> JsonResponse:
    """Hears where the exam page is, and says what the student has to know: the clock, notices, a pause, the
    end. Replies JSON whatever happens, 401 when nobody is signed in."""
    if not request.user.is_authenticated:
        return _json_error(
            request, "not_signed_in", _("Sign in again; your answer is kept here."), status=401
        )
    try:
        result = take_pulse(attempt_id, student=request.user, pulse=read_pulse(_body(request)))
    except Refused as refusal:
        return refusal_reply(request, refusal)
    except Attempt.DoesNotExist:
        return _json_error(request, "not_found", _("There is no such attempt."), status=404)
    return JsonResponse(pulse_to_json(result))


def _body(request: HttpRequest) -> bytes:
    """The body, if it is small enough to be an answer."""
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise Refused("message_too_large") from error
    if len(body) > LARGEST_MESSAGE:
        raise Refused("message_too_large")
    return body


def _json_error(request: HttpRequest, code: str, message: str, *, status: int) -> JsonResponse:
    return JsonResponse(error_body(request, code=code, message=message), status=status)
