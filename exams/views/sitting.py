"""The exam itself: one page with the whole paper, and handing in.

Everything works without JavaScript: the page is one form, and moving to another question posts and
saves the one in view.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from accounts.refusals import limited
from exams.errors import ExamError, Refused
from exams.localized import localize
from exams.models import Attempt
from exams.models.attempt import AttemptState
from exams.presenting.plain_form import form_position, form_response, form_revision
from exams.presenting.questions import QuestionView, load_questions, reader_language
from exams.presenting.replies import late_error
from exams.presenting.telling import told
from exams.services.acknowledging import acknowledge_notice
from exams.services.clock import now_at, with_clock
from exams.services.delivery import (
    SaveMessage,
    check_network,
    expire_attempt,
    is_overdue,
    save_response,
    submit_attempt,
    with_newest_notice,
)
from exams.shapes import Layout
from exams.views.holding import drop_held, held_answers, hold_answer, holds_answers
from exams.wording import word_error

__all__ = ["exam", "submit"]

FORM_DEVICE = "page-without-script"


def _own(request: HttpRequest, attempt_id: UUID) -> Attempt:
    rows = Attempt.objects.of(request.user).select_related("assignment__paper__exam")
    rows = rows.defer("assignment__paper__outline")
    return get_object_or_404(with_newest_notice(with_clock(rows)), pk=attempt_id)


@limited
@holds_answers
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exam(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """The paper. ``?q=3`` shows question 3; a POST (no JavaScript) saves one question and moves on."""
    attempt = _own(request, attempt_id)
    if attempt.state == AttemptState.VOID:
        return _refused(request, Refused("attempt_void"))
    if attempt.state != AttemptState.IN_PROGRESS or is_overdue(attempt, now_at(attempt)):
        return _too_late(request, attempt)
    if request.method != "POST":
        try:
            check_network(attempt.assignment, client_address(request))
        except Refused as refused:
            return _refused(request, refused)
    notice = ""
    if request.method == "POST":
        refusal = _save_form(request, attempt)
        _acknowledge_form(request, attempt)
        if refusal is None:
            return redirect(_next_address(request, attempt))
        notice = word_error(refusal)
    held = held_answers(request, attempt)
    questions = load_questions(attempt, unsaved=held)
    current = _wanted(request, len(questions))
    context = {
        **told(attempt),
        "attempt": attempt,
        "held": held,
        "title": localize(attempt.assignment.paper.exam.title),
        "questions": questions,
        "current": current,
        "current_number": questions[current - 1].number if questions else None,
        "count": sum(not question.is_description for question in questions),
        "previous": current - 1 if current > 1 else None,
        "following": current + 1 if current < len(questions) else None,
        "asked": sum(question.is_asked for question in questions),
        "answered": sum(question.is_asked and question.answered for question in questions),
        "server_time": now_at(attempt),
        "minutes_left": max(0, int((attempt.deadline_at - now_at(attempt)).total_seconds() // 60)),
        "save_url": reverse("save_response", args=[attempt.pk, 0]).removesuffix("0") + "__position__",
        "pulse_url": reverse("pulse", args=[attempt.pk]),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "language": reader_language(),
        "time_zone": timezone.get_current_timezone_name(),
        "notice": notice,
    }
    return render(request, "exams/exam.html", context, status=409 if notice else 200)


def _acknowledge_form(request: HttpRequest, attempt: Attempt) -> None:
    """The button below a notice posts the form, too, so that the answer in view is saved with it."""
    wanted = request.POST.get("acknowledge", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 16:
        acknowledge_notice(attempt.pk, student=request.user, notice=int(wanted))


def _too_late(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Keeps what was posted as evidence and says so; ends an attempt whose time ran out while nobody
    looked."""
    if request.method == "POST":
        refusal = _save_form(request, attempt)
        if refusal is not None:
            messages.warning(request, word_error(refusal))
    expire_attempt(attempt.pk)
    return redirect("receipt", attempt_id=attempt.pk)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render(request, "exams/refused.html", {"message": word_error(refusal)}, status=409)


def _wanted(request: HttpRequest, count: int) -> int:
    asked = request.GET.get("q") or request.POST.get("position") or "1"
    return min(max(int(asked), 1), count) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def _next_address(request: HttpRequest, attempt: Attempt) -> str:
    wanted = request.POST.get("next", "")
    if wanted == "finish":
        return reverse("submit_attempt", args=[attempt.pk])
    number = wanted if wanted.isascii() and wanted.isdigit() else request.POST.get("position", "1")
    return f"{reverse('attempt', args=[attempt.pk])}?{urlencode({'q': number})}"


def _form_device(request: HttpRequest) -> str:
    """A browser without script, told from others by its session, whose key stays secret."""
    key = request.session.session_key or ""
    return f"{FORM_DEVICE}:{salted_hmac(FORM_DEVICE, key).hexdigest()[:16]}"


def _save_form(request: HttpRequest, attempt: Attempt) -> ExamError | None:
    """Saves the question in view from the plain form; returns what was refused."""
    position = form_position(request.POST)
    item = Layout.model_validate(attempt.layout).item(position)
    if item is None:
        return Refused("unknown_position", position=request.POST.get("position") or "?")
    try:
        message = SaveMessage(
            device=_form_device(request),
            seq=int(now_at(attempt).timestamp() * 1_000_000),
            base_revision=form_revision(request.POST, position),
            response=form_response(request.POST, item),
        )
        result = save_response(attempt.pk, student=request.user, position=position, message=message)
    except Refused as refusal:
        return refusal
    if result.closed:
        if result.paused:
            hold_answer(request, attempt.pk)
        return late_error(result)
    drop_held(request, attempt.pk, position)
    return Refused("changed_elsewhere") if result.outcome == "conflict" else None


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """A look at what is answered, then handing in. Marking stands between nobody and the receipt: it is the
    job worker's, or the first look's at the result."""
    if request.method == "POST":
        return _hand_in(request, attempt_id)
    attempt = _own(request, attempt_id)
    if attempt.state != AttemptState.IN_PROGRESS:
        return redirect("receipt", attempt_id=attempt.pk)
    if is_overdue(attempt, now_at(attempt)):
        return redirect("attempt", attempt_id=attempt.pk)
    questions = load_questions(attempt)
    context = {
        "attempt": attempt,
        "title": localize(attempt.assignment.paper.exam.title),
        "questions": questions,
        "unanswered": [question for question in questions if question.is_asked and not question.answered],
        "unreadable": [question for question in questions if _has_unreadable(question)],
    }
    return render(request, "exams/submit.html", context)


def _hand_in(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    try:
        attempt = submit_attempt(attempt_id, student=request.user)
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    except Refused as refusal:
        return _refused(request, refusal)
    return redirect("receipt", attempt_id=attempt.pk)


def _has_unreadable(question: QuestionView) -> bool:
    return not question.withdrawn and any(part.is_unreadable for part in question.parts)
