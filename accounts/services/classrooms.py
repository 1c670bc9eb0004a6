"""Classes themselves: made, renamed, put away and taken out again."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import ClassRefused
from accounts.models import Classroom, School, Teaching, User
from accounts.services import audit

__all__ = ["archive_classroom", "create_classroom", "rename_classroom", "restore_classroom"]


@transaction.atomic
def create_classroom(
    school: School, *, name: str, year: int, by: User, address: str | None = None
) -> Classroom:
    """A new class of ``school``, taught by whoever makes it. Raises ClassRefused: not_staff, name_taken."""
    if not School.objects.staffed_by(by).filter(pk=school.pk).exists():
        raise ClassRefused("not_staff")
    # The school is locked, so that two teachers do not make the same class at once.
    School.objects.select_for_update().get(pk=school.pk)
    _check_name(school, name=name, year=year)
    classroom = Classroom.objects.create(school=school, name=name, year=year)
    Teaching.objects.create(classroom=classroom, user=by)
    audit.record("classroom_created", by=by, subject=classroom, school=school, address=address)
    return classroom


@transaction.atomic
def rename_classroom(
    classroom: Classroom, *, name: str, year: int, by: User, address: str | None = None
) -> Classroom:
    """Give ``classroom`` a name and a year. Raises ClassRefused: name_taken."""
    School.objects.select_for_update().get(pk=classroom.school_id)
    locked = _locked(classroom)
    before = {"name": locked.name, "year": locked.year}
    if before == {"name": name, "year": year}:
        return locked
    _check_name(locked.school, name=name, year=year, besides=locked)
    locked.name, locked.year = name, year
    locked.save(update_fields=["name", "year"])
    audit.record(
        "classroom_renamed", by=by, subject=locked, school=locked.school, address=address, data=before
    )
    return locked


@transaction.atomic
def archive_classroom(classroom: Classroom, *, by: User, address: str | None = None) -> None:
    """Put ``classroom`` away: it leaves the lists and its code ends; everything in it stays."""
    locked = _locked(classroom)
    if locked.archived_at is not None:
        return
    locked.archived_at = timezone.now()
    locked.join_code = None
    locked.join_expires_at = None
    locked.save(update_fields=["archived_at", "join_code", "join_expires_at"])
    audit.record("classroom_archived", by=by, subject=locked, school=locked.school, address=address)


@transaction.atomic
def restore_classroom(classroom: Classroom, *, by: User, address: str | None = None) -> None:
    """Take ``classroom`` out of the archive. Raises ClassRefused: name_taken."""
    School.objects.select_for_update().get(pk=classroom.school_id)
    locked = _locked(classroom)
    if locked.archived_at is None:
        return
    _check_name(locked.school, name=locked.name, year=locked.year, besides=locked)
    locked.archived_at = None
    locked.save(update_fields=["archived_at"])
    audit.record("classroom_restored", by=by, subject=locked, school=locked.school, address=address)


def _locked(classroom: Classroom) -> Classroom:
    return Classroom.objects.select_for_update(of=("self",)).select_related("school").get(pk=classroom.pk)


def _check_name(school: School, *, name: str, year: int, besides: Classroom | None = None) -> None:
    others = Classroom.objects.filter(school=school, name=name, year=year, archived_at=None)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise ClassRefused("name_taken")
