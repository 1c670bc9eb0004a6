"""The pictures that questions show."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from exams.models import Asset

__all__ = ["picture"]

# A picture never changes under its address, and is only for who was signed in.
CACHE = "private, max-age=31536000, immutable"
# Opened by itself, a drawing is a document: it may paint, and nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@login_required
@require_safe
def picture(request: HttpRequest, sha256: str) -> HttpResponse:
    """The picture with that SHA-256, for everyone who belongs to a school that has it."""
    asset = Asset.objects.shown_to(request.user).filter(sha256=sha256).first()
    if asset is None:
        raise Http404
    response = HttpResponse(bytes(asset.content), content_type=asset.media_type)
    response["ETag"] = f'"{sha256}"'
    response["Cache-Control"] = CACHE
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
