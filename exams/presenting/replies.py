"""Answers to the exam page's own requests: JSON, with the one error shape of the whole site."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from accounts.error_body import error_body
from exams.errors import ExamError
from exams.presenting.notices import notices_for
from exams.services.delivery import PulseResult, SaveResult, is_paused
from exams.wording import word_error

__all__ = [
    "late_error",
    "pulse_to_json",
    "refusal_details",
    "refusal_reply",
    "refusal_status",
    "save_reply",
    "save_to_json",
]

STATUS = {
    "reused_seq": 422,
    "unknown_position": 422,
    "unknown_part": 422,
    "unknown_option": 422,
    "bad_message": 400,
    "message_too_large": 413,
    "too_many_codes": 429,
}


TOLD = ("newest_seq", "position", "part", "option", "where")  # what a program can act on


def refusal_status(error: ExamError) -> int:
    """409 when the act may not happen now; 400 or 422 when the message itself was wrong."""
    return STATUS.get(error.code, 409)


def refusal_details(error: ExamError) -> dict[str, Any]:
    """What a program needs to mend its message."""
    return {name: error.values[name] for name in TOLD if name in error.values}


def refusal_reply(request: HttpRequest, error: ExamError) -> JsonResponse:
    """What was refused, as a sentence and a code; 409 unless the message itself was wrong."""
    body = error_body(request, code=error.code, message=word_error(error), details=refusal_details(error))
    return JsonResponse(body, status=refusal_status(error))


def save_reply(request: HttpRequest, result: SaveResult) -> JsonResponse:
    """200 with what stands on the server; 409 with the same beside the error when it came too late."""
    data = save_to_json(result)
    if not result.closed:
        return JsonResponse(data)
    late = late_error(result)
    return JsonResponse({**error_body(request, code=late.code, message=word_error(late)), **data}, status=409)


def late_error(result: SaveResult) -> ExamError:
    """Why an answer that arrived does not count: the teacher has paused the exam, or time is up."""
    return ExamError("attempt_paused" if result.held else "time_is_up")


def local_time(moment: datetime) -> str:
    """RFC 3339 with the offset of the site's time zone, as everywhere in the API."""
    return timezone.localtime(moment).isoformat()


def save_to_json(result: SaveResult) -> dict[str, Any]:
    """The reply to a save, times as RFC 3339."""
    return {
        "outcome": result.outcome,
        "revision": result.revision,
        "newest_seq": result.newest_seq,
        "value": result.value,
        "saved_at": result.saved_at and local_time(result.saved_at),
        "server_time": local_time(result.server_time),
        "deadline_at": local_time(result.deadline_at),
        "paused": result.paused,
        "notice": result.notice,
    }


def pulse_to_json(result: PulseResult) -> dict[str, Any]:
    """The reply to a pulse, times as RFC 3339, what students are told in the language of the request."""
    attempt = result.attempt
    return {
        "server_time": local_time(result.server_time),
        "deadline_at": local_time(attempt.deadline_at),
        "state": attempt.state,
        "paused": is_paused(attempt),
        "in_charge": result.is_in_charge,
        "notice": result.notice,
        "notices": notices_for(attempt, result.notices) if result.notices else [],
    }
