"""Reports as they were computed, so that a page never computes them again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exams.models import Assignment


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, user: User) -> SnapshotQuerySet:
        """Reports on the assignments to classes that ``user`` teaches."""
        return self.filter(assignment__in=Assignment.objects.taught_by(user))


class Snapshot(models.Model):
    """One kind of report on one assignment, by one version of its rules."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="snapshots", verbose_name=_("assignment")
    )
    kind = models.CharField(_("kind"), max_length=24)
    rule_version = models.PositiveSmallIntegerField(_("rule version"))
    upto = models.CharField(
        _("made from"), max_length=80, help_text=_("Fingerprint of the marks it was made from.")
    )
    payload = models.JSONField(_("content"))

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored report")
        verbose_name_plural = _("stored reports")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "kind", "rule_version"], name="one_snapshot_per_kind_and_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.kind}"
