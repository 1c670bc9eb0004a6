"""The events of one board: ``board`` with its HTML, then ``parts`` with those that have changed, ``beat``
while nothing does, ``old`` while the database cannot be read."""

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
from exams.views.live.frames import said
from exams.views.live.hubs import View, Viewer, is_full, watch

__all__ = ["live_board", "may_stay", "next_event"]

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
    tag = request.headers.get("Last-Event-ID", "")
    loop = asyncio.get_running_loop()
    admitted_at = loop.time()
    async with watch(assignment, view, person) as viewer:
        while not viewer.hub.is_over:
            yield next_event(viewer, tag, has_news=await viewer.wait(BEAT_S))
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


def next_event(viewer: Viewer, tag: str, *, has_news: bool) -> bytes:
    """What to send now; ``tag`` is that of what the browser showed when it came."""
    if viewer.hub.is_old:
        return said("old", "-")
    before, frame = viewer.shown, viewer.frame
    if not has_news or frame is None:
        return _beat()
    viewer.shown = frame
    return _beat() if frame.tag == (before.tag if before else tag) else frame.since(before)


def _beat() -> bytes:
    return said("beat", f"{timezone.localtime():%H:%M:%S}")
