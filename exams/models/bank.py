"""The question bank: questions, their immutable versions, and the revisions of their keys."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import uuid7
from accounts.models import Membership, School, User
from exams.localized import localize


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: User) -> TopicQuerySet:
        """Shared topics, and those of the schools where ``user`` teaches."""
        return self.filter(Q(school=None) | Q(school__in=School.objects.staffed_by(user)))


class Topic(models.Model):
    """What a question is about; ``code`` is the achievement standard where there is one."""

    school = models.ForeignKey(
        School, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("school")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("part of")
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.JSONField(_("name"), default=dict)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="one_topic_per_code_and_school"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(school=None), name="one_shared_topic_per_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {localize(self.name)}".strip()


class AssetQuerySet(models.QuerySet["Asset"]):
    def visible_to(self, user: User) -> AssetQuerySet:
        """Pictures of the schools where ``user`` teaches."""
        return self.filter(school__in=School.objects.staffed_by(user))

    def shown_to(self, user: User) -> AssetQuerySet:
        """Pictures of the schools to which ``user`` belongs, in whatever role."""
        return self.filter(school__in=Membership.objects.of(user).values("school"))


class Asset(models.Model):
    """A picture that questions show, stored once per school by what it contains."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, verbose_name=_("school"))
    sha256 = models.CharField(max_length=64, editable=False)
    media_type = models.CharField(_("media type"), max_length=80)
    content = models.BinaryField(_("content"))
    alt = models.JSONField(_("text in place of the picture"), default=dict)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [models.UniqueConstraint(fields=["school", "sha256"], name="one_asset_per_content")]

    def __str__(self) -> str:
        return localize(self.alt) or self.sha256[:12]


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User) -> QuestionQuerySet:
        """Questions of the schools where ``user`` teaches; students see none."""
        return self.filter(school__in=School.objects.staffed_by(user))


class Question(models.Model):
    """A place in the bank. What it asks stands in its newest version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, verbose_name=_("school"))
    owner = models.ForeignKey(User, on_delete=models.PROTECT, verbose_name=_("owner"))
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("topic"))
    external_id = models.CharField(_("external id"), max_length=120, null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "external_id"],
                condition=~Q(external_id=None),
                name="one_question_per_external_id",
            )
        ]

    def __str__(self) -> str:
        return self.external_id or str(self.pk)


class AppendOnly(models.Model):
    """A row that is written once. Changing what it says means adding another row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows are never updated.")
        super().save(*args, **options)


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    def visible_to(self, user: User) -> QuestionVersionQuerySet:
        """Versions of the questions that ``user`` may see."""
        return self.filter(question__school__in=School.objects.staffed_by(user))

    def newest(self) -> QuestionVersionQuerySet:
        """Only the newest version of each question."""
        newer = QuestionVersion.objects.filter(
            question=models.OuterRef("question"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(newer))


class QuestionVersion(AppendOnly):
    """What a question asked from one edit to the next; ``content`` is ``exams.content.Content``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="versions", verbose_name=_("question")
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    hash = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering = ["question", "-number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"


class KeyRevisionQuerySet(models.QuerySet["KeyRevision"]):
    def visible_to(self, user: User) -> KeyRevisionQuerySet:
        """Keys of the questions that ``user`` may see."""
        return self.filter(question_version__question__school__in=School.objects.staffed_by(user))


class KeyRevision(AppendOnly):
    """What was correct from one correction to the next: ``keys`` is ``{part id: key}``."""

    question_version = models.ForeignKey(
        QuestionVersion,
        on_delete=models.CASCADE,
        related_name="key_revisions",
        verbose_name=_("question version"),
    )
    number = models.PositiveIntegerField(_("revision"))
    keys = models.JSONField(_("keys"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = KeyRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("key revision")
        verbose_name_plural = _("key revisions")
        ordering = ["question_version", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question_version", "number"], name="one_key_revision_per_number")
        ]

    def __str__(self) -> str:
        return _("%(version)s, key %(number)d") % {"version": self.question_version, "number": self.number}
