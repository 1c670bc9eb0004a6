"""Trying how answers are typed, before it counts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exams.presenting.practice import practice_questions, ways_to_write

__all__ = ["try_typing"]


@login_required
@require_safe
def try_typing(request: HttpRequest) -> HttpResponse:
    """The answer fields of an exam, with “we read this as”; nothing is saved or marked."""
    context = {"questions": practice_questions(), "ways": ways_to_write()}
    return render(request, "exams/try_typing.html", context)
