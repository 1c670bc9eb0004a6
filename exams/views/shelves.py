"""A student's exams as pages show them: nothing in progress whose time has run out."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Classroom
from exams.presenting.shelves import Shelves, load_shelves
from exams.services.delivery import expire_attempt, is_overdue

__all__ = ["current_shelves"]


def current_shelves(request: HttpRequest, *, classroom: Classroom | None = None) -> Shelves:
    """The exams of the person who asks, of one class or of all; what has run out is ended first."""
    page = request.GET.get("page")
    shelves = load_shelves(request.user, classroom=classroom, page=page)
    if _end_overdue(shelves):
        shelves = load_shelves(request.user, classroom=classroom, page=page)
    return shelves


def _end_overdue(shelves: Shelves) -> bool:
    """Whether there was any."""
    found = False
    for entry in shelves.now:
        if entry.running is not None:
            entry.running.assignment = entry.assignment
            if is_overdue(entry.running, timezone.now()):
                expire_attempt(entry.running.pk)
                found = True
    return found
