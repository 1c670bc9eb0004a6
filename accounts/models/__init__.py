"""The tables of the ground, one module a theme."""

from accounts.models.audit import AuditEntry
from accounts.models.classes import Accommodation, Classroom, Enrollment, Teaching
from accounts.models.people import Membership, Role, School, TextSize, Theme, User
from accounts.models.tokens import RefreshFamily

__all__ = [
    "Accommodation",
    "AuditEntry",
    "Classroom",
    "Enrollment",
    "Membership",
    "RefreshFamily",
    "Role",
    "School",
    "Teaching",
    "TextSize",
    "Theme",
    "User",
]
