"""What a response would be worth: the verdict exactly as marking gives it, for those who write questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from pydantic import TypeAdapter, ValidationError
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.errors import refused
from exams.content import Part
from exams.errors import QuestionError
from exams.formats.native import read_key, shape_error
from exams.wording import word_error
from grading.engine import Outcome, Verdict
from grading.engine.verdict import certificate_hash
from grading.keys import ExpressionKey, Key, KeyProblem, check_key
from grading.marking import check_alternatives, mark_response
from grading.marking.earning import own_value
from grading.responses import PartResponse, TextResponse
from grading.services import reason_to_json
from grading.wording import word_reason, word_witness

__all__ = ["CheckAnswer"]

RESPONSES: Final[TypeAdapter[PartResponse | None]] = TypeAdapter(PartResponse | None)
LONGEST_EARLIER: Final = 500
# Any key of one formula: what was typed into an earlier part is read as such.
A_FORMULA: Final = ExpressionKey(expression="0")
OUTCOMES: Final = [outcome.value for outcome in Outcome]
SENT: Final = {
    "part": {"id": "a", "kind": "set"},
    "key": {"answer": "{1, 2}", "policy": "per_element"},
    "response": {"text": "{1, 3/3}", "notation": "plain", "locale": "en"},
}
GIVEN: Final = {
    "verdict": "partial",
    "credit": "1/2",
    "code": "some_right_elements",
    "reason": "1 of 2 elements are there, and nothing wrong.",
    "witness": "",
    "certificate": {"engine": 2, "student": "{1, 3/3}", "key": "{1, 2}", "method": "exact"},
    "hash": "9d1b6c1f0f6a…",
}


class MayTeach(BasePermission):
    """Who teaches or administers somewhere."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """By their roles in any school."""
        return bool(request.user.is_teacher)


class NotUsable(APIException):
    """What was sent has the right fields, and cannot be used; ``details`` says where and what."""

    status_code = 422

    def __init__(self, error: QuestionError) -> None:
        super().__init__(detail=word_error(error), code=error.code)
        told = {name: error.values[name] for name in ("where", "problem") if name in error.values}
        self.details = told


@extend_schema_serializer(examples=[OpenApiExample("A set", value=SENT, request_only=True)])
class CheckSerializer(serializers.Serializer):
    """One part of a question, its key, and what a student might answer."""

    part = serializers.JSONField(help_text="As in a bank file: `id`, `kind`, `options`, `stems`, `symbols` …")
    key = serializers.JSONField(help_text="As in a bank file, in its long or its short form.")
    response = serializers.JSONField(
        allow_null=True, help_text="As it is saved: `text`, `choice`, `match` or `blanks`; null for nothing."
    )
    earlier = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_EARLIER, allow_blank=True),
        required=False,
        help_text="What was typed into earlier parts, by their ids, for a key that follows from them.",
    )


@extend_schema_serializer(examples=[OpenApiExample("Half of it", value=GIVEN, response_only=True)])
class VerdictSerializer(serializers.Serializer):
    """What marking says."""

    verdict = serializers.ChoiceField(choices=OUTCOMES)
    credit = serializers.CharField(help_text="An exact share from 0 to 1, as `1/2`.")
    code = serializers.CharField(help_text="Of the reason; it does not change.")
    reason = serializers.CharField(help_text="A sentence for the student.")
    witness = serializers.CharField(help_text="Where answer and key differ, as a sentence; often empty.")
    certificate = serializers.DictField(help_text="On what the verdict rests.")
    hash = serializers.CharField(help_text="SHA-256 of the certificate: marked again, it is the same.")


class CheckAnswer(APIView):
    """Nothing is stored."""

    throttle_scope = "grading_check"
    permission_classes = (IsAuthenticated, MayTeach)

    @extend_schema(
        operation_id="grading_check",
        summary="What an answer would be worth",
        description="The verdict exactly as marking gives it. For teachers and administrators.",
        request=CheckSerializer,
        responses={
            200: VerdictSerializer,
            403: refused("`permission_denied`: for teachers"),
            422: refused("`key` and others: what cannot be used, where, and how to mend it"),
        },
        tags=["grading"],
    )
    def post(self, request: Request) -> Response:
        """By the same function that marks papers."""
        sent = CheckSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        earlier = sent.validated_data.pop("earlier", {})
        try:
            part, key, response = _usable(**sent.validated_data, earlier=tuple(earlier))
        except QuestionError as error:
            raise NotUsable(error) from error
        return Response(
            _told(
                mark_response(
                    key,
                    response,
                    options=part.option_ids,
                    stems=part.stem_ids,
                    symbols=part.symbols.to_symbols(),
                    earlier=_own_values(part, earlier),
                )
            )
        )


def _own_values(part: Part, earlier: Mapping[str, str]) -> dict[str, str]:
    """What ``part`` may follow from; what is no single formula is left out, as on paper."""
    symbols = part.symbols.to_symbols()
    read = {
        name: own_value(A_FORMULA, TextResponse(text=text), symbols=symbols) for name, text in earlier.items()
    }
    return {name: value for name, value in read.items() if value}


def _usable(
    *, part: Any, key: Any, response: Any, earlier: tuple[str, ...]
) -> tuple[Part, Key, PartResponse | None]:
    """What was sent as marking takes it; ``earlier`` are the parts that the key may follow from. Raises
    QuestionError."""
    try:
        asked = Part.model_validate(part)
    except ValidationError as error:
        raise shape_error(error, where="part") from error
    blanks = {blank.id: blank.kind for blank in asked.blanks}
    read = read_key(asked.kind, key, where="key", blanks=blanks)
    ids, symbols = {"options": asked.option_ids, "stems": asked.stem_ids}, asked.symbols.to_symbols()
    try:
        check_key(read, **ids, symbols=symbols, earlier=earlier)
        check_alternatives(read, **ids, symbols=symbols)
    except KeyProblem as error:
        raise QuestionError("key", where="key", problem=error.code, **error.values) from error
    try:
        return asked, read, RESPONSES.validate_python(response)
    except ValidationError as error:
        raise shape_error(error, where="response") from error


def _told(verdict: Verdict) -> dict[str, Any]:
    reason = reason_to_json(verdict)
    return {
        "verdict": verdict.outcome.value,
        "credit": str(verdict.credit),
        "code": verdict.reason.code,
        "reason": word_reason(verdict.outcome.value, reason),
        "witness": word_witness(reason),
        "certificate": dict(verdict.certificate),
        "hash": certificate_hash(verdict.certificate),
    }
