"""Answers that a plain form posted and that could not be saved, because nobody was signed in or the exam was
paused: they are held in the session, and shown again in their fields until they are saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from accounts.addresses import client_address
from accounts.limits import count_held_answer
from exams.errors import Refused
from exams.models import Attempt
from exams.presenting.plain_form import form_position, form_response, form_revision, is_field_of
from exams.presenting.questions import UnsavedAnswer
from exams.shapes import Layout

__all__ = ["drop_held", "held_answers", "hold_answer", "holds_answers"]

KEY = "held_answers"
MOST_HELD = 64 * 1024  # characters, all answers of the session together


def holds_answers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """``view`` of one attempt, which keeps what is posted when nobody is signed in: the way leads to
    signing in, and from there back to the question."""

    @wraps(view)
    def answer(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, attempt_id)
        count_held_answer(client_address(request))
        hold_answer(request, attempt_id)
        query = urlencode({"q": form_position(request.POST) or 1})
        return redirect_to_login(f"{reverse('attempt', args=[attempt_id])}?{query}")

    return answer


def hold_answer(request: HttpRequest, attempt_id: UUID) -> None:
    """Keep what the form says of the question in view. One attempt at a time: another one's are let go."""
    position = form_position(request.POST)
    fields = {name: values for name, values in request.POST.lists() if is_field_of(name, position)}
    held = {**_held(request, attempt_id), str(position): fields}
    size = sum(len(name) + sum(map(len, values)) for one in held.values() for name, values in one.items())
    if fields and size <= MOST_HELD:
        request.session[KEY] = {"attempt": str(attempt_id), "answers": held}


def drop_held(request: HttpRequest, attempt_id: UUID, position: int) -> None:
    """The answer is saved."""
    held = _held(request, attempt_id)
    if held.pop(str(position), None) is not None:
        request.session[KEY] = {"attempt": str(attempt_id), "answers": held}


def held_answers(request: HttpRequest, attempt: Attempt) -> dict[int, UnsavedAnswer]:
    """What is held of this attempt, by position. What fits no question of it is left out."""
    held = _held(request, attempt.pk)
    if not held:
        return {}
    layout = Layout.model_validate(attempt.layout)
    answers = {}
    for position, fields in held.items():
        item = layout.item(int(position))
        data = QueryDict(mutable=True)
        for name, values in fields.items():
            data.setlist(name, values)
        try:
            if item is not None:
                answers[item.position] = UnsavedAnswer(
                    form_response(data, item), form_revision(data, item.position)
                )
        except Refused:
            continue
    return answers


def _held(request: HttpRequest, attempt_id: UUID) -> dict[str, Mapping[str, Any]]:
    kept = request.session.get(KEY)
    return dict(kept["answers"]) if kept and kept["attempt"] == str(attempt_id) else {}
