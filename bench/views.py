"""What our save is measured against."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from exams.models import Response, ResponseEvent

__all__ = ["bare", "minimal_save"]


def bare(request: HttpRequest) -> HttpResponse:
    """Nothing but the site's middleware."""
    return HttpResponse("ok")


def minimal_save(request: HttpRequest, attempt_id: UUID, position: int) -> HttpResponse:
    """The least that stores an answer of someone signed in, as one would write it by hand: the response,
    unless somebody changed it meanwhile, and one row of its history, in one commit. No lock on the attempt,
    no check that it is theirs or still open or has such a question, nothing that makes a message sent twice
    harmless."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    message = json.loads(request.body)
    value, seen, now = message["response"], message["base_revision"], timezone.now()
    with transaction.atomic():
        current = Response.objects.filter(attempt_id=attempt_id, position=position)
        row = current.select_for_update().first()
        if row is None:
            row = Response(attempt_id=attempt_id, position=position, revision=0)
        if seen != row.revision:
            return JsonResponse({"revision": row.revision}, status=409)
        row.revision, row.value, row.saved_at = row.revision + 1, value, now
        row.save()
        ResponseEvent(
            attempt_id=attempt_id,
            position=position,
            device=message["device"],
            seq=message["seq"],
            base_revision=seen,
            revision=row.revision,
            value=value,
            body_hash="",
            outcome="accepted",
            at=now,
        ).save(force_insert=True)
    return JsonResponse({"revision": row.revision, "saved_at": now})
