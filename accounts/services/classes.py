"""Joining classes, and the codes that open them."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.codes import new_join_code
from accounts.errors import JoinRefused
from accounts.identifiers import normal_login
from accounts.models import Classroom, Enrollment, Membership, Role, School, User
from accounts.services import audit

__all__ = [
    "JOIN_CODE_LIFETIME",
    "close_join_code",
    "create_join_code",
    "join_classroom",
    "register_student",
]

JOIN_CODE_LIFETIME = timedelta(days=14)


def register_student(
    code: str,
    *,
    name: str,
    login: str,
    password: str,
    language: str,
    number: int | None = None,
    address: str | None = None,
) -> Enrollment:
    """Make an account for a new student and enrol it in the class that ``code`` opens.

    Raises JoinRefused: code_unknown, login_taken.
    """
    # Hashed before the transaction: SQLite has one writer, and a class would queue behind each hash.
    user = User(login=normal_login(login), name=name, language=language, password=make_password(password))
    with transaction.atomic():
        classroom = _opened_by(code)
        _insert(user)
        return _enrol(user, classroom, number=number, address=address)


@transaction.atomic
def join_classroom(
    user: User, *, code: str, number: int | None = None, address: str | None = None
) -> Enrollment:
    """Enrol ``user`` in the class that ``code`` opens; who is in it already stays as they are.

    Raises JoinRefused: code_unknown, staff (of that school), membership_ended (by that school).
    """
    classroom = _opened_by(code)
    if School.objects.staffed_by(user).filter(pk=classroom.school_id).exists():
        raise JoinRefused("staff")
    return _enrol(user, classroom, number=number, address=address)


@transaction.atomic
def create_join_code(
    classroom: Classroom,
    *,
    by: User,
    lifetime: timedelta = JOIN_CODE_LIFETIME,
    address: str | None = None,
) -> str:
    """A new code for ``classroom``, good for ``lifetime``; the one before ends now."""
    locked = Classroom.objects.select_for_update().get(pk=classroom.pk)
    locked.join_code = new_join_code()
    locked.join_expires_at = timezone.now() + lifetime
    locked.save(update_fields=["join_code", "join_expires_at"])
    audit.record("join_code_created", by=by, subject=locked, school=locked.school, address=address)
    return locked.join_code


@transaction.atomic
def close_join_code(classroom: Classroom, *, by: User, address: str | None = None) -> None:
    """End the code of ``classroom``; nobody joins it until there is a new one."""
    locked = Classroom.objects.select_for_update().get(pk=classroom.pk)
    locked.join_code = None
    locked.join_expires_at = None
    locked.save(update_fields=["join_code", "join_expires_at"])
    audit.record("join_code_closed", by=by, subject=locked, school=locked.school, address=address)


def _opened_by(code: str) -> Classroom:
    # Locked, so that a code which is being closed lets nobody in afterwards.
    classroom = (
        Classroom.objects.select_for_update(of=("self",)).select_related("school").joinable(code).first()
    )
    if classroom is None:
        raise JoinRefused("code_unknown")
    return classroom


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise JoinRefused("login_taken") from error


def _enrol(user: User, classroom: Classroom, *, number: int | None, address: str | None) -> Enrollment:
    membership, _new = Membership.objects.get_or_create(user=user, school=classroom.school, role=Role.STUDENT)
    if not membership.active:
        raise JoinRefused("membership_ended")
    enrollment, is_new = Enrollment.objects.get_or_create(
        classroom=classroom, user=user, defaults={"number": number}
    )
    if not is_new and enrollment.left_at is None:
        return enrollment
    if not is_new:
        enrollment.left_at = None
        enrollment.save(update_fields=["left_at"])
    audit.record("classroom_joined", by=user, subject=classroom, school=classroom.school, address=address)
    return enrollment
