"""I1, I5 and what of I8 stands in rows: what clients were told, and what was decided of each message, against
the history of one attempt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from exams.content import canonical_hash
from exams.services.verifying.findings import Findings
from exams.services.verifying.ledger import Said
from exams.services.verifying.sittings import COUNTED, Event, Sitting

__all__ = ["check_absent", "check_decisions", "check_devices", "check_messages", "check_start"]

SEAT_DEVICE = re.compile(r"^seat:([0-9a-f-]{36})\b")  # as the load generator names devices
SENT_ANEW = frozenset({"reused_seq"})  # codes after which a client sends the same text under another number


def check_messages(sitting: Sitting, said: Sequence[Said], findings: Findings) -> None:
    """Every message that a client knows of is where its reply said, or where the client can find it."""
    events = {(event.device, event.seq): event for event in sitting.events}
    stood = {
        (event.position, event.revision): event for event in sitting.events if event.revision is not None
    }
    hashes = defaultdict(set)
    for line in said:
        if line.kind == "intent":
            hashes[line.device, line.seq].add(line.word)
    lost: set[tuple[str, int]] = set()
    accepted: set[tuple[str, int]] = set()
    for line in said:
        if line.kind != "ack":
            continue
        key = (line.device, line.seq)
        findings.looked("I1")
        if line.word == "accepted" and line.status == 200:
            accepted.add(key)
        shown = stood.get((line.position, line.revision))
        problem = _problem(line, events.get(key), hashes.get(key), sitting) or _misread(line, shown)
        if problem:
            lost.add(key)
            findings.broken("I1", problem, **_where(sitting.name, line))
    findings.acknowledged += len(accepted)
    findings.lost += len(lost)
    settled = {
        (line.device, line.seq)
        for line in said
        if line.kind in ("ack", "kept") or (line.kind == "refused" and line.word in SENT_ANEW)
    }
    for line in said:
        if line.kind == "intent":
            findings.looked("I5")
            if (line.device, line.seq) not in settled and (line.device, line.seq) not in events:
                findings.broken("I5", "nobody knows of this message any more", **_where(sitting.name, line))


def _problem(line: Said, event: Event | None, meant: set[str] | None, sitting: Sitting) -> str:
    """What is wrong with an acknowledged message; empty when nothing is."""
    if event is None:
        return "acknowledged, and no event"
    if event.position != line.position or (meant is not None and event.body_hash not in meant):
        return "acknowledged, and the event says something else"
    if event.outcome != line.word:
        return f"acknowledged as {line.word}, stored as {event.outcome}"
    stands, _value = sitting.responses.get(line.position, (0, None))
    if line.revision > stands:
        return f"revision {line.revision} was acknowledged, {stands} stands"
    if event.outcome == "accepted" and (event.revision is None or event.revision > line.revision):
        return f"the event made revision {event.revision}, {line.revision} was acknowledged"
    return ""


def _misread(line: Said, shown: Event | None) -> str:
    """What is wrong with the answer that a reply showed as the one that stands; empty when nothing is, or
    when the client did not write down what it was shown."""
    if line.shown and (shown is None or canonical_hash(shown.value) != line.shown):
        return f"another answer was shown than revision {line.revision}"
    return ""


def check_decisions(sitting: Sitting, findings: Findings) -> None:
    """I1: each message is stored under its own hash, and what became of it follows from those before it, in
    the order in which the lock let them through. One that was late is looked at by the clock."""
    newest: dict[tuple[int, str], int] = {}
    standing: dict[int, Event] = {}
    for event in sitting.events:
        findings.looked("I1")
        problem = _wrong_content(event) or _wrong_outcome(
            event, newest.get((event.position, event.device), 0), standing.get(event.position)
        )
        if problem:
            findings.broken(
                "I1",
                problem,
                attempt=sitting.name,
                position=event.position,
                device=event.device,
                seq=event.seq,
            )
        key = event.position, event.device
        newest[key] = max(newest.get(key, 0), event.seq)
        if event.revision is not None and event.outcome in COUNTED:
            standing[event.position] = event


def _wrong_content(event: Event) -> str:
    whole = [event.position, event.base_revision, event.value]
    return "" if canonical_hash(whole) == event.body_hash else "another answer is stored under its hash"


def _wrong_outcome(event: Event, newest: int, stood: Event | None) -> str:
    """``newest`` is the highest number of the same device before it, ``stood`` what the question had then."""
    if event.outcome not in ("accepted", "superseded", "conflict"):
        return ""
    due = "accepted"
    if event.seq < newest:
        due = "superseded"
    elif (
        stood is not None
        and stood.device != event.device
        and stood.revision != event.base_revision
        and stood.value != event.value
    ):
        due = "conflict"
    return "" if event.outcome == due else f"{event.outcome}, and should have been {due}"


def check_start(sitting: Sitting, said: Sequence[Said], findings: Findings) -> None:
    """An attempt belongs to whom it was given to."""
    owner = f"{sitting.attempt.student_id} {sitting.attempt.assignment_id}"
    for line in said:
        if line.kind == "start":
            findings.looked("I1")
            if line.word != owner:
                findings.broken("I1", "started by somebody else or in another exam", attempt=sitting.name)


def check_absent(attempt: str, said: Sequence[Said], findings: Findings) -> None:
    """The ledger speaks of an attempt that is not there: all that was acknowledged of it is lost."""
    for line in said:
        if line.kind in ("start", "ack", "submit_ack"):
            findings.looked("I1")
            findings.broken("I1", f"{line.kind} of an attempt that is not there", **_where(attempt, line))
            findings.lost += line.kind == "ack"


def check_devices(sitting: Sitting, findings: Findings) -> None:
    """No answer came from a device that is known to be another student's."""
    for event in sitting.events:
        owner = SEAT_DEVICE.match(event.device)
        if owner is None:
            continue
        findings.looked("I8")
        if owner[1] != str(sitting.attempt.student_id):
            findings.broken("I8", "answered by another student", attempt=sitting.name, device=event.device)


def _where(attempt: str, line: Said) -> dict[str, object]:
    return {"attempt": attempt, "position": line.position, "device": line.device, "seq": line.seq}
