"""The record of what answers were worth. Marks hang on attempt, position and part."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import uuid7
from accounts.models import School, User
from grading.engine import Outcome

OUTCOME_LABELS = {
    Outcome.CORRECT: _("Correct"),
    Outcome.PARTIAL: _("Partly correct"),
    Outcome.INCORRECT: _("Incorrect"),
    Outcome.UNDECIDED: _("A teacher decides"),
    Outcome.UNREADABLE: _("Could not be read"),
}


class MarkSource(models.TextChoices):
    AUTO = "auto", _("Marked by the engine")
    HUMAN = "human", _("Marked by a person")
    REGRADE = "regrade", _("Marked again")


class RegradeBatchQuerySet(models.QuerySet["RegradeBatch"]):
    def visible_to(self, user: User) -> RegradeBatchQuerySet:
        """Batches of the schools where ``user`` teaches."""
        return self.filter(school__in=School.objects.staffed_by(user))


class RegradeBatch(models.Model):
    """Many marks made again for one cause, as a job that can be resumed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, verbose_name=_("school"))
    cause = models.CharField(_("cause"), max_length=300)
    to_key_revision = models.ForeignKey(
        "exams.KeyRevision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("to key revision"),
    )
    limits = models.JSONField(_("limits"), default=dict, blank=True)
    dry_run = models.BooleanField(_("dry run"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    progress = models.JSONField(_("progress"), default=dict, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RegradeBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.cause


class MarkQuerySet(models.QuerySet["Mark"]):
    def current(self) -> MarkQuerySet:
        """The marks that count now."""
        return self.filter(current=True)

    def waiting_for_person(self) -> MarkQuerySet:
        """Those on which a person has to decide: an essay, or what the engine could not settle."""
        return self.filter(verdict=Outcome.UNDECIDED.value)


class Mark(models.Model):
    """What one part of one answer earned, why, and the certificate by which it can be checked.

    A new mark never overwrites an old one: the old one stops being ``current``.
    """

    attempt = models.ForeignKey(
        "exams.Attempt", on_delete=models.CASCADE, related_name="marks", verbose_name=_("attempt")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    part = models.CharField(_("part"), max_length=16)
    event = models.ForeignKey(
        "exams.ResponseEvent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("event"),
    )
    key_revision = models.ForeignKey(
        "exams.KeyRevision", on_delete=models.PROTECT, related_name="+", verbose_name=_("key revision")
    )
    credit_num = models.PositiveIntegerField(_("credit, numerator"))
    credit_den = models.PositiveIntegerField(_("credit, denominator"), default=1)
    points = models.DecimalField(_("score"), max_digits=8, decimal_places=2)
    verdict = models.CharField(
        _("verdict"), max_length=12, choices=[(key.value, label) for key, label in OUTCOME_LABELS.items()]
    )
    reason = models.JSONField(_("reason"))
    certificate = models.JSONField(_("certificate"), default=dict)
    source = models.CharField(_("source"), max_length=8, choices=MarkSource.choices, default=MarkSource.AUTO)
    batch = models.ForeignKey(
        RegradeBatch, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("regrade")
    )
    current = models.BooleanField(_("current"), default=True)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["attempt", "position", "part", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position", "part"],
                condition=Q(current=True),
                name="one_current_mark_per_part",
            ),
            models.CheckConstraint(
                condition=Q(credit_den__gt=0, credit_num__gte=0, credit_num__lte=F("credit_den")),
                name="mark_credit_from_0_to_1",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[outcome.value for outcome in Outcome]), name="mark_verdict_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.position}{self.part} · {self.verdict}"
