"""Sittings in the admin: for looking things up. Nothing that a student gave is changed here."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.scoped_admin import ScopedModelAdmin
from exams.models import (
    Acknowledgement,
    Assignment,
    Attempt,
    Notice,
    Response,
    ResponseEvent,
    TimeChange,
)
from grading.models import Mark, RegradeBatch

OF_ATTEMPT = ["attempt__student", "attempt__assignment__paper__exam", "attempt__assignment__classroom"]


@admin.register(Attempt)
class AttemptAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["student", "assignment", "number", "state", "started_at", "submitted_at", "score"]
    list_filter = ["state", "assignment"]
    list_select_related = ["student", "assignment__paper__exam", "assignment__classroom"]
    search_fields = ["student__login", "student__name"]
    fields = [
        "school",
        "assignment",
        "student",
        "number",
        "state",
        "started_at",
        "deadline_at",
        "submitted_at",
        "score",
        "receipt",
    ]
    export_columns = ("id", "student", "number", "state", "started_at", "submitted_at", "score")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attempt]:
        """Those of the classes one teaches, not one's own as a student."""
        taught = Assignment.objects.taught_by(request.user)
        return super().get_queryset(request).filter(assignment__in=taught)


class OfTaughtAttempts(ScopedModelAdmin):
    """Rows that hang on an attempt of a class one teaches."""

    read_only = True
    list_filter = ["attempt__assignment"]
    list_select_related = OF_ATTEMPT
    search_fields = ["attempt__student__login", "attempt__student__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Not those of one's own attempts as a student."""
        rows = self.model._default_manager.filter(
            attempt__assignment__in=Assignment.objects.taught_by(request.user)
        )
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows


@admin.register(TimeChange)
class TimeChangeAdmin(OfTaughtAttempts):
    list_display = ["attempt", "seconds", "kind", "reason", "by", "at"]
    list_select_related = [*OF_ATTEMPT, "by"]


@admin.register(Notice)
class NoticeAdmin(ScopedModelAdmin):
    """What was told to a class; to one student where ``attempt`` says so."""

    read_only = True
    list_display = ["assignment", "attempt", "kind", "by", "at"]
    list_filter = ["kind", "assignment"]
    list_select_related = ["assignment__paper__exam", "assignment__classroom", *OF_ATTEMPT, "by"]
    search_fields = ["assignment__classroom__name", "attempt__student__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        """Those of the classes one teaches, not what one was told as a student."""
        taught = Assignment.objects.taught_by(request.user)
        return super().get_queryset(request).filter(assignment__in=taught)


@admin.register(Acknowledgement)
class AcknowledgementAdmin(OfTaughtAttempts):
    list_display = ["notice", "attempt", "at"]
    list_select_related = [*OF_ATTEMPT, "notice"]


@admin.register(Response)
class ResponseAdmin(OfTaughtAttempts):
    list_display = ["attempt", "position", "revision", "saved_at"]


@admin.register(ResponseEvent)
class ResponseEventAdmin(OfTaughtAttempts):
    list_display = ["attempt", "position", "device", "seq", "revision", "outcome", "at"]
    list_filter = ["outcome", "attempt__assignment"]
    exclude = ["body_hash"]


@admin.register(Mark)
class MarkAdmin(OfTaughtAttempts):
    """Registered here and not in grading, which does not know whose an attempt is."""

    list_display = ["attempt", "position", "part", "verdict", "credit", "points", "source", "current", "at"]
    list_filter = ["verdict", "source", "current", "attempt__assignment"]

    @admin.display(description=_("credit"))
    def credit(self, mark: Mark) -> str:
        """As a fraction in lowest terms."""
        return str(mark.credit_num) if mark.credit_den == 1 else f"{mark.credit_num}/{mark.credit_den}"


@admin.register(RegradeBatch)
class RegradeBatchAdmin(ScopedModelAdmin):
    read_only = True
    list_display = ["cause", "school", "state", "done", "failed", "dry_run"]
    list_filter = ["school", "state"]
    list_select_related = ["school"]
    search_fields = ["cause"]

    @admin.display(description=_("papers looked at"))
    def done(self, batch: RegradeBatch) -> int:
        """So far."""
        return int(batch.progress.get("done", 0))

    @admin.display(description=_("papers that failed"))
    def failed(self, batch: RegradeBatch) -> int:
        """Their ids are in the progress."""
        return len(batch.progress.get("failed", ()))
