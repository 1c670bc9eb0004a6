"""The list to work through before an exam becomes a paper, and the button that makes it one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exams.errors import PublishError
from exams.localized import localize
from exams.presenting.teaching.checks import check_lines
from exams.services.checking import check_exam, is_changed
from exams.services.publishing import publish_exam
from exams.views.teacher.guard import drafted_exam, teachers_only
from exams.wording import word_error, word_problem

__all__ = ["teacher_publish"]


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_publish(request: HttpRequest, exam_id: UUID) -> HttpResponse:
    """Every check with its state. A POST publishes, and goes on to giving the paper to a class."""
    exam = drafted_exam(request, exam_id)
    refusal, problems = "", []
    if request.method == "POST":
        try:
            paper = publish_exam(exam, by=request.user)
        except PublishError as error:
            refusal, problems = word_error(error), [word_problem(problem) for problem in error.problems]
        else:
            said = _("Published as edition %(edition)d. Now give it to a class.") % {"edition": paper.edition}
            messages.success(request, said)
            return redirect("teacher_assign", paper_id=paper.pk)
    lines = check_lines(check_exam(exam))
    newest = exam.papers.order_by("-edition").first()
    context = {
        "exam": exam,
        "title": localize(exam.title),
        "blocking": [line for line in lines if line.state == "blocking"],
        "advice": [line for line in lines if line.state == "advice"],
        "good": [line for line in lines if line.state == "good"],
        "paper": newest,
        "is_changed": newest is None or is_changed(exam, newest),
        "refusal": refusal,
        "problems": problems,
    }
    return render(request, "exams/teacher/publish.html", context, status=409 if refusal else 200)
