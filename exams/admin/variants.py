"""The page with a question's variants: every one that publishing would make, to look at and to strike out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from exams.content import Content
from exams.errors import ExamError, QuestionError
from exams.models import Question
from exams.presenting.variants import VariantTable, variant_table
from exams.services.publishing import seed_of
from exams.services.striking import strike_variants
from exams.services.writing import Standing, load_standing
from exams.wording import word_error

__all__ = ["variants_page"]

PAGE = "admin/exams/question/variants.html"


def variants_page(model_admin: admin.ModelAdmin, request: HttpRequest, question: Question) -> HttpResponse:
    """Shows the variants of ``question``, which the person may see; strikes out those that were ticked."""
    may_change = model_admin.has_change_permission(request, question)
    problem = ""
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        problem = _strike(request, question)
        if not problem:
            messages.success(request, _("The variants were saved as a new version."))
            return HttpResponseRedirect(request.path)
    standing = load_standing(question)
    table, reason = _table(standing)
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "title": _("Variants of %(name)s") % {"name": question},
        "opts": model_admin.opts,
        "original": question,
        "standing": standing,
        "base": dict(zip(("version", "key"), standing.token, strict=True)),
        "table": table,
        "problem": problem or reason,
        "may_change": may_change,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, PAGE, context)


def _strike(request: HttpRequest, question: Question) -> str:
    """What stands in the way, or nothing where it was done."""
    key = request.POST.get("base-key", "")
    try:
        strike_variants(
            question,
            places=_numbers(request, "struck"),
            rows=_numbers(request, "unused"),
            by=request.user,
            based_on=(request.POST.get("base-version", ""), int(key) if _is_number(key) else 0),
        )
    except ExamError as error:
        return word_error(error)
    return ""


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(text) for text in request.POST.getlist(name) if _is_number(text)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _table(standing: Standing) -> tuple[VariantTable | None, str]:
    """The table of a question that has been written, or why there is none."""
    if standing.version is None or standing.revision is None:
        return None, ""
    content = Content.model_validate(standing.version.content)
    try:
        return variant_table(content, standing.keys, seed=seed_of(content.drawn_from)), ""
    except QuestionError as error:
        return None, word_error(error)
