"""What the page of an attempt says of itself every twenty seconds, and what it is told in return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from exams.models import Acknowledgement, Attempt, Notice, Presence
from exams.services.clock import now_at, with_clock
from exams.services.delivery.ending import expire_attempt
from exams.services.delivery.locking import is_overdue, newest_notice, with_newest_notice

__all__ = ["Pulse", "PulseResult", "take_pulse"]


@dataclass(frozen=True, slots=True)
class Pulse:
    """``position`` is the question in view, ``unsent`` how many answers have no receipt from the server
    yet, ``claim`` that this device is to be the one in charge, ``since`` the id of the newest notice the
    page knows, ``acknowledged`` the ids of those the student has said to have seen."""

    device: str
    position: int | None = None
    unsent: int = 0
    claim: bool = False
    since: int = 0
    acknowledged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PulseResult:
    """The attempt as it stands, and ``notices`` newer than the page knew, oldest first. ``notice`` is the id
    of the newest one, 0 for none; ``is_in_charge`` says whether the device that asked is."""

    attempt: Attempt
    server_time: datetime
    is_in_charge: bool
    notice: int
    notices: tuple[Notice, ...]


def take_pulse(attempt_id: UUID, *, student: User, pulse: Pulse) -> PulseResult:
    """Notes where the page is and which notices were seen. It takes no lock on the attempt, so that no save
    waits for it nor it for a save; an attempt whose time has run out is ended. Raises
    Attempt.DoesNotExist."""
    rows = Attempt.objects.of(student).select_related("assignment", "presence").defer("layout")
    attempt = with_newest_notice(with_clock(rows)).get(pk=attempt_id)
    now = now_at(attempt)
    newest = newest_notice(attempt)
    told = _told(attempt, pulse) if newest > pulse.since or pulse.acknowledged else []
    seen = [notice for notice in told if notice.pk in pulse.acknowledged]
    in_charge = pulse.claim or _device_of(attempt) in (None, pulse.device)
    if in_charge or seen:
        _note(attempt, pulse, in_charge=in_charge, seen=seen, now=now)
    if is_overdue(attempt, now):
        ended = expire_attempt(attempt.pk)
        attempt.state, attempt.deadline_at = ended.state, ended.deadline_at
    return PulseResult(
        attempt=attempt,
        server_time=now,
        is_in_charge=in_charge,
        notice=newest,
        notices=tuple(notice for notice in told if notice.pk > pulse.since),
    )


def _told(attempt: Attempt, pulse: Pulse) -> list[Notice]:
    """What the page does not know yet and what it acknowledges, of that which is for this student."""
    wanted = Q(pk__gt=pulse.since) | Q(pk__in=pulse.acknowledged)
    return list(Notice.objects.told_to(attempt).filter(wanted).order_by("pk"))


def _device_of(attempt: Attempt) -> str | None:
    try:
        return attempt.presence.device
    except ObjectDoesNotExist:
        return None


@transaction.atomic
def _note(attempt: Attempt, pulse: Pulse, *, in_charge: bool, seen: list[Notice], now: datetime) -> None:
    """Only the page in charge says where the student is; any page may say that a notice was seen."""
    if in_charge:
        Presence.objects.bulk_create(
            [
                Presence(
                    attempt=attempt,
                    device=pulse.device,
                    position=pulse.position,
                    unsent=pulse.unsent,
                    seen_at=now,
                )
            ],
            update_conflicts=True,
            unique_fields=["attempt"],
            update_fields=[*(["device"] if pulse.claim else []), "position", "unsent", "seen_at"],
        )
    if seen:
        Acknowledgement.objects.bulk_create(
            [Acknowledgement(notice=notice, attempt=attempt, at=now) for notice in seen],
            ignore_conflicts=True,
        )
