"""The chain over the audit log: each entry's hash covers the one before, so that an edit shows.

Sealing is the work of a job and never of an act: two acts at the same moment would wait for each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import AuditEntry

__all__ = ["Chain", "seal_audit", "verify_audit_chain"]

BEFORE_THE_FIRST = "0" * 64
TOGETHER = 1_000
MOST_BROKEN = 100


@dataclass(frozen=True, slots=True)
class Chain:
    """What a look at the chain found: how many entries are sealed and how many wait, the newest hash, and
    what is broken, as words and ``sealed_no``.

    Entries cut off at the end, with nothing sealed after, leave a chain that is whole: only ``sealed`` and
    ``head`` written down elsewhere show that.
    """

    sealed: int
    unsealed: int
    head: str
    broken: tuple[tuple[str, int], ...]


def seal_audit(*, limit: int = TOGETHER) -> int:
    """Seals up to ``limit`` entries in the order of their ids; returns how many. An entry whose transaction
    ended late is sealed after others with higher ids.

    Two workers never fork the chain: the newest sealed row is locked, a place is unique, and an entry is
    sealed only if it was not. Whoever is slower seals nothing this time.
    """
    try:
        return _seal(limit)
    except (IntegrityError, _SealedElsewhere):
        return 0


@transaction.atomic
def _seal(limit: int) -> int:
    waiting = list(AuditEntry.objects.filter(sealed_no=None).order_by("pk")[:limit])
    if not waiting:
        return 0
    sealed = AuditEntry.objects.exclude(sealed_no=None).select_for_update()
    last = sealed.order_by("-sealed_no").first()
    number, before = (last.sealed_no or 0, last.hash or "") if last else (0, BEFORE_THE_FIRST)
    for entry in waiting:
        number += 1
        entry.sealed_no, entry.prev_hash = number, before
        entry.hash = before = _hash(entry)
        if not AuditEntry.objects.all().seal(entry):
            raise _SealedElsewhere
    return len(waiting)


class _SealedElsewhere(Exception):
    """Another worker has sealed what we were about to seal."""


def verify_audit_chain() -> Chain:
    """Goes through the whole chain: finds what was edited, taken out of the middle, or put in another
    order."""
    number, before = 0, BEFORE_THE_FIRST
    broken: list[tuple[str, int]] = []
    for entry in _in_order():
        place = entry.sealed_no or 0
        if place != number + 1:
            broken.append((f"entries {number + 1} to {place - 1} are missing", place))
        elif entry.prev_hash != before:
            broken.append(("does not follow the entry before", place))
        if entry.hash != _hash(entry):
            broken.append(("was changed after it was sealed", place))
        number, before = place, entry.hash or ""
        if len(broken) >= MOST_BROKEN:
            break
    unsealed = AuditEntry.objects.filter(sealed_no=None).count()
    return Chain(number, unsealed, before if number else "", tuple(broken))


def _in_order() -> Iterator[AuditEntry]:
    after = 0
    while rows := list(AuditEntry.objects.filter(sealed_no__gt=after).order_by("sealed_no")[:TOGETHER]):
        yield from rows
        after = rows[-1].sealed_no or 0


def _hash(entry: AuditEntry) -> str:
    """SHA-256 (hex) of the canonical JSON of the row, its place, and the hash before."""
    row: dict[str, Any] = {
        "v": 1,
        "sealed_no": entry.sealed_no,
        "prev_hash": entry.prev_hash,
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "school": str(entry.school_id) if entry.school_id else None,
        "actor": str(entry.actor_id) if entry.actor_id else None,
        "verb": entry.verb,
        "object": entry.object,
        "address": entry.address,
        "data": entry.data,
    }
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
