"""Who may be on the pages of a class: what is not theirs does not exist."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Classroom, Enrollment

__all__ = ["get_managed_classroom", "get_place"]


def get_managed_classroom(request: HttpRequest, classroom_id: UUID) -> Classroom:
    """The class, for who teaches it or runs its school."""
    taught = Classroom.objects.taught_by(request.user).select_related("school")
    return get_object_or_404(taught, pk=classroom_id)


def get_place(classroom: Classroom, user_id: UUID) -> Enrollment:
    """The place in ``classroom`` of somebody who is, or was, in it."""
    places = Enrollment.objects.filter(classroom=classroom).select_related("user")
    return get_object_or_404(places, user_id=user_id)
