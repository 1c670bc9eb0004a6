"""Families of refresh tokens: one sign-in of an API client, whatever its token is now."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import uuid7
from accounts.models.people import User


class RefreshFamilyQuerySet(models.QuerySet["RefreshFamily"]):
    def visible_to(self, user: User) -> RefreshFamilyQuerySet:
        """One's own sign-ins."""
        return self if user.is_superuser else self.filter(user=user)


class RefreshFamily(models.Model):
    """Only the newest token of a family may be used; an older one used again ends the family."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, verbose_name=_("person"))
    current_token = models.CharField(_("identifier of the newest token"), max_length=64)
    created_at = models.DateTimeField(_("signed in"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = RefreshFamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API sign-in")
        verbose_name_plural = _("API sign-ins")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d %H:%M}"
