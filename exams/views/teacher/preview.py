"""The draft as a student sees it, on a phone and on a desk, with answers to try. Nothing is saved."""

from __future__ import annotations

from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from exams.errors import Refused
from exams.localized import localize
from exams.models import Exam
from exams.presenting.plain_form import form_response
from exams.presenting.questions import reader_language
from exams.presenting.teaching.previews import PreviewQuestion, TriedPart, preview_questions, try_answer
from exams.services.publishing import load_draft
from exams.views.teacher.guard import drafted_exam, teachers_only
from exams.wording import word_error

__all__ = ["teacher_preview", "teacher_preview_page"]

MOST_VARIANTS = 200


@teachers_only
@require_safe
def teacher_preview(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """The frame: which variant, which language, and the page of the student twice."""
    exam = drafted_exam(request, exam_id)
    number, language = _number(request), _language(request)
    context = {
        "exam": exam,
        "title": localize(exam.title),
        "has_items": exam.items.exists(),
        "number": number,
        "another": urlencode({"variant": number + 1, "lang": language}),
        "previous": urlencode({"variant": number - 1, "lang": language}) if number > 1 else "",
        "languages": [
            (code, name, urlencode({"variant": number, "lang": code}), code == language)
            for code, name in settings.LANGUAGES
        ],
        "page": f"{reverse('teacher_preview_page', args=[exam.pk])}"
        f"?{urlencode({'variant': number, 'lang': language})}",
    }
    return render(request, "exams/teacher/preview.html", context)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_preview_page(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """The questions as on the exam page. A POST tries the answer to one of them and forgets it again."""
    exam = drafted_exam(request, exam_id)
    language = _language(request)
    with translation.override(language):
        return _page(request, exam, language)


def _page(request: HttpRequest, exam: Exam, language: str) -> HttpResponse:
    number = _number(request)
    shown = preview_questions(load_draft(exam), number=number)
    tried, position, refusal = _try(request, shown)
    context = {
        "exam": exam,
        "title": localize(exam.title),
        "shown": shown,
        "tried": tried,
        "position": position,
        "refusal": refusal,
        "earned": sum((part.points for part in tried), 0),
        "query": urlencode({"variant": number, "lang": language}),
    }
    return render(request, "exams/teacher/preview_page.html", context)


def _try(request: HttpRequest, shown: list[PreviewQuestion]) -> tuple[list[TriedPart], int, str]:
    """The verdicts on what was posted, for which position; the question then shows the answer again."""
    raw = request.POST.get("position", "")
    place = int(raw) - 1 if raw.isascii() and raw.isdigit() and len(raw) < 5 else -1
    if not 0 <= place < len(shown) or shown[place].layout is None:
        return [], 0, ""
    try:
        response = form_response(request.POST, shown[place].layout)
    except Refused as refusal:
        return [], place + 1, word_error(refusal)
    shown[place] = shown[place].answered(response)
    return try_answer(shown[place], response.parts), place + 1, ""


def _number(request: HttpRequest) -> int:
    raw = request.GET.get("variant", "1")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 5 else 1
    return min(max(number, 1), MOST_VARIANTS)


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else reader_language()
