"""I2 and I3: in time, and one of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from django.db.models import Count

from exams.models import Attempt
from exams.models.attempt import ENDED_STATES, AttemptState, TimeChangeKind
from exams.receipts import hash_answers, verify_receipt
from exams.services.verifying.findings import Findings
from exams.services.verifying.ledger import Said
from exams.services.verifying.sittings import COUNTED, Event, Sitting
from exams.shapes import Receipt

__all__ = ["check_marks", "check_one_in_progress", "check_receipt", "check_revisions", "check_times"]

ROUNDING = timedelta(seconds=2)  # pauses are stored in whole seconds
WAITED = timedelta(seconds=10)  # the longest that a message waited for its attempt, or nearly
FOREVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


def check_times(sitting: Sitting, findings: Findings) -> None:
    """I2: nothing accepted too early or too late, and nobody turned away before the time was up. The deadline
    of a moment is today's less the time that was given later."""
    last_taken = max((event.pk for event in sitting.events if event.outcome == "accepted"), default=0)
    for event in sitting.events:
        if event.outcome == "accepted":
            problem = _wrongly_accepted(sitting, event)
        elif event.outcome == "late":
            problem = _wrongly_late(sitting, event, last_taken=last_taken)
        else:
            continue
        findings.looked("I2")
        if problem:
            findings.broken("I2", problem, **_where(sitting, event))


def _wrongly_accepted(sitting: Sitting, event: Event) -> str:
    attempt, grace = sitting.attempt, timedelta(seconds=sitting.attempt.grace_s)
    if event.at > _end_at(sitting, event.at):
        return "accepted after deadline and grace"
    if event.at < attempt.started_at:
        return "accepted before the start"
    if any(begin + grace + ROUNDING < event.at < end - ROUNDING for begin, end in _pauses(sitting)):
        return "accepted in a pause"
    return ""


def _wrongly_late(sitting: Sitting, event: Event, *, last_taken: int) -> str:
    """A message that had to wait for the lock carries the time at which it began to wait, so it may be a
    little earlier than what made it late. ``last_taken`` is the last event that was accepted: outside a pause
    none is once one was late."""
    attempt, grace = sitting.attempt, timedelta(seconds=sitting.attempt.grace_s)
    if any(begin + grace - WAITED <= event.at <= end + ROUNDING for begin, end in _pauses(sitting)):
        return ""
    if event.pk < last_taken:
        return "turned away, and later ones were taken"
    handed_in = attempt.submitted_at if attempt.state == AttemptState.SUBMITTED else None
    over = min(_end_at(sitting, event.at), handed_in or FOREVER)
    if attempt.state != AttemptState.VOID and event.at < over - WAITED:
        return "turned away before the time was up"
    return ""


def _end_at(sitting: Sitting, moment: datetime) -> datetime:
    """When deadline and grace were over, as it was known at ``moment``."""
    later = sum(seconds for seconds, _kind, at in sitting.time_changes if at > moment)
    return sitting.attempt.deadline_at + timedelta(seconds=sitting.attempt.grace_s - later)


def _pauses(sitting: Sitting) -> Iterator[tuple[datetime, datetime]]:
    for seconds, kind, at in sitting.time_changes:
        if kind == TimeChangeKind.PAUSE:
            yield at - timedelta(seconds=seconds), at
    if sitting.attempt.paused_at is not None:
        yield sitting.attempt.paused_at, FOREVER


def check_one_in_progress(findings: Findings) -> None:
    """I3: nobody sits the same exam twice at once."""
    running = Attempt.objects.in_progress().order_by()
    findings.looked("I3", running.count())
    doubles = running.values("assignment", "student").annotate(count=Count("pk")).filter(count__gt=1)
    for row in doubles:
        findings.broken(
            "I3",
            f"{row['count']} attempts in progress",
            assignment=str(row["assignment"]),
            student=str(row["student"]),
        )


def check_revisions(sitting: Sitting, findings: Findings) -> None:
    """I3: the revisions of a position are 1 to n, each once, and what stands there is the newest."""
    made = defaultdict(list)
    for event in sitting.events:
        if event.outcome in COUNTED and event.revision is not None:
            made[event.position].append(event)
    for position in made.keys() | sitting.responses.keys():
        findings.looked("I3")
        events = sorted(made[position], key=lambda event: event.revision or 0)
        where = {"attempt": sitting.name, "position": position}
        if [event.revision for event in events] != list(range(1, len(events) + 1)):
            findings.broken("I3", "revisions have gaps or doubles", **where)
        stands = sitting.responses.get(position)
        newest = (events[-1].revision, events[-1].value) if events else None
        if stands != newest:
            findings.broken("I3", "what stands is not the newest answer", **where)


def check_receipt(sitting: Sitting, said: Sequence[Said], findings: Findings) -> None:
    """I3: an ended attempt has one receipt, the one that was acknowledged; it is ours and covers what had
    been accepted by then."""
    attempt = sitting.attempt
    told = {line.word for line in said if line.kind == "submit_ack"}
    where = {"attempt": sitting.name}
    if attempt.state not in ENDED_STATES:
        if attempt.state == AttemptState.IN_PROGRESS and (told or attempt.receipt):
            findings.broken("I3", "a receipt was given, and the attempt goes on", **where)
        return
    findings.looked("I3")
    if attempt.receipt is None:
        findings.broken("I3", "ended without a receipt", **where)
        return
    receipt = Receipt.model_validate(attempt.receipt)
    if not verify_receipt(receipt) or receipt.attempt != sitting.name:
        findings.broken("I3", "the receipt is not genuine", **where)
    if any(not signature or not receipt.signature.startswith(signature) for signature in told):
        findings.broken("I3", "another receipt was acknowledged", **where)
    if receipt.hash not in _possible_hashes(sitting, receipt.submitted_at):
        findings.broken("I3", "the receipt covers other answers", **where)


def _possible_hashes(sitting: Sitting, submitted_at: datetime) -> Iterator[str]:
    """Of the answers as they were at the end. What a teacher took in from a file may have come before it or
    after: an attempt may end, by the clock, before the job that ends it comes by."""
    counted = [event for event in sitting.events if event.outcome in COUNTED and event.revision is not None]
    later = [event for event in counted if event.outcome == "imported" and event.at > submitted_at]
    before = [event for event in counted if event not in later]
    for taken in range(len(later) + 1):
        newest: dict[int, Event] = {}
        for event in sorted([*before, *later[:taken]], key=lambda event: event.revision or 0):
            newest[event.position] = event
        yield hash_answers((position, event.revision or 0, event.value) for position, event in newest.items())


def check_marks(sitting: Sitting, findings: Findings) -> None:
    """I3: a marked attempt has one current mark for each part, any other none."""
    if sitting.attempt.state == AttemptState.VOID:
        return
    found = Counter((row.position, row.part) for row in sitting.marks)
    marked = sitting.attempt.score is not None
    asked = (
        [(item.position, part.id) for item in sitting.layout.items for part in item.parts] if marked else []
    )
    findings.looked("I3", len(asked))
    for position, part in {*found, *asked}:
        wanted = int((position, part) in asked)
        if found[position, part] != wanted:
            findings.broken(
                "I3",
                f"{found[position, part]} current marks instead of {wanted}",
                attempt=sitting.name,
                position=position,
                part=part,
            )


def _where(sitting: Sitting, event: Event) -> dict[str, object]:
    return {
        "attempt": sitting.name,
        "position": event.position,
        "device": event.device,
        "seq": event.seq,
        "event_at": event.at.isoformat(),
    }
