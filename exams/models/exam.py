"""Exams as teachers draft them, papers as publishing freezes them, and papers given to classes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import uuid7
from accounts.models import Classroom, Enrollment, School, User
from exams.localized import localize
from exams.models.bank import AppendOnly, Question, QuestionVersion
from exams.models.withdrawal import points_that_count


class ExamQuerySet(models.QuerySet["Exam"]):
    def visible_to(self, user: User) -> ExamQuerySet:
        """Exams of the schools where ``user`` teaches; students see assignments, never exams."""
        return self.filter(school__in=School.objects.staffed_by(user))


class Exam(models.Model):
    """A draft that teachers edit. Students only ever see a paper made from it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, verbose_name=_("school"))
    title = models.JSONField(_("title"), default=dict)
    settings = models.JSONField(_("settings"), default=dict, blank=True)

    objects = ExamQuerySet.as_manager()

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return localize(self.title) or str(self.pk)


class ExamItemQuerySet(models.QuerySet["ExamItem"]):
    def visible_to(self, user: User) -> ExamItemQuerySet:
        """Items of the exams that ``user`` may see."""
        return self.filter(exam__school__in=School.objects.staffed_by(user))


class ExamItem(models.Model):
    """A question on an exam, with what it is worth there."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="items", verbose_name=_("exam"))
    position = models.PositiveSmallIntegerField(_("position"))
    question = models.ForeignKey(Question, on_delete=models.PROTECT, verbose_name=_("question"))
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, default=Decimal(1))

    objects = ExamItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("exam item")
        verbose_name_plural = _("exam items")
        ordering = ["exam", "position"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "position"], name="one_exam_item_per_position"),
            models.CheckConstraint(condition=Q(points__gte=0), name="exam_item_points_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.question}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> PaperQuerySet:
        """Papers of the exams that ``user`` may see."""
        return self.filter(exam__school__in=School.objects.staffed_by(user))


class Paper(AppendOnly):
    """An exam as it was published: never updated.

    ``outline`` is all that the start of an attempt needs, ``exams.shapes.Outline``: so that starting
    reads one row, whatever the number of questions.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="papers", verbose_name=_("exam"))
    edition = models.PositiveIntegerField(_("edition"))
    settings = models.JSONField(_("settings"), default=dict)
    outline = models.JSONField(_("outline"))
    total = models.DecimalField(_("total points"), max_digits=8, decimal_places=2)
    hash = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["exam", "-edition"]
        constraints = [models.UniqueConstraint(fields=["exam", "edition"], name="one_paper_per_edition")]

    def __str__(self) -> str:
        return _("%(exam)s, edition %(edition)d") % {"exam": self.exam, "edition": self.edition}


class PaperItemQuerySet(models.QuerySet["PaperItem"]):
    def visible_to(self, user: User) -> PaperItemQuerySet:
        """Items of the papers that ``user`` may see."""
        return self.filter(paper__exam__school__in=School.objects.staffed_by(user))


class PaperItem(AppendOnly):
    """A question version on a paper."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="items", verbose_name=_("paper"))
    position = models.PositiveSmallIntegerField(_("position"))
    question_version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, verbose_name=_("question version")
    )
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)

    objects = PaperItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper item")
        verbose_name_plural = _("paper items")
        ordering = ["paper", "position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="one_paper_item_per_position"),
            models.CheckConstraint(condition=Q(points__gte=0), name="paper_item_points_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.question_version}"


class VariantQuerySet(models.QuerySet["Variant"]):
    def visible_to(self, user: User) -> VariantQuerySet:
        """Variants on the papers that ``user`` may see."""
        return self.filter(paper_item__paper__exam__school__in=School.objects.staffed_by(user))


class Variant(models.Model):
    """One set of values of a question's parameters, rendered in every language when published."""

    paper_item = models.ForeignKey(
        PaperItem, on_delete=models.CASCADE, related_name="variants", verbose_name=_("paper item")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    seed = models.BigIntegerField(_("seed"))
    values = models.JSONField(_("values"), default=dict)
    rendered = models.JSONField(_("rendered"), help_text=_("exams.shapes.Rendered by language"))
    struck_at = models.DateTimeField(_("struck out"), null=True, blank=True)

    objects = VariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["paper_item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper_item", "number"], name="one_variant_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.paper_item} #{self.number}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def taught_by(self, user: User) -> AssignmentQuerySet:
        """Assignments to the classes that ``user`` teaches."""
        return self.filter(classroom__in=Classroom.objects.taught_by(user))

    def attended_by(self, user: User) -> AssignmentQuerySet:
        """Assignments to the classes in which ``user`` is enrolled."""
        return self.filter(
            classroom__in=Enrollment.objects.filter(user=user, left_at=None).values("classroom")
        )

    def visible_to(self, user: User) -> AssignmentQuerySet:
        """Assignments to the classes that ``user`` teaches or attends."""
        return self.filter(classroom__in=Classroom.objects.visible_to(user))

    def with_total(self) -> AssignmentQuerySet:
        """With ``total``: the points that can be earned, those of dropped questions left out."""
        return self.annotate(total=points_that_count())


def default_review() -> dict[str, Any]:
    """What students may see when: ``exams.shapes.ReviewSettings``."""
    return {"v": 1, "result": "after_submit", "solution": "after_close"}


class Assignment(models.Model):
    """A paper given to a classroom, with its window."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("paper")
    )
    classroom = models.ForeignKey(
        Classroom, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("class")
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    limit_s = models.PositiveIntegerField(
        _("time limit in seconds"), null=True, blank=True, help_text=_("Empty: until the window closes.")
    )
    grace_s = models.PositiveIntegerField(
        _("grace in seconds"), default=30, help_text=_("For answers that are on their way when time is up.")
    )
    max_attempts = models.PositiveSmallIntegerField(_("most attempts"), default=1)
    review = models.JSONField(_("review"), default=default_review)
    access_code = models.CharField(_("access code"), max_length=40, null=True, blank=True)
    networks = models.JSONField(
        _("allowed networks"),
        default=list,
        blank=True,
        help_text=_(
            "Addresses such as 10.20.0.0/16 from which the exam may be opened. Empty: from anywhere."
        ),
    )

    objects = AssignmentQuerySet.as_manager()

    total: Decimal  # read by with_total()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="assignment_opens_before_it_closes"
            ),
            models.CheckConstraint(condition=Q(max_attempts__gte=1), name="assignment_allows_an_attempt"),
        ]
        indexes = [models.Index(fields=["classroom", "closes_at"], name="assignment_by_class_and_close")]

    def __str__(self) -> str:
        return f"{self.paper} · {self.classroom}"
