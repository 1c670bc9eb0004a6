"""Who may act on what. Whether it may happen now is decided by the services."""

from accounts.models import Classroom, Enrollment, Membership, User
from accounts.models.people import STAFF_ROLES

__all__ = ["can_manage_classroom", "can_reset_password"]


def can_manage_classroom(user: User, classroom: Classroom) -> bool:
    """May see the roster, renew the code, help the students: teaches the class, or runs its school."""
    return Classroom.objects.taught_by(user).filter(pk=classroom.pk).exists()


def can_reset_password(user: User, student: User, classroom: Classroom) -> bool:
    """May give ``student`` a new password: manages a class of theirs, and they are only a student there.

    A new password opens everything its owner may do. So nobody who teaches, administers or operates
    is reset through a class they joined, nor anyone who belongs to another school as well.
    """
    if student.is_superuser or student.pk == user.pk:
        return False
    if not Enrollment.objects.present().filter(classroom=classroom, user=student).exists():
        return False
    memberships = Membership.objects.of(student)
    if memberships.filter(role__in=STAFF_ROLES).exists():
        return False
    if memberships.exclude(school=classroom.school_id).exists() and not user.is_superuser:
        return False
    return can_manage_classroom(user, classroom)
