"""The cookie that keeps the language of a browser."""

from django.conf import settings
from django.http import HttpResponse

__all__ = ["keep_language"]

LANGUAGE_COOKIE_AGE_S = 365 * 86400


def keep_language(response: HttpResponse, language: str) -> HttpResponse:
    """``response``, after which the browser asks for pages in ``language``."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_COOKIE_AGE_S,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
