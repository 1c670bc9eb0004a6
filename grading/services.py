"""Marks from answers. Takes frozen values, so that grading never looks into the exams' tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from grading.engine import ENGINE_VERSION, Outcome, Verdict
from grading.marking import AskedPart, mark_parts
from grading.models import Mark, MarkSource
from grading.scoring import share_of, share_points

__all__ = ["MarkChanged", "Markable", "mark", "override_mark"]


LARGEST_DENOMINATOR = 1_000_000
KEPT = (
    "attempt_id",
    "position",
    "part",
    "event_id",
    "key_revision_id",
    "credit_num",
    "credit_den",
    "points",
    "verdict",
    "reason",
    "certificate",
    "source",
    "batch_id",
    "by_id",
)


@dataclass(frozen=True, slots=True)
class Markable:
    """One part of one answer, with all that marking it needs.

    The key of ``asked`` is filled with the variant's values. ``item_points`` is what the whole item is worth,
    ``weight`` this part's share of it.
    """

    attempt_id: UUID
    position: int
    event_id: int | None
    key_revision_id: int
    asked: AskedPart
    item_points: Decimal
    weight: int = 1


@transaction.atomic
def mark(markables: Iterable[Markable]) -> list[Mark]:
    """Marks every part and stores the marks in one statement. The parts of an item must follow one
    another. Raises IntegrityError where a part has a current mark already."""
    marks: list[Mark] = []
    for _item, group in groupby(markables, key=lambda markable: (markable.attempt_id, markable.position)):
        marks.extend(_mark_item(list(group)))
    return Mark.objects.bulk_create(marks)


def _mark_item(parts: Sequence[Markable]) -> list[Mark]:
    verdicts = mark_parts([part.asked for part in parts])
    earned = [share_of(verdict.credit, verdict.certificate) for verdict in verdicts]
    shares = share_points(parts[0].item_points, [part.weight for part in parts], earned)
    return [
        _to_mark(part, verdict, share) for part, verdict, share in zip(parts, verdicts, shares, strict=True)
    ]


def _to_mark(part: Markable, verdict: Verdict, points: Decimal) -> Mark:
    return Mark(
        attempt_id=part.attempt_id,
        position=part.position,
        part=part.asked.id,
        event_id=part.event_id,
        key_revision_id=part.key_revision_id,
        credit_num=verdict.credit.numerator,
        credit_den=verdict.credit.denominator,
        points=points,
        verdict=verdict.outcome.value,
        reason=reason_to_json(verdict),
        certificate=dict(verdict.certificate),
    )


class MarkChanged(Exception):
    """The mark does not count any more: somebody else was quicker."""


@transaction.atomic
def override_mark(
    mark: Mark,
    *,
    credit: Fraction,
    comment: str,
    by: User,
    at: datetime,
    item_points: Decimal,
    weights: Mapping[str, int],
    rubric: Sequence[Mapping[str, Any]] = (),
) -> Mark:
    """The mark that a person gives instead of ``mark``, which stays on record. Students see ``comment``
    and ``rubric``, what was given for each criterion.

    No penalty is taken for what a person decides; those of the other parts stay.

    ``item_points`` and ``weights`` (every part of the item, in order) are what ``mark`` was made from. The
    parts share the item's rounded score, so that another part may be worth a hundredth more or less than
    before: it then gets a new mark too. Raises MarkChanged, and ValueError for a credit not from 0 to 1.
    """
    if not 0 <= credit <= 1 or credit.denominator > LARGEST_DENOMINATOR:
        raise ValueError(f"not a credit: {credit}")
    rows = Mark.objects.current().select_for_update()
    current = {row.part: row for row in rows.filter(attempt=mark.attempt_id, position=mark.position)}
    if mark.part not in current or current[mark.part].pk != mark.pk:
        raise MarkChanged
    earned = {
        part: share_of(Fraction(row.credit_num, row.credit_den), row.certificate)
        for part, row in current.items()
    }
    earned[mark.part] = credit
    shares = share_points(item_points, list(weights.values()), [earned[part] for part in weights])
    decided: Mark | None = None
    for part, points in zip(weights, shares, strict=True):
        row = current[part]
        if part == mark.part:
            decided = _follow(
                row, points=points, **_decision(credit, comment, by=by, over=row, rubric=rubric)
            )
            Mark.objects.filter(pk=decided.pk).update(at=at)
            decided.at = at
        elif row.points != points:
            _follow(row, points=points)
    if decided is None:
        raise ValueError(f"no weight for part {mark.part}")
    return decided


def _decision(
    credit: Fraction, comment: str, *, by: User, over: Mark, rubric: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    whole = {Fraction(1): Outcome.CORRECT, Fraction(0): Outcome.INCORRECT}
    values: dict[str, Any] = {"comment": comment.strip().replace("\0", "\ufffd")}
    if rubric:
        values["rubric"] = [dict(row) for row in rubric]
    certificate = {
        "engine": ENGINE_VERSION,
        "method": "person",
        "reason": "decided_by_person",
        "instead_of": over.pk,
    }
    return {
        "credit_num": credit.numerator,
        "credit_den": credit.denominator,
        "verdict": whole.get(credit, Outcome.PARTIAL).value,
        "reason": {"code": "decided_by_person", "values": values, "witness": None},
        "certificate": certificate,
        "source": MarkSource.HUMAN,
        "by_id": by.pk,
        "batch_id": None,
    }


def _follow(old: Mark, **changes: Any) -> Mark:
    """A mark like ``old`` but for ``changes``, which counts from now on in its place."""
    Mark.objects.filter(pk=old.pk).update(current=False)
    kept = {name: getattr(old, name) for name in KEPT}
    return Mark.objects.create(**{**kept, **changes})


def reason_to_json(verdict: Verdict) -> dict[str, Any]:
    """The stored form of why: ``{"code", "values", "witness": {"at", "student", "key"} or null}``."""
    witness = verdict.witness
    return {
        "code": verdict.reason.code,
        "values": dict(verdict.reason.values),
        "witness": witness and {"at": dict(witness.at), "student": witness.student, "key": witness.key},
    }
