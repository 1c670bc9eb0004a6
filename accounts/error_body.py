"""The one shape of every error that a program reads."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

__all__ = ["error_body"]


def error_body(
    request: HttpRequest, *, code: str, message: str, details: dict[str, Any] | None = None
) -> dict[str, Any]:
    """``{"error", "message", "details", "timestamp", "request_id"}``: ``code`` is stable, ``message`` is
    a sentence in the reader's language, ``request`` gives the id under which it is logged."""
    return {
        "error": code,
        "message": message,
        "details": details or {},
        "timestamp": timezone.now().isoformat(timespec="milliseconds"),
        "request_id": getattr(request, "request_id", None),
    }
