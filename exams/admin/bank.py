"""What stands around questions in the admin: topics, pictures, and the versions and keys, to be read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.scoped_admin import ScopedModelAdmin, ScopedTabularInline
from exams.admin.fields import LocalizedField
from exams.localized import localize
from exams.models import Asset, KeyRevision, QuestionVersion, Topic


class TopicForm(forms.ModelForm):
    name = LocalizedField(label=_("Name"))

    class Meta:
        model = Topic
        fields = ["school", "parent", "code", "name"]


@admin.register(Topic)
class TopicAdmin(ScopedModelAdmin):
    """Shared topics are for reading; those of a school its teachers write."""

    form = TopicForm
    teachers_may_add = teachers_may_change = True
    list_display = ["code", "title", "school"]
    list_filter = ["school"]
    list_select_related = ["school"]
    search_fields = ["code", "name"]

    def changeable(self, request: HttpRequest) -> QuerySet[Topic]:
        """Not the shared ones, unless one operates the site."""
        rows = self.get_queryset(request)
        return rows if request.user.is_superuser else rows.exclude(school=None)

    def get_form(
        self, request: HttpRequest, obj: Topic | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A teacher's topic always belongs to a school."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "school" in form.base_fields and not request.user.is_superuser:
            form.base_fields["school"].required = True
        return form

    @admin.display(description=_("name"))
    def title(self, topic: Topic) -> str:
        """The name in the reader's language."""
        return localize(topic.name)


@admin.register(Asset)
class AssetAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["__str__", "media_type", "school"]
    list_filter = ["school", "media_type"]
    list_select_related = ["school"]
    search_fields = ["sha256", "alt"]
    fields = ["school", "media_type", "sha256", "alt"]
    export_columns = ("sha256", "media_type", "alt")


class KeyRevisionInline(ScopedTabularInline):
    model = KeyRevision
    fields = ["number", "keys", "reason", "by", "at"]
    readonly_fields = ["number", "keys", "reason", "by", "at"]
    read_only = True


@admin.register(QuestionVersion)
class QuestionVersionAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["__str__", "number", "by", "at"]
    list_filter = ["question__school"]
    list_select_related = ["question", "by"]
    search_fields = ["question__external_id"]
    inlines = [KeyRevisionInline]


@admin.register(KeyRevision)
class KeyRevisionAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["__str__", "number", "reason", "by", "at"]
    list_filter = ["question_version__question__school"]
    list_select_related = ["question_version__question", "by"]
    search_fields = ["question_version__question__external_id", "reason"]
