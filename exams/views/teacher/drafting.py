"""One exam: its questions in order, and adding more from the bank."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from exams.errors import Refused
from exams.forms import BankFilter, PointsForm, TitleForm
from exams.localized import localize
from exams.models import Exam, Question, QuestionVersion, Topic
from exams.presenting.teaching.drafts import draft_items, minutes_for, question_cards
from exams.presenting.teaching.pages import list_page
from exams.services.checking import is_changed
from exams.services.drafting import add_questions, move_item, remove_item, rename_exam, set_points
from exams.views.teacher.guard import drafted_exam, teachers_only
from exams.wording import word_error

__all__ = ["teacher_exam", "teacher_exam_add", "teacher_exam_title"]

PER_PAGE = 20
STEPS = {"up": -1, "down": 1}


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_exam(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """The questions of an exam. Whatever button is pressed, the points that stand in the fields are kept."""
    exam = drafted_exam(request, exam_id)
    if request.method == "POST":
        form = PointsForm(request.POST, items=exam.items.all())
        if form.is_valid():
            set_points(exam.pk, form.points)
            return _act(request, exam, request.POST.get("do", ""))
        return render(request, "exams/teacher/exam.html", _context(request, exam, form), status=422)
    return render(request, "exams/teacher/exam.html", _context(request, exam, None))


def _act(request: HttpRequest, exam: Exam, do: str) -> HttpResponseRedirect:
    """``up-7``, ``down-7``, ``remove-7``; anything else has only kept the points."""
    verb, _dash, number = do.partition("-")
    address = reverse("teacher_exam", args=[exam.pk])
    item = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    if verb in STEPS:
        move_item(exam.pk, item, by=STEPS[verb])
        return redirect(f"{address}?moved={verb}-{item}#item-{item}")
    if verb == "remove":
        remove_item(exam.pk, item)
        messages.success(request, _("The question is off the exam. It stays in the bank."))
        return redirect(f"{address}#questions")
    messages.success(request, _("The points are saved."))
    return redirect(f"{address}#questions")


def _context(request: HttpRequest, exam: Exam, form: PointsForm | None) -> dict[str, Any]:
    items = draft_items(exam)
    form = form or PointsForm(items=[row.item for row in items])
    newest = exam.papers.order_by("-edition").first()
    return {
        "exam": exam,
        "title": localize(exam.title),
        "rows": [
            (row, form[f"points-{row.item.pk}"]) for row in items if f"points-{row.item.pk}" in form.fields
        ],
        "form": form,
        "total": sum((row.item.points for row in items if row.number), 0),
        "questions": sum(row.number is not None for row in items),
        "minutes": minutes_for(row.card for row in items),
        "paper": newest,
        "is_changed": newest is not None and is_changed(exam, newest),
        "given": list(
            newest.assignments.model.objects.taught_by(request.user)
            .filter(paper__exam=exam)
            .select_related("classroom", "paper")
            .order_by("-opens_at")[:10]
        )
        if newest
        else [],
        "moved": request.GET.get("moved", ""),
        "title_form": TitleForm(
            initial={"title_ko": exam.title.get("ko", ""), "title_en": exam.title.get("en", "")}
        ),
    }


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_exam_title(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """Another title."""
    exam = drafted_exam(request, exam_id)
    initial = {"title_ko": exam.title.get("ko", ""), "title_en": exam.title.get("en", "")}
    form = TitleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        rename_exam(exam.pk, title=form.title)
        messages.success(request, _("The title is changed."))
        return redirect("teacher_exam", exam_id=exam.pk)
    return render(request, "exams/teacher/exam_title.html", {"form": form, "exam": exam})


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_exam_add(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """The bank of the exam's school, to search and to choose from."""
    exam = drafted_exam(request, exam_id)
    topics = Topic.objects.filter(Q(school=None) | Q(school=exam.school))
    form = BankFilter(request.GET, topics=topics)
    if request.method == "POST":
        return _add(request, exam)
    there = set(exam.items.values_list("question", flat=True))
    found = list_page(_found(exam, form.wanted), request.GET.dict(), per_page=PER_PAGE)
    cards = question_cards([version.question for version in found.rows])
    context = {
        "exam": exam,
        "title": localize(exam.title),
        "form": form,
        "is_filtered": bool(form.wanted),
        "page": found,
        "cards": [(cards[version.question_id], version.question_id in there) for version in found.rows],
        "on_exam": len(there),
    }
    return render(request, "exams/teacher/exam_add.html", context)


def _found(exam: Exam, wanted: dict[str, Any]) -> QuerySet[QuestionVersion]:
    rows = QuestionVersion.objects.newest().filter(
        question__school=exam.school_id, question__archived_at=None
    )
    if text := wanted.get("q"):
        rows = rows.filter(
            Q(content__text__ko__icontains=text)
            | Q(content__text__en__icontains=text)
            | Q(question__external_id__icontains=text)
        )
    if topic := wanted.get("topic"):
        rows = rows.filter(Q(question__topic=topic) | Q(question__topic__parent=topic))
    if kind := wanted.get("kind"):
        rows = rows.filter(content__parts__0__kind=kind)
    return rows.select_related("question__topic").order_by(
        "question__topic__code", "question__external_id", "pk"
    )


def _add(request: HttpRequest, exam: Exam) -> HttpResponseRedirect:
    chosen = [value for value in request.POST.getlist("question") if _is_id(value)]
    order = {value: place for place, value in enumerate(chosen)}
    questions = Question.objects.filter(school=exam.school_id, pk__in=chosen)
    try:
        added = add_questions(exam.pk, sorted(questions, key=lambda one: order[str(one.pk)]))
    except Refused as refusal:
        messages.error(request, word_error(refusal))
        return redirect("teacher_exam_add", exam_id=exam.pk)
    if not added:
        messages.info(request, _("Nothing was chosen. Tick the questions you want, then add them."))
        return redirect(f"{reverse('teacher_exam_add', args=[exam.pk])}?{request.GET.urlencode()}")
    said = ngettext("%(count)d question was added.", "%(count)d questions were added.", added)
    messages.success(request, said % {"count": added})
    return redirect(f"{reverse('teacher_exam', args=[exam.pk])}#questions")


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
