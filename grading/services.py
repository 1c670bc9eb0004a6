"""Marks from answers. Takes frozen values, so that grading never looks into the exams' tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, Final, Literal
from uuid import UUID

from django.db import transaction

from accounts.models import User
from grading.engine import ENGINE_VERSION, Outcome, Reason, Verdict
from grading.marking import AskedPart, mark_parts
from grading.models import Mark, MarkSource, RegradeBatch
from grading.scoring import share_of, share_points

__all__ = [
    "WITHDRAWN",
    "MarkChanged",
    "Markable",
    "Withdrawn",
    "mark",
    "override_mark",
    "regrade",
    "work_out",
]

Withdrawn = Literal["full", "drop"]
# What a question that was withdrawn is marked with: everyone gets its points, or it has none.
WITHDRAWN: Final = {"full": "withdrawn_full", "drop": "withdrawn_drop"}

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
SAID = tuple(name for name in KEPT if name not in ("source", "batch_id", "by_id"))


@dataclass(frozen=True, slots=True)
class Markable:
    """One part of one answer, with all that marking it needs.

    The key of ``asked`` is filled with the variant's values. ``item_points`` is what the whole item is worth,
    ``weight`` this part's share of it. Where the item was ``withdrawn`` nothing that was given is looked at:
    everyone gets full credit, or it is worth nothing. ``keeps_decision``: what a person decided on this part
    stays when it is marked again.
    """

    attempt_id: UUID
    position: int
    event_id: int | None
    key_revision_id: int
    asked: AskedPart
    item_points: Decimal
    weight: int = 1
    withdrawn: Withdrawn | None = None
    keeps_decision: bool = True


@transaction.atomic
def mark(markables: Iterable[Markable]) -> list[Mark]:
    """Marks every part and stores the marks in one statement. The parts of an item must follow one
    another. Raises IntegrityError where a part has a current mark already."""
    return Mark.objects.bulk_create(work_out(markables))


def work_out(markables: Iterable[Markable]) -> list[Mark]:
    """The marks that ``mark`` would store, and nothing stored."""
    marks: list[Mark] = []
    for _item, group in groupby(markables, key=lambda markable: (markable.attempt_id, markable.position)):
        marks.extend(_mark_item(list(group)))
    return marks


def _mark_item(parts: Sequence[Markable]) -> list[Mark]:
    marks = [_to_mark(part, verdict) for part, verdict in zip(parts, _verdicts(parts), strict=True)]
    _share_out(parts, marks)
    return marks


def _verdicts(parts: Sequence[Markable]) -> list[Verdict]:
    """A question is withdrawn as a whole, so all of its parts are or none."""
    policy = parts[0].withdrawn
    if policy is None:
        return mark_parts([part.asked for part in parts])
    outcome, credit = (Outcome.CORRECT, 1) if policy == "full" else (Outcome.INCORRECT, 0)
    certificate = {"engine": ENGINE_VERSION, "method": "withdrawn"}
    verdict = Verdict(outcome, Fraction(credit), Reason(WITHDRAWN[policy]), certificate=certificate)
    return [verdict] * len(parts)


def _share_out(parts: Sequence[Markable], marks: Sequence[Mark]) -> None:
    """Gives the marks of one item their points."""
    worth = Decimal(0) if parts[0].withdrawn == "drop" else parts[0].item_points
    earned = [share_of(Fraction(row.credit_num, row.credit_den), row.certificate) for row in marks]
    shares = share_points(worth, [part.weight for part in parts], earned)
    for row, points in zip(marks, shares, strict=True):
        row.points = points


def _to_mark(part: Markable, verdict: Verdict) -> Mark:
    return Mark(
        attempt_id=part.attempt_id,
        position=part.position,
        part=part.asked.id,
        event_id=part.event_id,
        key_revision_id=part.key_revision_id,
        credit_num=verdict.credit.numerator,
        credit_den=verdict.credit.denominator,
        verdict=verdict.outcome.value,
        reason=reason_to_json(verdict),
        certificate=dict(verdict.certificate),
    )


@transaction.atomic
def regrade(
    markables: Iterable[Markable], *, batch: RegradeBatch | None = None, by: User | None = None
) -> list[Mark]:
    """Marks parts of one attempt again, which its caller has locked; the parts of an item must follow one
    another. Returns the marks that are new: where nothing changes the old one goes on to count, so that
    doing it twice changes nothing.

    What a person decided stays, unless the question was withdrawn since or the part says otherwise; its
    points may change by a hundredth, as the parts share the item's. Old marks stop counting and stay on
    record. Two statements, and two more where anything changed.
    """
    items = [list(group) for _item, group in groupby(markables, key=lambda part: part.position)]
    if not items:
        return []
    places = [parts[0].position for parts in items]
    rows = Mark.objects.current().select_for_update().filter(attempt=items[0][0].attempt_id)
    current = {(row.position, row.part): row for row in rows.filter(position__in=places)}
    changed: list[Mark] = []
    for parts in items:
        counted = [current.get((part.position, part.asked.id)) for part in parts]
        changed.extend(_mark_item_again(parts, counted, batch=batch, by=by))
    gone = [row.pk for new in changed if (row := current.get((new.position, new.part)))]
    Mark.objects.filter(pk__in=gone).update(current=False)
    return Mark.objects.bulk_create(changed)


def _mark_item_again(
    parts: Sequence[Markable],
    counted: Sequence[Mark | None],
    *,
    batch: RegradeBatch | None,
    by: User | None,
) -> list[Mark]:
    """The new marks of one item, without those that say what ``counted`` says already."""
    marks: list[Mark] = []
    for part, verdict, old in zip(parts, _verdicts(parts), counted, strict=True):
        if old is not None and old.source == MarkSource.HUMAN and _stays(part):
            marks.append(_like(old))
        else:
            new = _to_mark(part, verdict)
            new.source, new.batch, new.by = MarkSource.REGRADE, batch, by
            marks.append(new)
    _share_out(parts, marks)
    return [new for new, old in zip(marks, counted, strict=True) if old is None or _says(new) != _says(old)]


def _stays(part: Markable) -> bool:
    return part.keeps_decision and part.withdrawn is None


def _says(row: Mark) -> str:
    """What a mark says, whoever made it and when; as JSON, because stored pairs come back as lists."""
    return json.dumps([getattr(row, name) for name in SAID], sort_keys=True, default=str)


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
    new = _like(old, **changes)
    new.save(force_insert=True)
    return new


def _like(old: Mark, **changes: Any) -> Mark:
    """A mark not stored yet, like ``old`` but for ``changes``."""
    return Mark(**{**{name: getattr(old, name) for name in KEPT}, **changes})


def reason_to_json(verdict: Verdict) -> dict[str, Any]:
    """The stored form of why: ``{"code", "values", "witness": {"at", "student", "key"} or null}``."""
    witness = verdict.witness
    return {
        "code": verdict.reason.code,
        "values": dict(verdict.reason.values),
        "witness": witness and {"at": dict(witness.at), "student": witness.student, "key": witness.key},
    }
