"""A class at an exam: where each student's page is, and what the teacher told them while it ran."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exams.models.attempt import Attempt
from exams.models.bank import AppendOnly
from exams.models.exam import Assignment


class PresenceQuerySet(models.QuerySet["Presence"]):
    def visible_to(self, user: User) -> PresenceQuerySet:
        """One's own, and those of the classes one teaches."""
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class Presence(models.Model):
    """What the page of an attempt said of itself last. Beside the attempt and not in it, so that a pulse
    never waits for a save, nor a save for a pulse.

    ``device`` is the one in charge: the page that was opened last, or in which the student chose to go on.
    ``position`` is the question in view, ``unsent`` how many answers the page holds that have no receipt yet.
    """

    attempt = models.OneToOneField(
        Attempt,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="presence",
        verbose_name=_("attempt"),
    )
    device = models.CharField(_("device"), max_length=64)
    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    unsent = models.PositiveSmallIntegerField(_("unsent answers"), default=0)
    seen_at = models.DateTimeField(_("seen"))

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["attempt"]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.seen_at:%H:%M:%S}"


class NoticeKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", _("Announcement")
    TIME = "time", _("More time")
    PAUSE = "pause", _("Paused")
    RESUME = "resume", _("Resumed")
    WITHDRAWAL = "withdrawal", _("Question withdrawn")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> NoticeQuerySet:
        """Those of the classes one teaches, and those told to one's own attempts."""
        own = Attempt.objects.of(user)
        told = Q(attempt__in=own) | Q(attempt=None, assignment__in=own.values("assignment"))
        return self.filter(Q(assignment__in=Assignment.objects.taught_by(user)) | told)

    def told_to(self, attempt: Attempt) -> NoticeQuerySet:
        """What the student of ``attempt`` is told: what is for the whole class, and what is for them."""
        mine = Q(attempt=None) | Q(attempt=attempt)
        return self.filter(mine, assignment=attempt.assignment_id)


class Notice(AppendOnly):
    """Something students in an exam are told: by the teacher in words, or because the teacher changed
    something. ``attempt`` is None when it is for everyone of the assignment.

    ``values`` by kind: announcement ``{"text"}``; time ``{"seconds"}``; withdrawal ``{"withdrawal"}``, its
    id; pause and resume ``{"everyone": True}`` where they were meant for all, else ``{}``. Of a form there is
    also ``"token"``, by which one sent twice is known.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="notices", verbose_name=_("assignment")
    )
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("attempt"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices)
    values = models.JSONField(_("values"), default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["assignment", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.assignment_id}"


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def visible_to(self, user: User) -> AcknowledgementQuerySet:
        """One's own, and those of the classes one teaches."""
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class Acknowledgement(AppendOnly):
    """A student has seen a notice and said so."""

    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="acknowledgements", verbose_name=_("notice")
    )
    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="acknowledgements", verbose_name=_("attempt")
    )
    at = models.DateTimeField(_("at"))

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["notice", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "attempt"], name="one_acknowledgement_per_notice_and_attempt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} · {self.attempt_id}"
