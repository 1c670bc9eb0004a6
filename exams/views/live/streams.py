"""The events of one board: ``board`` with its HTML, ``beat`` while nothing changes, ``old`` while the
database cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from exams.models import Assignment
from exams.presenting.teaching.live import read_choices
from exams.views.live.hubs import View, Viewer, is_full, watch

__all__ = ["live_board", "may_stay"]

BEAT_S: Final = 15.0
CHECK_S: Final = 60.0
RETRY_MS: Final = 3000


@require_GET
async def live_board(request: HttpRequest, assignment_id: UUID) -> HttpResponseBase:
    """The board of an assignment that the person teaches: 401 signed out, 404 for anything else, 503 when
    this process shows as many as it may, or so many to this person."""
    user, assignment = await sync_to_async(_admit)(request, assignment_id)
    if isinstance(user, AnonymousUser):
        return HttpResponse(status=401)
    if assignment is None:
        return HttpResponse(status=404)
    if is_full(user.pk):
        return HttpResponse(status=503)
    view = View(read_choices(request.GET), str(getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)))
    response = StreamingHttpResponse(
        _events(request, assignment, view, user.pk), content_type="text/event-stream; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _admit(request: HttpRequest, assignment_id: UUID) -> tuple[User | AnonymousUser, Assignment | None]:
    """Who asks, and the assignment if they teach the class. Read anew from the session each time."""
    request.session = SessionStore(request.session.session_key)
    user = get_user(request)
    if isinstance(user, AnonymousUser) or not user.is_active:
        return AnonymousUser(), None
    rows = Assignment.objects.taught_by(user).select_related("paper__exam", "classroom__school")
    return user, rows.filter(pk=assignment_id).first() if user.is_teacher else None


async def _events(
    request: HttpRequest, assignment: Assignment, view: View, person: UUID
) -> AsyncIterator[bytes]:
    # What the request has used goes back to the pool: a stream that waits holds no connection.
    await _let_go()
    yield f"retry: {RETRY_MS}\n\n".encode()
    shown = request.headers.get("Last-Event-ID", "")
    loop = asyncio.get_running_loop()
    admitted_at = loop.time()
    async with watch(assignment, view, person) as viewer:
        while not viewer.hub.is_over:
            event, shown = _event(viewer, shown, has_news=await viewer.wait(BEAT_S))
            yield event
            if loop.time() - admitted_at >= CHECK_S:
                if not await may_stay(request, assignment):
                    return
                admitted_at = loop.time()


async def may_stay(request: HttpRequest, assignment: Assignment) -> bool:
    """Whether the person is still signed in and still teaches the class; yes while nobody can tell."""
    try:
        _user, still = await sync_to_async(_admit)(request, assignment.pk)
    except DatabaseError:
        return True
    finally:
        await _let_go()
    return still is not None


async def _let_go() -> None:
    await sync_to_async(connections.close_all)()


def _event(viewer: Viewer, shown: str, *, has_news: bool) -> tuple[bytes, str]:
    """What to send, and the tag of what the browser shows then."""
    if viewer.hub.is_old:
        return _said("old", "-"), shown
    frame = viewer.frame
    if not has_news or frame is None or frame.tag == shown:
        return b": beat\n" + _said("beat", f"{timezone.localtime():%H:%M:%S}"), shown
    return f"id: {frame.tag}\n".encode() + _said("board", frame.html), frame.tag


def _said(event: str, data: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in data.splitlines())
    return f"event: {event}\n{lines}\n".encode()
