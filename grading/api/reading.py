"""How an answer is read, for clients that show it while a student types."""

from __future__ import annotations

from typing import Any, get_args

from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from pydantic import ValidationError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grading.engine import (
    Node,
    ReadError,
    Symbols,
    read,
    write_latex,
    write_mathml,
    write_plain,
    write_speech,
)
from grading.keys import SymbolList
from grading.kinds import Kind
from grading.readings import Refusal, read_answer
from grading.responses import TextResponse
from grading.wording import word_reading_error

__all__ = ["ReadAnswer"]

LONGEST_TYPED = 2_000
KINDS = get_args(Kind)
TYPED = {
    "text": "x^2/3",
    "kind": "expression",
    "locale": "en",
    "symbols": {"variables": ["x"], "closed": True},
}
READ: dict[str, Any] = {
    "plain": "x^2/3",
    "latex": r"\frac{x^{2}}{3}",
    "mathml": "<math><mfrac><msup><mi>x</mi><mn>2</mn></msup><mn>3</mn></mfrac></math>",
    "speech": "the fraction x squared over 3",
    "error": None,
    "ways": [],
}
NOTHING_READ = {"plain": "", "latex": "", "mathml": "", "speech": ""}
NO_PARTNER = {
    "code": "unbalanced_bracket",
    "message": "A bracket has no partner. (Character 5)",
    "position": 4,
}
NOT_READ = {**NOTHING_READ, "error": NO_PARTNER, "ways": []}


@extend_schema_serializer(examples=[OpenApiExample("A formula", value=TYPED, request_only=True)])
class TypedSerializer(serializers.Serializer[Any]):
    """What was typed, and for what."""

    text = serializers.CharField(max_length=LONGEST_TYPED, allow_blank=True, trim_whitespace=False)
    notation = serializers.ChoiceField(choices=["plain", "latex"], default="plain")
    locale = serializers.ChoiceField(
        choices=["ko", "en"], default="ko", help_text="In which language: decimals go by it."
    )
    kind = serializers.ChoiceField(
        choices=KINDS, required=False, help_text="Of the part. Without it, any formula can be read."
    )
    symbols = serializers.JSONField(
        required=False, help_text="The symbol list of the part, as its paper gives it."
    )

    def validate_symbols(self, value: Any) -> Symbols:
        """In the shape of a part's symbol list."""
        try:
            return SymbolList.model_validate(value).to_symbols()
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = "".join(f"{step}: " for step in first["loc"])
            raise serializers.ValidationError(
                f"{place}: {first['msg']}" if place else first["msg"]
            ) from error


class ReadingErrorSerializer(serializers.Serializer[Any]):
    """Why marking would call the text unreadable."""

    code = serializers.CharField(help_text="A code that does not change.")
    message = serializers.CharField(help_text="A sentence for the student.")
    position = serializers.IntegerField(
        allow_null=True, help_text="Characters before it; null where there is no place."
    )


class WaySerializer(serializers.Serializer[Any]):
    """One way to read a text that means two things."""

    plain = serializers.CharField(help_text="Typed like this, it means just this.")
    mathml = serializers.CharField()


@extend_schema_serializer(
    examples=[
        OpenApiExample("Read", value=READ, response_only=True),
        OpenApiExample("Not read", value=NOT_READ, response_only=True),
    ]
)
class ReadingSerializer(serializers.Serializer[Any]):
    """The text as it is read, or the error; then the other fields are empty."""

    plain = serializers.CharField()
    latex = serializers.CharField()
    mathml = serializers.CharField()
    speech = serializers.CharField(help_text="As people say it, in the reader's language.")
    error = ReadingErrorSerializer(allow_null=True)
    ways = WaySerializer(many=True, help_text="The two readings of what is ambiguous, else empty.")


class ReadAnswer(APIView):
    """Reads as marking reads; says nothing of what is right."""

    throttle_scope = "grading_read"

    @extend_schema(
        operation_id="grading_read",
        summary="How an answer is read",
        description="Says before handing in what marking would call unreadable, and why.",
        request=TypedSerializer,
        responses={200: ReadingSerializer},
        tags=["grading"],
    )
    def post(self, request: Request) -> Response:
        """Also for what cannot be read: the reply says where."""
        sent = TypedSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        return Response(_reading(**sent.validated_data))


def _reading(
    *, text: str, notation: str, locale: str, kind: str = "", symbols: Symbols | None = None
) -> dict[str, Any]:
    symbols = symbols or Symbols()
    typed = TextResponse.model_validate({"text": text, "notation": notation, "locale": locale})
    found = read_answer(typed, kind=kind, symbols=symbols)
    if isinstance(found, Refusal):
        return {**NOTHING_READ, "error": _error(found), "ways": _ways(found, symbols)}
    return {**_written(found), "error": None, "ways": []}


def _written(tree: Node) -> dict[str, str]:
    language = "en" if (get_language() or "ko").startswith("en") else "ko"
    return {
        "plain": write_plain(tree),
        "latex": write_latex(tree),
        "mathml": write_mathml(tree),
        "speech": write_speech(tree, language=language),
    }


def _error(refusal: Refusal) -> dict[str, Any]:
    position = refusal.values.get("position")
    return {
        "code": refusal.code,
        "message": word_reading_error(refusal.code, refusal.values),
        "position": position if isinstance(position, int) else None,
    }


def _ways(refusal: Refusal, symbols: Symbols) -> list[dict[str, str]]:
    ways = []
    for text in refusal.values.get("readings") or ():
        try:
            ways.append({"plain": text, "mathml": write_mathml(read(text, symbols=symbols))})
        except ReadError:
            return []
    return ways
