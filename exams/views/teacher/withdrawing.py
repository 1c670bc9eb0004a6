"""Taking a question out of an exam: which one, what becomes of its points, and how far marking again is."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address
from exams.errors import PublishError, Refused
from exams.forms.withdrawing import WithdrawForm
from exams.localized import localize
from exams.models import Assignment
from exams.models.withdrawal import WithdrawalPolicy
from exams.presenting.teaching.withdrawals import AskedQuestion, count_given, load_asked
from exams.services.withdrawing import publish_replacement, withdraw_from_classes
from exams.views.teacher.guard import taught_assignment, teachers_only
from exams.wording import word_error, word_problem

__all__ = ["teacher_withdraw"]


@teachers_only
@require_http_methods(["GET", "HEAD", "POST"])
def teacher_withdraw(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The questions of the exam; with ``?item=3`` the form that withdraws the one at position 3. A POST
    withdraws it."""
    assignment = taught_assignment(request, assignment_id)
    questions = load_asked(assignment)
    context = {
        "assignment": assignment,
        "title": localize(assignment.paper.exam.title),
        "questions": questions,
        "is_marking": any(row.regrading and not row.regrading.is_over for row in questions),
    }
    chosen = _chosen(request, questions)
    if chosen is None:
        return render(request, "exams/teacher/withdraw.html", context)
    if chosen.withdrawal is not None:
        messages.info(request, word_error(Refused("already_withdrawn")))
        return redirect("teacher_withdraw", assignment_id=assignment.pk)
    mine = _my_assignments(request, assignment)
    form = WithdrawForm(request.POST or None, has_others=len(mine) > 1)
    if request.method == "POST" and form.is_valid() and _withdraw(request, chosen, form, mine, assignment):
        said = _("Question %(number)d is withdrawn. Papers that are marked already are marked again.")
        messages.success(request, said % {"number": chosen.number})
        return redirect("teacher_withdraw", assignment_id=assignment.pk)
    context |= {
        "chosen": chosen,
        "form": form,
        "given": count_given([assignment], position=chosen.item.position),
        "given_in_all": count_given(mine, position=chosen.item.position) if len(mine) > 1 else None,
        "classes": len(mine),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "exams/teacher/withdraw_one.html", context, status=status)


def _chosen(request: HttpRequest, questions: Sequence[AskedQuestion]) -> AskedQuestion | None:
    raw = request.GET.get("item", "")
    if not raw and request.method != "POST":
        return None
    found = [row for row in questions if str(row.item.position) == raw]
    if not found:
        raise Http404
    return found[0]


def _my_assignments(request: HttpRequest, assignment: Assignment) -> list[Assignment]:
    """All that have the paper, in classes that the person teaches."""
    return list(Assignment.objects.taught_by(request.user).filter(paper=assignment.paper_id))


def _withdraw(
    request: HttpRequest,
    chosen: AskedQuestion,
    form: WithdrawForm,
    mine: Sequence[Assignment],
    assignment: Assignment,
) -> bool:
    """Whether it was withdrawn; else the form says why not."""
    policy = form.cleaned_data["policy"]
    try:
        is_replaced = policy == WithdrawalPolicy.REPLACE
        withdraw_from_classes(
            chosen.item,
            assignments=mine if form.is_for_all else [assignment],
            policy=policy,
            reason=form.cleaned_data["reason"],
            by=request.user,
            replacement=publish_replacement(chosen.item, by=request.user) if is_replaced else None,
            address=client_address(request),
        )
    except PublishError as error:
        form.add_error(None, [word_error(error), *map(word_problem, error.problems)])
        return False
    except Refused as refusal:
        form.add_error(None, word_error(refusal))
        return False
    return True
