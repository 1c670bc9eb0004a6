"""The exam itself: one page with the whole paper, saving, and handing in.

Everything works without JavaScript: the page is one form, and moving to another question posts and
saves the one in view.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.error_body import error_body
from exams.errors import Refused
from exams.localized import localize
from exams.models import Attempt
from exams.models.attempt import AttemptState
from exams.presenting.messages import LARGEST_MESSAGE, read_message
from exams.presenting.questions import (
    QuestionView,
    field_name,
    load_questions,
    reader_language,
    stem_field_name,
)
from exams.presenting.replies import refusal_reply, save_reply
from exams.services.clock import now_at, with_clock
from exams.services.delivery import (
    SaveMessage,
    expire_attempt,
    is_overdue,
    save_response,
    submit_attempt,
)
from exams.services.marking import mark_attempt_at_once
from exams.shapes import Layout, LayoutItem, LayoutPart, ResponseValue
from exams.wording import word_error
from grading.kinds import KINDS
from grading.responses import (
    LONGEST_BLANK,
    LONGEST_BRIEF_TEXT,
    LONGEST_TEXT,
    BlanksResponse,
    ChoiceResponse,
    MatchResponse,
    PartResponse,
    TextResponse,
)

__all__ = ["exam", "form_response", "save", "submit"]

FORM_DEVICE = "page-without-script"


def _own(request: HttpRequest, attempt_id: UUID) -> Attempt:
    rows = Attempt.objects.of(request.user).select_related("assignment__paper__exam")
    return get_object_or_404(with_clock(rows), pk=attempt_id)


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
    notice = ""
    if request.method == "POST":
        refusal = _save_form(request, attempt)
        if refusal is None:
            return redirect(_next_address(request, attempt))
        notice = word_error(refusal)
    questions = load_questions(attempt)
    current = _wanted(request, len(questions))
    context = {
        "attempt": attempt,
        "title": localize(attempt.assignment.paper.exam.title),
        "questions": questions,
        "current": current,
        "current_number": questions[current - 1].number if questions else None,
        "count": sum(not question.is_description for question in questions),
        "previous": current - 1 if current > 1 else None,
        "following": current + 1 if current < len(questions) else None,
        "answered": sum(question.answered for question in questions),
        "server_time": now_at(attempt),
        "minutes_left": max(0, int((attempt.deadline_at - now_at(attempt)).total_seconds() // 60)),
        "save_url": reverse("save_response", args=[attempt.pk, 0]).removesuffix("0") + "__position__",
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "language": reader_language(),
        "time_zone": timezone.get_current_timezone_name(),
        "notice": notice,
    }
    return render(request, "exams/exam.html", context, status=409 if notice else 200)


def _too_late(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Keeps what was posted as evidence, ends and marks an attempt whose time ran out while nobody looked."""
    if request.method == "POST":
        _save_form(request, attempt)
    ended = expire_attempt(attempt.pk)
    if ended.score is None:
        mark_attempt_at_once(ended)
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


def _save_form(request: HttpRequest, attempt: Attempt) -> Refused | None:
    """Saves the question in view from the plain form; returns what was refused."""
    raw = request.POST.get("position", "")
    position = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 5 else 0
    item = Layout.model_validate(attempt.layout).item(position)
    if item is None:
        return Refused("unknown_position", position=raw or "?")
    base = request.POST.get(f"q{position}-revision", "0")
    try:
        message = SaveMessage(
            device=FORM_DEVICE,
            seq=int(now_at(attempt).timestamp() * 1_000_000),
            base_revision=int(base) if base.isascii() and base.isdigit() and len(base) < 9 else 0,
            response=form_response(request, item),
        )
        result = save_response(attempt.pk, student=request.user, position=position, message=message)
    except Refused as refusal:
        return refusal
    if result.closed:
        return Refused("time_is_up")
    return Refused("changed_elsewhere") if result.outcome == "conflict" else None


def form_response(request: HttpRequest, item: LayoutItem) -> ResponseValue:
    """What the plain form of one question says. Raises Refused ``unknown_option``."""
    return ResponseValue(parts={part.id: _form_part(request, item.position, part) for part in item.parts})


def _form_part(request: HttpRequest, position: int, part: LayoutPart) -> PartResponse:
    name = field_name(position, part.id)
    if part.stems:
        given = {
            stem: text
            for stem in part.stems
            if (text := request.POST.get(stem_field_name(position, part.id, stem), ""))
        }
        if KINDS[part.kind].answered_by == "blanks":
            typed = {blank: text[:LONGEST_BLANK] for blank, text in given.items()}
            return BlanksResponse(blanks=typed, locale=reader_language())
        _check_known(given.values(), part)
        return MatchResponse(match=given)
    if part.options:
        picked = request.POST.getlist(name)
        _check_known(picked, part)
        return ChoiceResponse(choice=tuple(picked[: len(part.options)]))
    longest = LONGEST_TEXT if part.kind == "essay" else LONGEST_BRIEF_TEXT
    # A browser sends line breaks of a form as CR LF; a script sends LF, and the answer is the same.
    text = request.POST.get(name, "").replace("\r\n", "\n")
    return TextResponse(text=text[:longest], locale=reader_language())


def _check_known(picked: Iterable[str], part: LayoutPart) -> None:
    unknown = [option for option in picked if option not in part.options]
    if unknown:
        raise Refused("unknown_option", option=unknown[0][:40])


@require_http_methods(["PUT"])
def save(request: HttpRequest, attempt_id: UUID, position: int) -> JsonResponse:
    """Takes one answer from the exam page. Replies JSON whatever happens, 401 when nobody is signed in."""
    if not request.user.is_authenticated:
        return _json_error(
            request, "not_signed_in", _("Sign in again; your answer is kept here."), status=401
        )
    try:
        message = read_message(_body(request))
        result = save_response(attempt_id, student=request.user, position=position, message=message)
    except Refused as refusal:
        return refusal_reply(request, refusal)
    except Attempt.DoesNotExist:
        return _json_error(request, "not_found", _("There is no such attempt."), status=404)
    return save_reply(request, result)


def _body(request: HttpRequest) -> bytes:
    """The body, if it is small enough to be an answer."""
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise Refused("message_too_large") from error
    if len(body) > LARGEST_MESSAGE:
        raise Refused("message_too_large")
    return body


def _json_error(request: HttpRequest, code: str, message: str, *, status: int) -> JsonResponse:
    return JsonResponse(error_body(request, code=code, message=message), status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """A look at what is answered, then handing in: the receipt is there even if marking fails."""
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
        "unanswered": [
            question for question in questions if not (question.answered or question.is_description)
        ],
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
    if attempt.score is None:
        mark_attempt_at_once(attempt)
    return redirect("receipt", attempt_id=attempt.pk)


def _has_unreadable(question: QuestionView) -> bool:
    return any(part.is_unreadable for part in question.parts)
