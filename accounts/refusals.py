"""Answers to requests that are refused before they begin."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.errors import TooManyRequests

__all__ = ["limited", "too_many_requests"]

DEFAULT_RETRY_AFTER_S = 60


def too_many_requests(
    request: HttpRequest, exception: Exception | None = None, *, retry_after: int = DEFAULT_RETRY_AFTER_S
) -> HttpResponse:
    """The 429 page, with the seconds to wait in Retry-After; also the URLconf's ``handler429``."""
    response = render(request, "429.html", {"retry_after": retry_after}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """``view`` with the 429 page where a limit was reached."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooManyRequests as refusal:
            return too_many_requests(request, retry_after=refusal.retry_after)

    return answer
