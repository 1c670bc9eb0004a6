"""Exams, the papers made from them, and papers given to classes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from accounts.models import Classroom
from accounts.scoped_admin import ScopedModelAdmin, ScopedTabularInline
from exams.admin.fields import LocalizedField
from exams.errors import PublishError
from exams.models import Assignment, Exam, ExamItem, Paper, PaperItem, Variant, Withdrawal
from exams.services.assigning import assign_paper, move_window
from exams.services.publishing import publish_exam
from exams.shapes import ReviewSettings
from exams.wording import word_problem

WHEN_CHOICES = [
    ("after_submit", _("as soon as they have handed in")),
    ("after_close", _("when the exam has closed")),
    ("never", _("never")),
]


class ExamForm(forms.ModelForm):
    title = LocalizedField(label=_("Title"))

    class Meta:
        model = Exam
        fields = ["school", "title"]


class ExamItemInline(ScopedTabularInline):
    model = ExamItem
    teachers_may_add = teachers_may_change = teachers_may_delete = True
    fields = ["position", "question", "points"]
    autocomplete_fields = ["question"]


@admin.register(Exam)
class ExamAdmin(ScopedModelAdmin):
    form = ExamForm
    teachers_may_add = teachers_may_change = True
    list_display = ["__str__", "school"]
    list_filter = ["school"]
    list_select_related = ["school"]
    search_fields = ["title"]
    inlines = [ExamItemInline]
    actions = ["publish"]

    @admin.action(description=_("Publish the selected exams"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Exam]) -> None:
        """Freezes each exam into a paper, or says question by question what stands in the way."""
        for exam in queryset:
            try:
                paper = publish_exam(exam, by=request.user)
            except PublishError as error:
                for problem in error.problems:
                    self.message_user(request, f"{exam}: {word_problem(problem)}", messages.ERROR)
                continue
            self.message_user(request, _("Published: %(paper)s") % {"paper": paper}, messages.SUCCESS)


class PaperItemInline(ScopedTabularInline):
    model = PaperItem
    read_only = True
    fields = ["position", "question_version", "points"]
    readonly_fields = ["position", "question_version", "points"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PaperItem]:
        """With what the names of versions need."""
        return super().get_queryset(request).select_related("question_version__question")


@admin.register(Paper)
class PaperAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["__str__", "edition", "total", "by", "at"]
    list_filter = ["exam__school"]
    list_select_related = ["exam", "by"]
    search_fields = ["exam__title"]
    fields = ["exam", "edition", "total", "hash", "by", "at"]
    readonly_fields = ["at"]
    inlines = [PaperItemInline]
    export_columns = ("id", "exam", "edition", "total", "at")


@admin.register(Variant)
class VariantAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["__str__", "number", "values", "struck_at"]
    list_filter = ["paper_item__paper__exam__school"]
    list_select_related = ["paper_item__question_version__question"]
    search_fields = ["paper_item__question_version__question__external_id"]
    fields = ["paper_item", "number", "seed", "values", "struck_at"]
    export_columns = ("id", "paper_item", "number", "values", "struck_at")


class AssignmentForm(forms.ModelForm):
    """The review settings as two choices, the limit in minutes."""

    limit_minutes = forms.IntegerField(
        label=_("Time limit in minutes"),
        min_value=1,
        max_value=1440,
        required=False,
        help_text=_("Empty: until the window closes."),
        widget=UnfoldAdminIntegerFieldWidget,
    )
    result = forms.ChoiceField(
        label=_("Students see the result"),
        choices=WHEN_CHOICES,
        initial="after_submit",
        widget=UnfoldAdminSelectWidget,
    )
    solution = forms.ChoiceField(
        label=_("Students see the solutions"),
        choices=WHEN_CHOICES,
        initial="after_close",
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Assignment
        fields = ["paper", "classroom", "opens_at", "closes_at", "grace_s", "max_attempts", "access_code"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["max_attempts"].validators.append(MinValueValidator(1))
        if self.instance.pk and not self.instance._state.adding:
            review = ReviewSettings.model_validate(self.instance.review)
            self.initial.update(result=review.result, solution=review.solution)
            self.initial["limit_minutes"] = self.instance.limit_s and self.instance.limit_s // 60

    def clean(self) -> dict[str, Any]:
        """One school, and a window that opens before it closes."""
        cleaned = super().clean() or self.cleaned_data
        paper, classroom = cleaned.get("paper"), cleaned.get("classroom")
        if paper and classroom and paper.exam.school_id != classroom.school_id:
            self.add_error("classroom", _("The paper and the class belong to different schools."))
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("closes_at", _("The window must open before it closes."))
        return cleaned

    @property
    def review(self) -> ReviewSettings:
        """The chosen review settings."""
        return ReviewSettings(result=self.cleaned_data["result"], solution=self.cleaned_data["solution"])

    @property
    def limit_s(self) -> int | None:
        """The limit in seconds."""
        minutes = self.cleaned_data.get("limit_minutes")
        return minutes * 60 if minutes else None


@admin.register(Assignment)
class AssignmentAdmin(ScopedModelAdmin):
    """A paper and its class are chosen once; the window and what students see may change."""

    form = AssignmentForm
    teachers_may_add = teachers_may_change = True
    list_display = ["paper", "classroom", "opens_at", "closes_at", "max_attempts"]
    list_filter = ["classroom"]
    list_select_related = ["paper__exam", "classroom"]
    search_fields = ["paper__exam__title", "classroom__name"]
    autocomplete_fields = ["paper", "classroom"]
    secret_fields = ("access_code",)
    fields = [
        "paper",
        "classroom",
        "opens_at",
        "closes_at",
        "limit_minutes",
        "grace_s",
        "max_attempts",
        "access_code",
        "result",
        "solution",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        """Those of the classes one teaches, not of those one attends."""
        return super().get_queryset(request).taught_by(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> list[str]:
        """What students may have started stays what it is."""
        return ["paper", "classroom"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only to classes that one teaches."""
        if db_field.name == "classroom":
            kwargs["queryset"] = Classroom.objects.taught_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Assignment, form: AssignmentForm, change: bool) -> None:
        """Through the services, so that it is in the audit log."""
        window = {"opens_at": obj.opens_at, "closes_at": obj.closes_at, "by": request.user}
        obj.limit_s, obj.review = form.limit_s, form.review.model_dump(mode="json")
        if change:
            super().save_model(request, obj, form, change)
            move_window(obj, **window)
            return
        made = assign_paper(
            obj.paper,
            obj.classroom,
            **window,
            limit_s=form.limit_s,
            max_attempts=obj.max_attempts,
            review=form.review,
            access_code=obj.access_code,
        )
        Assignment.objects.filter(pk=made.pk).update(grace_s=obj.grace_s)
        obj.pk, obj._state.adding = made.pk, False


@admin.register(Withdrawal)
class WithdrawalAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["paper_item", "assignment", "policy", "reason", "by", "at"]
    list_filter = ["policy"]
    list_select_related = [
        "paper_item__question_version__question",
        "assignment__paper__exam",
        "assignment__classroom",
        "by",
    ]
    search_fields = ["reason"]
