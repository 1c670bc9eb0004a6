"""The list of exams, and making a new one."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import School
from exams.forms import ExamFilter, NewExamForm
from exams.models import Assignment, Exam, Paper
from exams.presenting.questions import reader_language
from exams.presenting.teaching.pages import list_page
from exams.services.drafting import create_exam
from exams.views.teacher.guard import teachers_only

__all__ = ["teacher_exam_new", "teacher_exams"]


@teachers_only
@require_safe
def teacher_exams(request: HttpRequest) -> HttpResponse:
    """Every exam of the schools where one teaches, with where it stands."""
    form = ExamFilter(request.GET)
    wanted = form.wanted
    page = list_page(_filtered(Exam.objects.visible_to(request.user), wanted, request), request.GET.dict())
    context = {"page": page, "form": form, "is_filtered": bool(set(wanted) - {"sort"})}
    return render(request, "exams/teacher/exams.html", context)


def _filtered(exams: QuerySet[Exam], wanted: dict[str, Any], request: HttpRequest) -> QuerySet[Exam]:
    now = timezone.now()
    open_now = Assignment.objects.taught_by(request.user).filter(
        paper__exam=OuterRef("pk"), opens_at__lte=now, closes_at__gt=now
    )
    rows = exams.annotate(
        question_count=Count("items"),
        points=Sum("items__points"),
        is_published=Exists(Paper.objects.filter(exam=OuterRef("pk"))),
        is_running=Exists(open_now),
    )
    if text := wanted.get("q"):
        rows = rows.filter(Q(title__ko__icontains=text) | Q(title__en__icontains=text))
    match wanted.get("state"):
        case "draft":
            rows = rows.filter(is_published=False)
        case "published":
            rows = rows.filter(is_published=True)
        case "running":
            rows = rows.filter(is_running=True)
    order = {"oldest": ("pk",), "title": (f"title__{reader_language()}", "pk")}
    return rows.order_by(*order.get(wanted.get("sort", ""), ("-pk",)))


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_exam_new(request: HttpRequest) -> HttpResponse:
    """A title is all that a new exam needs."""
    schools = list(School.objects.staffed_by(request.user).order_by("name"))
    form = NewExamForm(request.POST or None, schools=schools)
    if request.method == "POST" and form.is_valid():
        exam = create_exam(form.chosen_school, title=form.title, by=request.user)
        return redirect("teacher_exam", exam_id=exam.pk)
    return render(request, "exams/teacher/exam_new.html", {"form": form})
