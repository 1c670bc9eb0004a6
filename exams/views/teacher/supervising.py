"""More time, announcements and pauses: forms on the board and on the page of one student, each with a page
of its own for when something in it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from accounts.models import User
from exams.errors import Refused
from exams.forms.supervising import AnnounceForm, MoreTimeForm, PauseForm, ResumeForm, WhomForm
from exams.localized import localize
from exams.models import Assignment, Attempt
from exams.presenting.teaching.supervising import (
    Sitter,
    load_sitters,
    word_given_time,
    word_paused,
    word_resumed,
)
from exams.services.clock import now_at
from exams.services.supervising import (
    announce,
    give_time,
    give_time_to_every_class,
    load_running_beside,
    pause_attempts,
    resume_attempts,
)
from exams.views.teacher.guard import taught_assignment, teachers_only
from exams.wording import word_error

__all__ = [
    "supervise_context",
    "supervise_one_context",
    "teacher_announce",
    "teacher_give_time",
    "teacher_pause",
    "teacher_resume",
]


@dataclass(frozen=True, slots=True)
class _Asked:
    """An act as it was asked for: on what, by whom, and the student it is for, or "" for everyone."""

    assignment: Assignment
    by: User
    address: str | None
    now: datetime
    who: str


@dataclass(frozen=True, slots=True)
class _Act:
    """One of the acts: its address, its form, what stands on its page, and doing it."""

    page: str
    form: type[WhomForm]
    title: str | Promise
    lead: str | Promise
    button: str | Promise
    do: Callable[[Any, _Asked], str]


def supervise_context(request: HttpRequest, assignment: Assignment, *, hides_names: bool) -> dict[str, Any]:
    """What ``_supervise.html`` needs beside ``assignment``. Three queries."""
    sitters = load_sitters(assignment, hides_names=hides_names)
    now = now_at(assignment)
    classes = len(load_running_beside(assignment, by=request.user))
    names = "hidden" if hides_names else ""
    acts = (TIME, ANNOUNCE, PAUSE, RESUME)
    shown = [
        (act, _blank(act, sitters, now, classes=classes, names=names))
        for act in acts
        if _is_possible(act, sitters)
    ]
    return {"supervise": shown if sitters or assignment.opens_at <= now < assignment.closes_at else []}


def supervise_one_context(attempt: Attempt) -> dict[str, Any]:
    """What ``_supervise_one.html`` needs beside ``attempt``: nothing to do where it has ended."""
    sitters = [
        sitter
        for sitter in load_sitters(attempt.assignment, hides_names=False)
        if sitter.attempt_id == attempt.pk
    ]
    now = now_at(attempt)
    acts = (TIME, ANNOUNCE, PAUSE, RESUME) if sitters else ()
    return {
        "supervise": [
            (act, _blank(act, sitters, now, classes=1, names="").only_for(attempt.pk))
            for act in acts
            if _is_possible(act, sitters)
        ]
    }


def _is_possible(act: _Act, sitters: list[Sitter]) -> bool:
    """Pausing where somebody goes on, going on where somebody is paused, the others always."""
    if act is PAUSE:
        return any(not sitter.is_paused for sitter in sitters)
    if act is RESUME:
        return any(sitter.is_paused for sitter in sitters)
    return True


def _blank(
    act: _Act, sitters: list[Sitter], now: datetime, *, classes: int, names: str, data: Any = None
) -> WhomForm:
    """The form of ``act``; each has ids of its own, because several stand on one page."""
    asked = sitters if act is not RESUME else [sitter for sitter in sitters if sitter.is_paused]
    everyone = (
        ngettext(
            "Everyone who is paused (%(count)d student)",
            "Everyone who is paused (%(count)d students)",
            len(asked),
        )
        if act is RESUME
        else ngettext(
            "Everyone sitting it now (%(count)d student)",
            "Everyone sitting it now (%(count)d students)",
            len(asked),
        )
    )
    beside = ngettext(
        "All my classes that sit this exam now (%(count)d class)",
        "All my classes that sit this exam now (%(count)d classes)",
        classes,
    ) % {"count": classes}
    return act.form(
        data,
        sitters=[(str(sitter.attempt_id), sitter.words(now)) for sitter in asked],
        everyone=everyone % {"count": len(asked)},
        classes=beside if act is TIME and classes > 1 else "",
        initial={"names": names},
        auto_id=f"{act.page}_%s",
    )


def _act(request: HttpRequest, assignment_id: UUID, act: _Act) -> HttpResponse:
    assignment = taught_assignment(request, assignment_id)
    now = now_at(assignment)
    said = request.POST or request.GET
    hides_names = said.get("names") == "hidden"
    sitters = load_sitters(assignment, hides_names=hides_names)
    classes = len(load_running_beside(assignment, by=request.user)) if act is TIME else 1
    names = "hidden" if hides_names else ""
    form = _blank(act, sitters, now, classes=classes, names=names, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = next((one.label for one in sitters if one.attempt_id == form.chosen), "")
        asked = _Asked(assignment, request.user, client_address(request), now, who)
        try:
            messages.success(request, act.do(form, asked))
        except Refused as refusal:
            form.add_error(None, word_error(refusal))
        else:
            return redirect(_where_back(assignment, form))
    context = {
        "assignment": assignment,
        "title": localize(assignment.paper.exam.title),
        "act": act,
        "form": form,
        "board": _board_address(assignment, names),
    }
    return render(request, "exams/teacher/supervise.html", context, status=422 if form.errors else 200)


def _where_back(assignment: Assignment, form: WhomForm) -> str:
    if form.chosen and form.cleaned_data["back"] == "attempt":
        return reverse("teacher_attempt", args=[form.chosen])
    return _board_address(assignment, form.cleaned_data["names"])


def _board_address(assignment: Assignment, names: str) -> str:
    return reverse("teacher_assignment", args=[assignment.pk]) + (
        "?names=hidden" if names == "hidden" else ""
    )


def _give_time(form: MoreTimeForm, asked: _Asked) -> str:
    options: dict[str, Any] = {
        "seconds": form.seconds,
        "by": asked.by,
        "reason": form.cleaned_data["reason"],
        "address": asked.address,
        "token": form.cleaned_data["token"],
    }
    if not form.is_for_every_class:
        told = give_time(asked.assignment, attempts=[form.chosen] if form.chosen else None, **options)
        return word_given_time(told, seconds=form.seconds, now=asked.now, who=asked.who)
    done = give_time_to_every_class(asked.assignment, **options)
    return " ".join(
        f"{row.classroom}: {word_given_time(told, seconds=form.seconds, now=asked.now, who='')}"
        for row, told in done
    )


def _announce(form: AnnounceForm, asked: _Asked) -> str:
    attempt = Attempt.objects.get(pk=form.chosen) if form.chosen else None
    notice = announce(
        asked.assignment,
        text=form.cleaned_data["text"],
        by=asked.by,
        attempt=attempt,
        address=asked.address,
        token=form.cleaned_data["token"],
    )
    if notice is None:
        return _("This was sent twice. Students read it once.")
    if asked.who:
        return _("%(name)s reads it within 20 seconds.") % {"name": asked.who}
    return _("Everyone sitting the exam reads it within 20 seconds, and whoever starts later too.")


def _pause(form: PauseForm, asked: _Asked) -> str:
    told = pause_attempts(
        asked.assignment,
        by=asked.by,
        attempts=[form.chosen] if form.chosen else None,
        reason=form.cleaned_data["reason"],
        address=asked.address,
    )
    return word_paused(told, who=asked.who)


def _resume(form: ResumeForm, asked: _Asked) -> str:
    told = resume_attempts(
        asked.assignment,
        by=asked.by,
        attempts=[form.chosen] if form.chosen else None,
        address=asked.address,
    )
    return word_resumed(told, now=asked.now, who=asked.who)


TIME = _Act(
    "teacher_give_time",
    MoreTimeForm,
    gettext_lazy("More time"),
    gettext_lazy("Deadlines move at once. Whoever has handed in or run out of time is not called back."),
    gettext_lazy("Give the time"),
    _give_time,
)
ANNOUNCE = _Act(
    "teacher_announce",
    AnnounceForm,
    gettext_lazy("Announcement"),
    gettext_lazy("Students see it within 20 seconds and say that they have read it."),
    gettext_lazy("Announce it"),
    _announce,
)
PAUSE = _Act(
    "teacher_pause",
    PauseForm,
    gettext_lazy("Pause"),
    gettext_lazy("Nobody can answer until you let the exam go on; the time of the pause is given back."),
    gettext_lazy("Pause the exam"),
    _pause,
)
RESUME = _Act(
    "teacher_resume",
    ResumeForm,
    gettext_lazy("Go on after a pause"),
    gettext_lazy("The clock runs again, and everyone gets the time of the pause."),
    gettext_lazy("Let the exam go on"),
    _resume,
)


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_give_time(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """More time for everyone, for one student, or for every class that sits the exam."""
    return _act(request, assignment_id, TIME)


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_announce(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Words to the class, or to one student."""
    return _act(request, assignment_id, ANNOUNCE)


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_pause(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The clock stops, for everyone or for one student."""
    return _act(request, assignment_id, PAUSE)


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_resume(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The clock goes on."""
    return _act(request, assignment_id, RESUME)
