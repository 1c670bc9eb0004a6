"""The service worker of the exam page, at the root of the site: there it may answer for all of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

__all__ = ["exam_worker"]

SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "exam-worker.js"


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


@require_safe
@cache_control(no_cache=True)
def exam_worker(request: HttpRequest) -> HttpResponse:
    """The script itself. Browsers ask for it again at each visit, so a new one takes over at once."""
    script = SCRIPT.read_text(encoding="utf-8") if settings.DEBUG else _script()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
