"""The language of a response."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers

__all__ = ["UserLocaleMiddleware"]


class UserLocaleMiddleware(LocaleMiddleware):
    """Django's order: the language cookie, then Accept-Language, then the default. Costs no query.

    The cookie is written by the language switch and, at sign-in, from the account; so the account's
    language holds without reading the account on every request.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        patch_vary_headers(response, ("Cookie",))
        return response
