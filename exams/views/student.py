"""What a student sees around an exam: home, cover, receipt, result. Teachers see their own home."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.addresses import client_address
from exams.errors import Refused
from exams.forms import StartForm
from exams.models import Assignment, Attempt
from exams.models.attempt import ENDED_STATES, AttemptQuerySet, AttemptState
from exams.models.exam import AssignmentQuerySet
from exams.permissions import can_see_result, can_see_solution, is_own
from exams.presenting.covers import Cover
from exams.presenting.replies import refusal_status
from exams.presenting.results import count_waiting, result_items
from exams.receipts import verify_receipt
from exams.services.access_codes import start_with_code
from exams.services.clock import now_at, with_clock
from exams.services.delivery import expire_attempt, is_overdue, time_factor
from exams.services.handed_files import load_added
from exams.services.marking import mark_attempt_at_once
from exams.shapes import Receipt, ReviewSettings
from exams.views.shelves import current_shelves
from exams.views.teacher.home import teacher_home

__all__ = ["assignment", "home", "my_exams", "receipt", "result", "start"]


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: a teacher's own, or a student's exams."""
    if request.user.is_teacher:
        return teacher_home(request)
    return _shelves(request, is_home=True)


@login_required
@never_cache
@require_safe
def my_exams(request: HttpRequest) -> HttpResponse:
    """What one sits oneself; for a teacher who is also in a class, beside their home."""
    return _shelves(request, is_home=False)


def _shelves(request: HttpRequest, *, is_home: bool) -> HttpResponse:
    return render(request, "exams/home.html", {"shelves": current_shelves(request), "is_home": is_home})


def _attended(rows: AssignmentQuerySet, request: HttpRequest, assignment_id: UUID) -> Assignment:
    attended = rows.attended_by(request.user).select_related("paper__exam", "classroom")
    return get_object_or_404(with_clock(attended), pk=assignment_id)


@login_required
@never_cache
@require_safe
def assignment(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The cover of an exam: rules, time, and the button that starts it."""
    row = _attended(Assignment.objects.with_total(), request, assignment_id)
    return _cover(request, row, StartForm(assignment=row))


def _cover(request: HttpRequest, row: Assignment, form: StartForm, *, status: int = 200) -> HttpResponse:
    now = now_at(row)
    own = Attempt.objects.of(request.user).filter(assignment=row).defer("layout").order_by("number")
    attempts = _ended_in_time(list(own), row, now)
    cover = Cover.of(row, attempts, now=now, factor=time_factor(row, request.user, now))
    return render(request, "exams/assignment.html", {"cover": cover, "form": form}, status=status)


def _ended_in_time(attempts: list[Attempt], row: Assignment, now: datetime) -> list[Attempt]:
    """``attempts`` on ``row``, where one whose time has run out has ended."""
    for number, attempt in enumerate(attempts):
        attempt.assignment = row
        if is_overdue(attempt, now):
            attempts[number] = expire_attempt(attempt.pk)
    return attempts


@login_required
@require_POST
def start(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Starts, or goes back to what was started."""
    row = _attended(Assignment.objects.all(), request, assignment_id)
    form = StartForm(request.POST, assignment=row)
    code = form.cleaned_data.get("access_code", "") if form.is_valid() else ""
    try:
        attempt = start_with_code(
            row, student=request.user, access_code=code, address=client_address(request)
        )
    except Refused as refusal:
        if form.is_valid():
            form.refuse(refusal)
        row = _attended(Assignment.objects.with_total(), request, assignment_id)
        response = _cover(request, row, form, status=refusal_status(refusal))
        if "retry_after" in refusal.values:
            response["Retry-After"] = str(refusal.values["retry_after"])
        return response
    return redirect("attempt", attempt_id=attempt.pk)


def _seen(rows: AttemptQuerySet, request: HttpRequest, attempt_id: UUID) -> Attempt:
    """One's own, or for a teacher one of a class; else 404."""
    seen = rows.visible_to(request.user) if request.user.is_teacher else rows.of(request.user)
    seen = seen.select_related("assignment__paper__exam", "assignment__classroom", "student")
    return get_object_or_404(with_clock(seen.defer("assignment__paper__outline")), pk=attempt_id)


@login_required
@never_cache
@require_safe
def receipt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Proof of what was handed in; a teacher sees also whether it is genuine."""
    attempt = _seen(Attempt.objects.defer("layout"), request, attempt_id)
    own = is_own(request.user, attempt)
    if attempt.state not in ENDED_STATES:
        return redirect("attempt", attempt_id=attempt.pk) if own else redirect("home")
    shown = Receipt.model_validate(attempt.receipt)
    context = {
        "attempt": attempt,
        "receipt": shown,
        "genuine": verify_receipt(shown),
        "own": own,
        "timed_out": attempt.state == AttemptState.EXPIRED,
        "may_see_result": can_see_result(request.user, attempt, now=now_at(attempt)),
        "added": load_added(attempt),
        **_result_comes(attempt),
    }
    return render(request, "exams/receipt.html", context)


@login_required
@never_cache
@require_safe
def result(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Every answer with its verdict and why; worked solutions when the review settings allow. Who looks
    before the job worker has come to it does not wait for it."""
    attempt = _seen(Attempt.objects.with_total().with_class_sitting(), request, attempt_id)
    now = now_at(attempt)
    own = is_own(request.user, attempt)
    context = {"attempt": attempt, "own": own, "result_url": reverse("result", args=[attempt.pk])}
    if attempt.state not in ENDED_STATES and own:
        return redirect("attempt", attempt_id=attempt.pk)
    if not can_see_result(request.user, attempt, now=now):
        return render(request, "exams/result_later.html", context | _result_comes(attempt))
    if attempt.score is None:
        mark_attempt_at_once(attempt)
    if attempt.score is None:
        return render(request, "exams/result_marking.html", context)
    context["items"] = result_items(attempt, solutions=can_see_solution(request.user, attempt, now=now))
    context["waiting"] = count_waiting(context["items"])
    return render(request, "exams/result.html", context)


def _result_comes(attempt: Attempt) -> dict[str, Any]:
    """``result_at``: from when there is a result at the earliest, where that is known; ``waits_for_class``:
    whether that is over, and others still sit."""
    review = ReviewSettings.model_validate(attempt.assignment.review)
    if review.result != "after_close":
        return {}
    closes_at = attempt.assignment.closes_at
    is_open = now_at(attempt) < closes_at
    return {"result_at": closes_at if is_open else None, "waits_for_class": not is_open}
