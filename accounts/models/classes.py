"""Classrooms, who teaches and who attends them, and what a student needs to sit an exam fairly."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.codes import normal_join_code
from accounts.identifiers import uuid7
from accounts.models.people import School, User


class ClassroomQuerySet(models.QuerySet["Classroom"]):
    def taught_by(self, user: User) -> ClassroomQuerySet:
        """Classrooms that ``user`` teaches, or whose school they administer."""
        if user.is_superuser:
            return self
        # A teaching outlives the role in the school; only both together open the class.
        teaches = Teaching.objects.filter(user=user, classroom__school__in=School.objects.staffed_by(user))
        administered = School.objects.administered_by(user)
        return self.filter(Q(pk__in=teaches.values("classroom")) | Q(school__in=administered))

    def attended_by(self, user: User) -> ClassroomQuerySet:
        """Classrooms in which ``user`` is enrolled now."""
        return self.filter(pk__in=Enrollment.objects.filter(user=user, left_at=None).values("classroom"))

    def visible_to(self, user: User) -> ClassroomQuerySet:
        """Classrooms that ``user`` teaches or attends."""
        if user.is_superuser:
            return self
        taught = Classroom.objects.taught_by(user).values("pk")
        attends = Enrollment.objects.filter(user=user, left_at=None).values("classroom")
        return self.filter(Q(pk__in=taught) | Q(pk__in=attends))

    def joinable(self, code: str) -> ClassroomQuerySet:
        """The classroom that ``code`` opens now, if any; typed with or without dashes and spaces."""
        return self.filter(join_code=normal_join_code(code), archived_at=None).filter(
            Q(join_expires_at=None) | Q(join_expires_at__gt=timezone.now())
        )


class Classroom(models.Model):
    """A class: students join it by its code."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, verbose_name=_("school"))
    name = models.CharField(_("name"), max_length=80)
    year = models.PositiveSmallIntegerField(_("school year"))
    join_code = models.CharField(_("join code"), max_length=12, null=True, blank=True, unique=True)
    join_expires_at = models.DateTimeField(_("join code ends"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    teachers = models.ManyToManyField(User, through="Teaching", related_name="+", verbose_name=_("teachers"))

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["-year", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"

    @property
    def is_open(self) -> bool:
        """Whether students can join it by its code now."""
        if self.archived_at is not None or not self.join_code:
            return False
        return self.join_expires_at is None or self.join_expires_at > timezone.now()


class TeachingQuerySet(models.QuerySet["Teaching"]):
    def visible_to(self, user: User) -> TeachingQuerySet:
        """Who teaches the classes that ``user`` teaches."""
        return self.filter(classroom__in=Classroom.objects.taught_by(user))


class Teaching(models.Model):
    """A teacher of a classroom."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, verbose_name=_("class"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, verbose_name=_("teacher"))

    objects = TeachingQuerySet.as_manager()

    class Meta:
        verbose_name = _("teaching")
        verbose_name_plural = _("teachings")
        constraints = [models.UniqueConstraint(fields=["classroom", "user"], name="one_teaching_per_teacher")]

    def __str__(self) -> str:
        return f"{self.user} · {self.classroom}"


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def present(self) -> EnrollmentQuerySet:
        """Students who have not left the class."""
        return self.filter(left_at=None)

    def visible_to(self, user: User) -> EnrollmentQuerySet:
        """One's own, and those of the classes one teaches."""
        if user.is_superuser:
            return self
        return self.filter(Q(user=user) | Q(classroom__in=Classroom.objects.taught_by(user)))

    def with_factor(self, moment: models.expressions.Combinable | object) -> EnrollmentQuerySet:
        """Each with ``factor``, how much time the student gets at ``moment`` (a date); empty for most."""
        holding = Accommodation.objects.at(moment).filter(
            user=models.OuterRef("user"), school=models.OuterRef("classroom__school")
        )
        return self.annotate(factor=models.Subquery(holding.values("factor")[:1]))


class Enrollment(models.Model):
    """A student in a classroom, with their number on the roster."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, verbose_name=_("class"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, verbose_name=_("student"))
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["classroom", "number", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["classroom", "user"], name="one_enrolment_per_student")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.classroom}"


class AccommodationQuerySet(models.QuerySet["Accommodation"]):
    def at(self, moment: models.expressions.Combinable | object) -> AccommodationQuerySet:
        """Those that hold at ``moment`` (a date)."""
        return self.filter(Q(since=None) | Q(since__lte=moment), Q(until=None) | Q(until__gte=moment))

    def visible_to(self, user: User) -> AccommodationQuerySet:
        """One's own, and those of the students one teaches."""
        if user.is_superuser:
            return self
        administered = School.objects.administered_by(user)
        shared = Q(
            user__enrollment__classroom__in=Classroom.objects.taught_by(user),
            user__enrollment__classroom__school=models.F("school"),
        )
        reachable = Accommodation.objects.filter(shared | Q(school__in=administered)).values("pk")
        return self.filter(Q(user=user) | Q(pk__in=reachable))


class Accommodation(models.Model):
    """More time for a student: set once, holds in every exam of the school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, verbose_name=_("school"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, verbose_name=_("student"))
    factor = models.DecimalField(
        _("time factor"),
        max_digits=3,
        decimal_places=2,
        default=Decimal(1),
        help_text=_("1.5 means half as much again."),
    )
    since = models.DateField(_("from"), null=True, blank=True, db_column="from")
    until = models.DateField(_("until"), null=True, blank=True)

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        constraints = [
            models.UniqueConstraint(fields=["school", "user"], name="one_accommodation_per_student"),
            models.CheckConstraint(
                condition=Q(factor__gte=1, factor__lte=4), name="accommodation_factor_from_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} × {self.factor}"
