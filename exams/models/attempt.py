"""Sittings: attempts, what was answered, and every message that carried an answer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import uuid7
from accounts.models import Classroom, School, User
from exams.models.bank import AppendOnly
from exams.models.exam import Assignment
from exams.models.withdrawal import points_that_count


class AttemptState(models.TextChoices):
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    EXPIRED = "expired", _("Time was up")
    VOID = "void", _("Void")


ENDED_STATES = (AttemptState.SUBMITTED, AttemptState.EXPIRED)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, student: User) -> AttemptQuerySet:
        """The attempts that ``student`` sat themselves."""
        return self.filter(student=student)

    def visible_to(self, user: User) -> AttemptQuerySet:
        """One's own, and those of the classes one teaches."""
        return self.filter(Q(student=user) | Q(assignment__classroom__in=Classroom.objects.taught_by(user)))

    def in_progress(self) -> AttemptQuerySet:
        """Attempts that have not ended."""
        return self.filter(state=AttemptState.IN_PROGRESS)

    def ended(self) -> AttemptQuerySet:
        """Attempts that count: submitted, or closed when time was up."""
        return self.filter(state__in=ENDED_STATES)

    def overdue(self, now: datetime) -> AttemptQuerySet:
        """In progress past their deadline; grace is looked at one by one, under lock."""
        return self.in_progress().filter(paused_at=None, deadline_at__lt=now).order_by("deadline_at")

    def still_sitting(self, now: datetime | Now) -> AttemptQuerySet:
        """In progress with time left, or paused. One whose time is up and that nobody has closed yet is not:
        it would keep from others what is shown when everybody has finished."""
        return self.in_progress().filter(Q(paused_at__isnull=False) | Q(deadline_at__gt=now))

    def with_class_sitting(self) -> AttemptQuerySet:
        """With ``class_sits``: whether anybody still sits the assignment, which is what the review setting
        "when the exam has closed" waits for."""
        sitting = Attempt.objects.still_sitting(Now()).filter(assignment=OuterRef("assignment"))
        return self.annotate(class_sits=Exists(sitting))

    def unmarked(self) -> AttemptQuerySet:
        """Ended attempts that no marking has finished: the queue of the marking job."""
        return self.ended().filter(score=None)

    def with_total(self) -> AttemptQuerySet:
        """With ``total``: the points that can be earned, those of dropped questions left out."""
        return self.annotate(total=points_that_count("assignment__"))


class Attempt(models.Model):
    """One sitting of an assignment by a student. ``layout`` is ``exams.shapes.Layout``.

    An ended attempt without a score is the work of the marking job; ``marking_lease_until`` says
    until when a worker has it in hand, ``marking_tries`` how often one has taken it up.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, verbose_name=_("school"))
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("assignment")
    )
    student = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("student")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    seed = models.BigIntegerField(_("seed"))
    layout = models.JSONField(_("layout"))
    state = models.CharField(
        _("state"), max_length=12, choices=AttemptState.choices, default=AttemptState.IN_PROGRESS
    )
    started_at = models.DateTimeField(_("started"))
    deadline_at = models.DateTimeField(_("deadline"))
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("ended"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=2, null=True, blank=True)
    receipt = models.JSONField(_("receipt"), null=True, blank=True)
    marking_lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    marking_tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = AttemptQuerySet.as_manager()

    total: Decimal  # read by with_total()
    class_sits: bool  # read by with_class_sitting()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "student", "number"], name="one_attempt_per_number"
            ),
            models.UniqueConstraint(
                fields=["assignment", "student"],
                condition=Q(state=AttemptState.IN_PROGRESS),
                name="one_attempt_in_progress_per_student",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=ENDED_STATES) & ~Q(submitted_at=None))
                | (~Q(state__in=ENDED_STATES) & (Q(state=AttemptState.VOID) | Q(submitted_at=None))),
                name="attempt_ended_means_submitted_at",
            ),
            models.CheckConstraint(condition=Q(state__in=AttemptState.values), name="attempt_state_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"], condition=Q(state=AttemptState.IN_PROGRESS), name="attempt_to_expire"
            ),
            models.Index(
                fields=["submitted_at"],
                condition=Q(state__in=ENDED_STATES, score=None),
                name="attempt_to_mark",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} · {self.assignment} · {self.number}"

    @property
    def grace_s(self) -> int:
        """Seconds for answers that are on their way when time is up."""
        return self.assignment.grace_s


class TimeChangeKind(models.TextChoices):
    EXTRA = "extra", _("More time")
    PAUSE = "pause", _("The time of a pause")


class TimeChangeQuerySet(models.QuerySet["TimeChange"]):
    def visible_to(self, user: User) -> TimeChangeQuerySet:
        """One's own, and those of the classes one teaches."""
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class TimeChange(AppendOnly):
    """Why a deadline moved, and by how much."""

    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="time_changes", verbose_name=_("attempt")
    )
    seconds = models.IntegerField(_("seconds"))
    kind = models.CharField(_("kind"), max_length=16, choices=TimeChangeKind.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = TimeChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of time")
        verbose_name_plural = _("changes of time")
        ordering = ["attempt", "at"]

    def __str__(self) -> str:
        return f"{self.attempt} {self.seconds:+d} s"


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, user: User) -> ResponseQuerySet:
        """One's own, and those of the classes one teaches."""
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class Response(models.Model):
    """What stands now at one position of an attempt; ``value`` is ``exams.shapes.ResponseValue``."""

    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="responses", verbose_name=_("attempt")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    revision = models.PositiveIntegerField(_("revision"))
    value = models.JSONField(_("value"))
    saved_at = models.DateTimeField(_("saved"))

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_response_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.position}"


class EventOutcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    SUPERSEDED = "superseded", _("Superseded by a later one")
    CONFLICT = "conflict", _("Changed on another device meanwhile")
    LATE = "late", _("Arrived too late")
    IMPORTED = "imported", _("Handed in as a file")


class ResponseEventQuerySet(models.QuerySet["ResponseEvent"]):
    def visible_to(self, user: User) -> ResponseEventQuerySet:
        """One's own, and those of the classes one teaches."""
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class ResponseEvent(AppendOnly):
    """One message that carried an answer, whatever became of it."""

    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.CASCADE,
        related_name="events",
        db_index=False,  # both constraints begin with it
        verbose_name=_("attempt"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    device = models.CharField(_("device"), max_length=64)
    seq = models.PositiveBigIntegerField(_("sequence number"))
    base_revision = models.PositiveIntegerField(_("revision it was typed over"))
    revision = models.PositiveIntegerField(_("revision it made"), null=True, blank=True)
    value = models.JSONField(_("value"))
    body_hash = models.CharField(max_length=64, editable=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=EventOutcome.choices)
    at = models.DateTimeField(_("at"))

    objects = ResponseEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("response event")
        verbose_name_plural = _("response events")
        ordering = ["attempt", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "device", "seq"], name="one_event_per_device_and_seq"),
            models.UniqueConstraint(
                fields=["attempt", "position", "revision"], name="one_event_per_revision"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=EventOutcome.values), name="event_outcome_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.position} · {self.device} {self.seq}"
