"""What is on every response: a request id, how long it took, what the page may use of the browser."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

__all__ = [
    "PermissionsPolicyMiddleware",
    "RequestIdMiddleware",
    "RequestLogMiddleware",
    "ServerTimingMiddleware",
]

GetResponse = Callable[[HttpRequest], HttpResponse]

# A UUID, a ULID, a trace id: what proxies send. Anything else could forge lines of a log.
REQUEST_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{7,63}")
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "xr-spatial-tracking",
    )
)


class RequestIdMiddleware:
    """Names the request: by the X-Request-ID that came with it if that is sane, else anew.

    ``request.request_id`` holds it, every log line and API error carries it, every response returns it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        request.META["HTTP_X_REQUEST_ID"] = request_id  # where the logging middleware reads it
        request.request_id = request_id  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class RequestLogMiddleware(RequestMiddleware):
    """One line a request. The query string stays out: searches and addresses in it are about people."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


class StatementTimer:
    """Counts and times the statements of one request, as ``connection.execute_wrapper`` wants it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started
            self.statements += 1


class ServerTimingMiddleware:
    """``Server-Timing: total;dur=12.3, db;dur=4.5;desc="6 statements"``, durations in milliseconds.

    What the database did is told to people who are signed in only: the number of statements of a
    refused sign-in would tell a stranger whether the account exists.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        timer = StatementTimer()
        with connection.execute_wrapper(timer):
            response = self.get_response(request)
        metrics = [f"total;dur={(time.perf_counter() - started) * 1000:.1f}"]
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            metrics.append(f'db;dur={timer.seconds * 1000:.1f};desc="{timer.statements} statements"')
        response["Server-Timing"] = ", ".join(metrics)
        return response


class PermissionsPolicyMiddleware:
    """No page of ours uses the camera, the place, or the like; nothing it shows may either."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        return response
