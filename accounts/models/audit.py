"""The record of who did what, when and from where. Rows are added, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import School, User


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: User) -> AuditEntryQuerySet:
        """One's own acts, and everyone's in schools one administers."""
        if user.is_superuser:
            return self
        return self.filter(Q(actor=user) | Q(school__in=School.objects.administered_by(user)))

    def seal(self, entry: AuditEntry) -> bool:
        """Writes the place in the chain that ``entry`` carries; False when somebody sealed it before."""
        sealed = self.filter(pk=entry.pk, sealed_no=None)
        return bool(
            models.QuerySet.update(
                sealed, sealed_no=entry.sealed_no, prev_hash=entry.prev_hash, hash=entry.hash
            )
        )

    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("Audit entries are append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit entries are append-only.")


class AuditEntry(models.Model):
    """One act. A job seals entries into a chain: ``sealed_no`` is the place there, from 1, ``hash`` covers
    the row and ``prev_hash``, which is the hash of the place before."""

    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("school")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("actor"))
    verb = models.CharField(_("verb"), max_length=40)
    object = models.CharField(_("object"), max_length=120, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    data = models.JSONField(_("data"), default=dict, blank=True)
    sealed_no = models.BigIntegerField(null=True, blank=True, unique=True, editable=False)
    prev_hash = models.CharField(max_length=64, null=True, blank=True, editable=False)
    hash = models.CharField(max_length=64, null=True, blank=True, editable=False)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["school", "-at"], name="audit_by_school_and_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_id} {self.verb} {self.object}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("Audit entries are append-only.")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise TypeError("Audit entries are append-only.")
