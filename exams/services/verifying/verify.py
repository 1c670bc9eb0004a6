"""All invariants, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from accounts.services.sealing import verify_audit_chain
from exams.models import Attempt
from exams.services.verifying.delivered import (
    check_absent,
    check_decisions,
    check_devices,
    check_messages,
    check_start,
)
from exams.services.verifying.findings import Findings
from exams.services.verifying.ledger import Ledger
from exams.services.verifying.rules import (
    check_marks,
    check_one_in_progress,
    check_receipt,
    check_revisions,
    check_times,
)
from exams.services.verifying.scores import ScoreCheck
from exams.services.verifying.sittings import load_sittings
from exams.services.verifying.windows import WindowCheck

__all__ = ["verify"]

LONGEST_MS = {"read": 5_000, "write": 10_000}  # from a restart to the first success
HIDDEN = frozenset({401, 403, 404})  # replies that tell a stranger nothing
BUSY = 429  # and 5xx: nobody has looked whose attempt it is


def verify(path: Path | None) -> dict[str, Any]:
    """Holds the ledger at ``path`` (None: there is none) against the database. What it returns is printed by
    ``verify_attempts``. Raises UnreadableLedger."""
    findings = Findings()
    with Ledger(path) as ledger:
        unseen = ledger.attempts()
        windows = WindowCheck(findings)
        scores = ScoreCheck(findings)
        for sittings in load_sittings():
            said = ledger.about(sitting.name for sitting in sittings)
            for sitting in sittings:
                lines = said.get(sitting.name, [])
                check_start(sitting, lines, findings)
                check_messages(sitting, lines, findings)
                check_decisions(sitting, findings)
                windows.check(sitting)
                check_times(sitting, findings)
                check_revisions(sitting, findings)
                check_receipt(sitting, lines, findings)
                check_marks(sitting, findings)
                scores.check(sitting)
                check_devices(sitting, findings)
                unseen.discard(sitting.name)
        for attempt in sorted(unseen):
            check_absent(attempt, ledger.about([attempt])[attempt], findings)
        check_one_in_progress(findings)
        head = _check_audit(findings, sealed_meanwhile=ledger.is_there and ledger.lines > 0)
        _check_restarts(ledger.whole, findings)
        _check_foreign(ledger.whole, findings)
        lines_read = ledger.lines
    unmarked = Attempt.objects.unmarked().count()
    return {**findings.to_json(), "unmarked": unmarked, "audit_head": head, "ledger_lines": lines_read}


def _check_audit(findings: Findings, *, sealed_meanwhile: bool) -> dict[str, Any]:
    """I6. Returns number and hash of the newest sealed entry, to be kept elsewhere. ``sealed_meanwhile``: a
    job worker has been at work, so that something must have been sealed if anything was recorded."""
    chain = verify_audit_chain()
    if sealed_meanwhile and chain.unsealed and not chain.sealed:
        findings.broken("I6", "nothing was ever sealed", unsealed=chain.unsealed)
    findings.looked("I6", chain.sealed)
    for what, number in chain.broken:
        findings.broken("I6", what, sealed_no=number)
    return {"sealed_no": chain.sealed, "hash": chain.head, "unsealed": chain.unsealed}


def _check_restarts(lines: Iterable[dict[str, Any]], findings: Findings) -> None:
    """I7: after each restart it was read and written in time."""
    owed: Counter[str] = Counter()
    for line in lines:
        if line["kind"] == "restart":
            owed.update(LONGEST_MS.keys())
        if line["kind"] == "up":
            findings.looked("I7")
            owed[line["what"]] -= 1
            if line["ms"] > LONGEST_MS.get(line["what"], 0):
                findings.broken("I7", f"first {line['what']} after {line['ms']} ms", at=line.get("at"))
    for what in sorted(LONGEST_MS):
        if owed[what] > 0:
            findings.broken("I7", f"no {what} after a restart", times=owed[what])


def _check_foreign(lines: Iterable[dict[str, Any]], findings: Findings) -> None:
    """I8: whoever asked for another's attempt was told nothing."""
    for line in lines:
        if line["kind"] != "foreign" or line["status"] == BUSY or line["status"] >= 500:
            continue
        findings.looked("I8")
        if line["status"] not in HIDDEN:
            findings.broken(
                "I8",
                f"another's attempt was answered with {line['status']}",
                attempt=line["attempt"],
                asked=line.get("asked", ""),
                **{"as": line["as"]},
            )
