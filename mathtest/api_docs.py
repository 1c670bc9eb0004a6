"""The API's own documentation: the OpenAPI schema, and a page on which to read and to try it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

__all__ = ["SchemaView", "api_docs"]


class SchemaView(SpectacularAPIView):
    """The schema, for everybody."""

    authentication_classes = ()
    permission_classes = ()
    throttle_scope = "read"

    def _get_schema_response(self, request: Request) -> Response:
        """In English whatever the reader's language: most of it is written here, and in English only."""
        with translation.override("en"):
            return super()._get_schema_response(request)

    def _get_version_parameter(self, request: Request) -> None:
        """There is one version; what is asked for does not get into a header."""


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI from our own static files, for everybody; to try an operation takes an access token."""
    return render(request, "api_docs.html")
