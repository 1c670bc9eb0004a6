"""The OpenAPI schema tells of errors as they are: one shape for every refusal of every operation."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework.permissions import IsAuthenticated

from accounts.api.errors import ErrorSerializer

__all__ = ["ErrorAwareSchema"]

REST = {
    "details": {},
    "timestamp": "2026-03-02T10:00:00.000+09:00",
    "request_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
}


def _error(description: str, code: str, message: str, **details: Any) -> OpenApiResponse:
    value = {"error": code, "message": message, **REST, "details": details}
    return OpenApiResponse(
        ErrorSerializer, description=description, examples=[OpenApiExample(code, value=value)]
    )


ERRORS = {
    "400": _error(
        "What was sent cannot be used. `details.fields` says what.",
        "invalid",
        "Some of what was sent cannot be used. The details say what.",
        fields=[{"field": "limit", "code": "invalid", "message": "A valid integer is required."}],
    ),
    "401": _error("Sign in.", "not_authenticated", "Authentication credentials were not provided."),
    "404": _error("Nothing here that you may see.", "not_found", "No such row."),
    "429": _error(
        "Too many requests: wait as long as `Retry-After` says.",
        "throttled",
        "Too many requests. Try again in 12 seconds.",
        retry_after=12,
    ),
}


class ErrorAwareSchema(AutoSchema):
    """Adds to each operation the errors that it can have, unless it describes them itself."""

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        responses = super()._get_response_bodies(direction=direction)
        if direction == "response":
            for status in self._error_statuses():
                if status not in responses:
                    responses[status] = self._get_response_for_code(ERRORS[status], status)
        return dict(sorted(responses.items()))

    def _error_statuses(self) -> list[str]:
        can_happen = {
            "400": self.method != "GET" or self._is_list_view(),
            "401": IsAuthenticated in self.view.permission_classes,
            "404": "{" in self.path,
            "429": hasattr(self.view, "throttle_scope"),
        }
        return [status for status, can in can_happen.items() if can]
