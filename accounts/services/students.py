"""A student's place in a class, and the time they get in exams."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.errors import ClassRefused
from accounts.models import Accommodation, Classroom, Enrollment, Membership, Role, School, User
from accounts.services import audit

__all__ = [
    "end_accommodation",
    "enrol_again",
    "remove_student",
    "set_accommodation",
    "set_number",
]


@transaction.atomic
def set_number(
    student: User, *, classroom: Classroom, number: int | None, by: User, address: str | None = None
) -> Enrollment:
    """Give ``student`` a number on the roster, or none.

    Raises ClassRefused: archived, not_enrolled, number_taken (by another student who is in the class).
    """
    enrollment = _place(student, _open(classroom))
    if enrollment.left_at is not None:
        raise ClassRefused("not_enrolled")
    if enrollment.number == number:
        return enrollment
    if _is_taken(enrollment, number):
        raise ClassRefused("number_taken")
    before = enrollment.number
    enrollment.number = number
    enrollment.save(update_fields=["number"])
    audit.record(
        "student_numbered", by=by, address=address, **_about(enrollment, before=before, after=number)
    )
    return enrollment


@transaction.atomic
def remove_student(
    student: User, *, classroom: Classroom, by: User, address: str | None = None
) -> Enrollment:
    """Take ``student`` out of ``classroom``; their account and all they did stay.

    Who has left already stays as they are. Raises ClassRefused: archived, not_enrolled.
    """
    enrollment = _place(student, _open(classroom))
    if enrollment.left_at is not None:
        return enrollment
    enrollment.left_at = timezone.now()
    enrollment.save(update_fields=["left_at"])
    audit.record("student_removed", by=by, address=address, **_about(enrollment))
    return enrollment


@transaction.atomic
def enrol_again(student: User, *, classroom: Classroom, by: User, address: str | None = None) -> Enrollment:
    """Take ``student`` back who had left ``classroom``; without the number, if it was given away.

    Raises ClassRefused: archived, not_enrolled (never was), membership_ended (by the school).
    """
    enrollment = _place(student, _open(classroom))
    if enrollment.left_at is None:
        return enrollment
    if not Membership.objects.of(student).filter(school=classroom.school_id, role=Role.STUDENT).exists():
        raise ClassRefused("membership_ended")
    if _is_taken(enrollment, enrollment.number):
        enrollment.number = None
    enrollment.left_at = None
    enrollment.save(update_fields=["left_at", "number"])
    audit.record("student_enrolled", by=by, address=address, **_about(enrollment))
    return enrollment


@transaction.atomic
def set_accommodation(
    student: User,
    *,
    school: School,
    factor: Decimal,
    since: date | None,
    until: date | None,
    by: User,
    address: str | None = None,
) -> Accommodation:
    """Give ``student`` ``factor`` times the time in every exam of ``school`` that begins in these days.

    An attempt that has begun keeps its time. What was set before is replaced.
    """
    accommodation, _new = Accommodation.objects.update_or_create(
        school=school, user=student, defaults={"factor": factor, "since": since, "until": until}
    )
    audit.record(
        "accommodation_set",
        by=by,
        subject=student,
        school=school,
        address=address,
        data=_facts(accommodation),
    )
    return accommodation


@transaction.atomic
def end_accommodation(student: User, *, school: School, by: User, address: str | None = None) -> None:
    """From now on ``student`` has the time that everybody has; there need not be anything to end."""
    accommodation = (
        Accommodation.objects.select_for_update(of=("self",)).filter(school=school, user=student).first()
    )
    if accommodation is None:
        return
    data = _facts(accommodation)
    accommodation.delete()
    audit.record("accommodation_ended", by=by, subject=student, school=school, address=address, data=data)


def _open(classroom: Classroom) -> Classroom:
    # The class is the lock under which numbers are given and people come and go.
    locked = Classroom.objects.select_for_update(of=("self",)).select_related("school").get(pk=classroom.pk)
    if locked.archived_at is not None:
        raise ClassRefused("archived")
    return locked


def _place(student: User, classroom: Classroom) -> Enrollment:
    enrollment = Enrollment.objects.filter(classroom=classroom, user=student).first()
    if enrollment is None:
        raise ClassRefused("not_enrolled")
    enrollment.classroom = classroom
    return enrollment


def _is_taken(enrollment: Enrollment, number: int | None) -> bool:
    if number is None:
        return False
    others = Enrollment.objects.present().filter(classroom=enrollment.classroom, number=number)
    return others.exclude(pk=enrollment.pk).exists()


def _facts(accommodation: Accommodation) -> dict[str, Any]:
    return {
        "factor": f"{accommodation.factor:.2f}",
        "since": accommodation.since.isoformat() if accommodation.since else None,
        "until": accommodation.until.isoformat() if accommodation.until else None,
    }


def _about(enrollment: Enrollment, **data: int | None) -> dict[str, Any]:
    """What every entry about a place in a class says."""
    return {
        "subject": enrollment.user,
        "school": enrollment.classroom.school,
        "data": {"classroom": str(enrollment.classroom_id), **data},
    }
