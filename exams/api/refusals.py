"""How the API says that something may not happen now."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import APIException

from exams.errors import ExamError
from exams.presenting.replies import refusal_details, refusal_status
from exams.wording import word_error

__all__ = ["RefusedHere"]


class RefusedHere(APIException):
    """A refusal of the services, with its own code, sentence and status."""

    def __init__(self, error: ExamError, details: dict[str, Any] | None = None) -> None:
        super().__init__(detail=word_error(error), code=error.code)
        self.status_code = refusal_status(error)
        self.wait = error.values.get("retry_after")  # seconds, for the Retry-After header
        self.details = details or refusal_details(error)
