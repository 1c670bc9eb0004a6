"""New passwords for people who cannot ask for one by e-mail."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.codes import new_password
from accounts.errors import ResetRefused
from accounts.limits import forget_sign_in_failures
from accounts.models import Classroom, Enrollment, User
from accounts.services import audit
from accounts.services.tokens import end_families

__all__ = ["reset_password", "set_password"]


def reset_password(student: User, *, classroom: Classroom, by: User, address: str | None = None) -> str:
    """Give ``student`` of ``classroom`` a temporary password and return it; it is stored nowhere.

    Every browser and every API client signed in as the student is signed out. Raises ResetRefused.
    """
    password = new_password()
    hashed = make_password(password)  # before the transaction: hashing is slow, and SQLite has one writer
    with transaction.atomic():
        if not Enrollment.objects.present().filter(classroom=classroom, user=student).exists():
            raise ResetRefused("not_enrolled")
        _replace(student, hashed)
        audit.record("password_reset", by=by, subject=student, school=classroom.school, address=address)
    forget_sign_in_failures(student.login)
    return password


def set_password(user: User, password: str, *, by: User, address: str | None = None) -> None:
    """Give ``user`` the password they, or an operator, chose; their other sign-ins end."""
    hashed = make_password(password)
    with transaction.atomic():
        _replace(user, hashed)
        audit.record("password_changed", by=by, subject=user, address=address)
    forget_sign_in_failures(user.login)


def _replace(user: User, hashed: str) -> None:
    # Sessions carry a digest of the password and end with it; API sign-ins are ended by name.
    user.password = hashed
    user.save(update_fields=["password"])
    end_families(user)
