"""The questions of the bank in the admin: found, written, archived, and their history read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import DropdownFilter

from accounts.scoped_admin import ScopedModelAdmin
from exams.admin.variants import variants_page
from exams.admin.writing import QuestionPage
from exams.kinds import KIND_WORDS
from exams.localized import localize
from exams.models import ExamItem, Question, QuestionVersion
from exams.presenting.history import question_history

__all__ = ["QuestionAdmin"]

SHORT = 80
HISTORY = "admin/exams/question/history.html"
INFORMATION = "description"


class KindFilter(DropdownFilter):
    """Questions with a part of that kind, by their newest version."""

    title = _("kind of answer")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every kind, and text that asks nothing."""
        return [*KIND_WORDS.items(), (INFORMATION, _("Information"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """PostgreSQL writes a space after the colon, SQLite does not."""
        kind = self.value()
        if kind not in {*KIND_WORDS, INFORMATION}:
            return queryset
        versions = QuestionVersion.objects.newest().annotate(parts_text=KeyTextTransform("parts", "content"))
        if kind == INFORMATION:
            found = versions.filter(parts_text="[]")
        else:
            found = versions.filter(
                Q(parts_text__contains=f'"kind": "{kind}"') | Q(parts_text__contains=f'"kind":"{kind}"')
            )
        return queryset.filter(pk__in=found.values("question"))


class ArchivedFilter(DropdownFilter):
    """What was archived is out of the way until one asks for it."""

    title = _("archived")
    parameter_name = "archived"
    all_option = ["", _("In the bank")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Besides those in the bank."""
        return [("yes", _("Archived")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """Those in the bank unless others are asked for."""
        match self.value():
            case "all":
                return queryset
            case "yes":
                return queryset.exclude(archived_at=None)
        return queryset.filter(archived_at=None)


class UsedFilter(DropdownFilter):
    """Whether an exam holds the question."""

    title = _("used on an exam")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Yes or no."""
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """By the column of the list."""
        return queryset.filter(is_used=self.value() == "yes") if self.value() in ("yes", "no") else queryset


@admin.register(Question)
class QuestionAdmin(ScopedModelAdmin):
    """Written on a page of its own; see ``QuestionPage``."""

    teachers_may_add = teachers_may_change = True
    list_display = ["name", "excerpt", "topic", "is_on_exam", "owner", "school", "archived_at"]
    list_filter = ["school", "topic", KindFilter, UsedFilter, ArchivedFilter]
    list_select_related = ["topic", "school", "owner"]
    search_fields = ["external_id", "versions__content__text", "topic__code"]
    search_help_text = _("External id, text, or code of the topic")
    export_columns = ("id", "external_id", "topic", "school", "owner", "archived_at")
    actions = ["archive", "unarchive"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """With the newest version's text beside each row, and whether an exam holds it."""
        newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest_text=Subquery(newest.values("content__text")[:1]),
                is_used=Exists(ExamItem.objects.filter(question=OuterRef("pk"))),
            )
        )

    def get_urls(self) -> list[URLPattern]:
        """The variants have a page of their own."""
        view = self.admin_site.admin_view(self.variants_view)
        own = path("<path:object_id>/variants/", view, name="exams_question_variants")
        return [own, *super().get_urls()]

    def variants_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Every variant of the newest version, to look at and to strike out."""
        question = self.get_object(request, unquote(object_id))
        if question is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, question):
            raise PermissionDenied
        return variants_page(self, request, question)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        """By external id, newest text, or topic; each question once."""
        if not search_term:
            return queryset, False
        texts = QuestionVersion.objects.newest().filter(
            Q(content__text__ko__icontains=search_term) | Q(content__text__en__icontains=search_term)
        )
        found = queryset.filter(
            Q(external_id__icontains=search_term)
            | Q(topic__code__icontains=search_term)
            | Q(topic__name__ko__icontains=search_term)
            | Q(topic__name__en__icontains=search_term)
            | Q(pk__in=texts.values("question"))
        )
        return found, False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page to write on; whoever may only look sees the history."""
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return self._write(request, Question(owner=request.user), is_new=True)
        question = self.get_object(request, unquote(object_id))
        if question is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if self.has_change_permission(request, question):
            return self._write(request, question, is_new=False)
        if request.method == "POST":
            raise PermissionDenied
        return self.history_view(request, object_id)

    def _write(self, request: HttpRequest, question: Question, *, is_new: bool) -> HttpResponse:
        page = QuestionPage(self, request, question)
        answer = page.take() if request.method == "POST" else page.show()
        if answer is not None:
            return answer
        if is_new:
            self.log_addition(request, question, [{"added": {}}])
            return self.response_add(request, question)
        self.log_change(request, question, [{"changed": {}}])
        return self.response_change(request, question)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every version and every key, who wrote it, and what changed."""
        question = self.get_object(request, unquote(object_id))
        if question is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, question):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(name)s") % {"name": question},
            "opts": self.opts,
            "original": question,
            "steps": question_history(question),
            "may_change": self.has_change_permission(request, question),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, HISTORY, context)

    @admin.action(description=_("Archive the selected questions"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        """Takes them out of the way; exams that hold them keep them."""
        changed = _of(queryset, self.changeable(request)).filter(archived_at=None)
        count = changed.update(archived_at=timezone.now())
        said = ngettext("%(count)d question was archived.", "%(count)d questions were archived.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Put the selected questions back into the bank"), permissions=["change"])
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        """Back among the others."""
        changed = _of(queryset, self.changeable(request)).exclude(archived_at=None)
        count = changed.update(archived_at=None)
        said = ngettext(
            "%(count)d question is in the bank again.", "%(count)d questions are in the bank again.", count
        )
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.display(description=_("external id"), ordering="external_id")
    def name(self, question: Question) -> str:
        """The external id, else the id."""
        return str(question)

    @admin.display(description=_("text"))
    def excerpt(self, question: Question) -> str:
        """The beginning of what it asks."""
        text = localize(getattr(question, "newest_text", None) or {})
        return text if len(text) <= SHORT else text[: SHORT - 1] + "…"

    @admin.display(description=_("on an exam"), boolean=True, ordering="is_used")
    def is_on_exam(self, question: Question) -> bool:
        """Whether an exam holds it."""
        return question.is_used


def _of(selected: QuerySet[Question], changeable: QuerySet[Question]) -> QuerySet[Question]:
    return Question.objects.filter(pk__in=selected.values("pk")).filter(pk__in=changeable.values("pk"))
