"""Sitting an exam from a mobile client: the same services as the pages, the same rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.addresses import client_address
from accounts.api.errors import refused
from exams.api.reading import check_network_here, end_if_overdue, readable_responses, visible_attempt
from exams.api.refusals import RefusedHere
from exams.api.row_serializers import ResponseSerializer
from exams.api.serializers import (
    AttemptSerializer,
    PulseReplySerializer,
    PulseSerializer,
    ReceiptSerializer,
    ResultSerializer,
    SaveReplySerializer,
    SaveSerializer,
    StartSerializer,
)
from exams.errors import ExamError, Refused
from exams.models import Assignment, Attempt
from exams.models.attempt import ENDED_STATES
from exams.permissions import can_see_result, can_see_solution, is_own
from exams.presenting.messages import LARGEST_MESSAGE, parse_message, parse_pulse
from exams.presenting.questions import load_questions
from exams.presenting.replies import late_error, pulse_to_json, save_to_json
from exams.presenting.results import count_waiting, result_items
from exams.services.access_codes import start_with_code
from exams.services.clock import now_at, with_clock
from exams.services.delivery import save_response, submit_attempt, take_pulse
from exams.services.marking import mark_attempt_at_once

__all__ = [
    "AttemptDetail",
    "ResponseDetail",
    "ResultDetail",
    "SendPulse",
    "StartAttempt",
    "SubmitAttempt",
]

ANSWERS = {
    "Typed": {"text": "(3x+1)/(x-1)", "notation": "plain", "locale": "en"},
    "A choice": {"choice": ["o3"]},
    "True or false": {"choice": ["true"]},
    "Matching": {"match": {"s1": "o2", "s2": "o1"}},
    "An order": {"match": {"1": "o3", "2": "o1", "3": "o2"}},
    "Blanks": {"blanks": {"b1": "x-3", "b2": "7"}, "notation": "plain", "locale": "en"},
}


def _save_example(name: str) -> OpenApiExample:
    response = {"v": 1, "parts": {"a": ANSWERS[name]}}
    message = {"device": "my-client-1", "seq": 1, "base_revision": 0, "response": response}
    return OpenApiExample(name, value=message, request_only=True)


def _paper(attempt: Attempt) -> dict[str, Any]:
    return {"attempt": attempt, "server_time": now_at(attempt), "questions": load_questions(attempt)}


class StartAttempt(APIView):
    """Starts an attempt, or gives the one in progress."""

    throttle_scope = "save"

    @extend_schema(
        summary="Start an exam",
        description="Started twice, it is the same attempt.",
        request=StartSerializer,
        responses={
            200: AttemptSerializer,
            409: refused(
                "`not_open_yet`, `window_closed`, `no_attempts_left`, `wrong_network`, `wrong_access_code`"
            ),
        },
        tags=["assignments"],
    )
    def post(self, request: Request, assignment_id: UUID) -> Response:
        """Idempotent: started twice, it is the same attempt."""
        rows = Assignment.objects.attended_by(request.user).select_related("paper__exam", "classroom")
        assignment = get_object_or_404(with_clock(rows), pk=assignment_id)
        sent = StartSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            attempt = start_with_code(
                assignment, student=request.user, address=client_address(request), **sent.validated_data
            )
        except Refused as refusal:
            raise RefusedHere(refusal) from refusal
        return Response(AttemptSerializer(_paper(visible_attempt(request.user, attempt.pk))).data)


class AttemptDetail(APIView):
    """The paper of an attempt in progress, with what has been saved."""

    throttle_scope = "read"

    @extend_schema(
        summary="One attempt and its paper",
        description="To its student while it is in progress; ended attempts show no paper, their result "
        "does. To teachers of the class any time.",
        responses={200: AttemptSerializer, 409: refused("`attempt_ended`, `wrong_network`")},
        tags=["attempts"],
    )
    def get(self, request: Request, attempt_id: UUID) -> Response:
        """An overdue attempt ends when its student reads it."""
        attempt = visible_attempt(request.user, attempt_id)
        if is_own(request.user, attempt) and end_if_overdue(attempt):
            raise RefusedHere(ExamError("attempt_ended"))
        if is_own(request.user, attempt):
            check_network_here(attempt, request)
        return Response(AttemptSerializer(_paper(attempt)).data)


class ResponseDetail(APIView):
    """The answer at one position."""

    throttle_scope = "read"

    def get_throttles(self) -> list[BaseThrottle]:
        """Reading and saving are counted apart."""
        if self.request.method == "PUT":
            self.throttle_scope = "save"
        return super().get_throttles()

    @extend_schema(
        summary="What was answered at one position",
        description="As in the list; 404 where nothing has been saved.",
        responses={200: ResponseSerializer, 409: refused("`attempt_ended`")},
        tags=["attempts"],
    )
    def get(self, request: Request, attempt_id: UUID, position: int) -> Response:
        """What stands there now."""
        row = get_object_or_404(readable_responses(request.user, attempt_id), position=position)
        return Response(ResponseSerializer(row).data)

    @extend_schema(
        summary="Save an answer",
        description="Send it again until it is answered: the same message changes nothing the second time.",
        request=SaveSerializer,
        responses={
            200: SaveReplySerializer,
            409: refused(
                "`time_is_up`: too late, with what counts in `details`. `attempt_paused`: likewise; keep the "
                "answer and send it as a new message when the exam goes on"
            ),
            413: refused("`message_too_large`"),
            422: refused("`unknown_position`, `unknown_part`, `unknown_option`, `reused_seq`"),
        },
        examples=[_save_example(name) for name in ANSWERS],
        tags=["attempts"],
    )
    def put(self, request: Request, attempt_id: UUID, position: int) -> Response:
        """Send it again until it is answered: the same message changes nothing the second time."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_MESSAGE:
            raise RefusedHere(Refused("message_too_large"))
        try:
            message = parse_message(request.data)
            result = save_response(attempt_id, student=request.user, position=position, message=message)
        except Refused as refusal:
            raise RefusedHere(refusal) from refusal
        except Attempt.DoesNotExist as error:
            raise Http404 from error
        if result.closed:
            raise RefusedHere(late_error(result), details=save_to_json(result))
        return Response(save_to_json(result))


class SendPulse(APIView):
    """A sign of life, answered by what the student has to know."""

    throttle_scope = "save"

    @extend_schema(
        summary="Say where I am, hear what is new",
        description="Every 20 seconds while the exam is in view. `claim` makes this device the one in "
        "charge. Replies after the end, too: `state` says so.",
        request=PulseSerializer,
        responses={200: PulseReplySerializer},
        tags=["attempts"],
    )
    def post(self, request: Request, attempt_id: UUID) -> Response:
        """Waits for no save, and no save for it."""
        try:
            result = take_pulse(attempt_id, student=request.user, pulse=parse_pulse(request.data))
        except Refused as refusal:
            raise RefusedHere(refusal) from refusal
        except Attempt.DoesNotExist as error:
            raise Http404 from error
        return Response(pulse_to_json(result))


class SubmitAttempt(APIView):
    """Hands in."""

    throttle_scope = "save"

    @extend_schema(
        summary="Hand in",
        description="A second time it is the same receipt.",
        request=None,
        responses={200: ReceiptSerializer, 409: refused("`attempt_void`")},
        tags=["attempts"],
    )
    def post(self, request: Request, attempt_id: UUID) -> Response:
        """A second submit gets the same receipt."""
        try:
            attempt = submit_attempt(attempt_id, student=request.user)
        except Refused as refusal:
            raise RefusedHere(refusal) from refusal
        except Attempt.DoesNotExist as error:
            raise Http404 from error
        return Response(attempt.receipt)


class ResultDetail(APIView):
    """The verdicts on an attempt."""

    throttle_scope = "read"

    @extend_schema(
        summary="The result",
        description="To its student as soon as the review settings allow, to teachers of the class any time; "
        "when it is marked. The same at both addresses.",
        responses={
            200: ResultSerializer,
            409: refused("`attempt_in_progress`, `result_comes_later`, `being_marked`"),
        },
        tags=["results"],
    )
    def get(self, request: Request, attempt_id: UUID) -> Response:
        """As soon as the review settings allow and the paper is marked."""
        attempt = visible_attempt(request.user, attempt_id)
        now = now_at(attempt)
        if attempt.state not in ENDED_STATES:
            raise RefusedHere(ExamError("attempt_in_progress"))
        if not can_see_result(request.user, attempt, now=now):
            raise RefusedHere(ExamError("result_comes_later"))
        if attempt.score is None:
            mark_attempt_at_once(attempt)
        if attempt.score is None:
            raise RefusedHere(ExamError("being_marked"))
        items = result_items(attempt, solutions=can_see_solution(request.user, attempt, now=now))
        result = {"attempt": attempt, "items": items, "waiting": count_waiting(items)}
        return Response(ResultSerializer(result).data)
