"""Starting with an access code: few wrong ones, so that nobody finds it by trying."""

from __future__ import annotations

from accounts import limits
from accounts.errors import TooManyRequests
from accounts.models import User
from exams.errors import Refused
from exams.models import Assignment, Attempt
from exams.services.delivery import start_attempt

__all__ = ["start_with_code"]

WRONG_CODES = limits.Limit.of("wrong_access_code", "10/10m")


def start_with_code(
    assignment: Assignment, *, student: User, access_code: str = "", address: str | None = None
) -> Attempt:
    """As ``start_attempt``, and Refused ``too_many_codes`` after ten wrong ones in ten minutes.

    A code is counted as wrong before it is looked at, so that many guesses at once gain nothing.
    """
    key = (str(student.pk), str(assignment.pk))
    is_asked = bool(assignment.access_code and access_code)
    if is_asked:
        _count(*key)
    try:
        attempt = start_attempt(assignment, student=student, access_code=access_code, address=address)
    except Refused as refusal:
        if is_asked and refusal.code != "wrong_access_code":  # the code was not looked at
            limits.refund(WRONG_CODES, *key)
        raise
    if is_asked:
        limits.refund(WRONG_CODES, *key)
    return attempt


def _count(*key: str) -> None:
    try:
        limits.count(WRONG_CODES, *key)
    except TooManyRequests as refusal:
        minutes = -(-refusal.retry_after // 60)
        raise Refused("too_many_codes", minutes=minutes, retry_after=refusal.retry_after) from refusal
