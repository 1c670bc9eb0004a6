"""What students in an exam are told, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exams.models import Attempt, Notice, Withdrawal
from exams.models.supervision import NoticeKind
from exams.models.withdrawal import WithdrawalPolicy
from exams.presenting.questions import number_items
from exams.shapes import Layout

__all__ = ["notices_for", "word_more_time", "word_until"]

# What moved a deadline before an attempt began did not move its own.
OF_THOSE_SITTING = (NoticeKind.TIME, NoticeKind.PAUSE, NoticeKind.RESUME)
MOVES_THE_DEADLINE = (NoticeKind.TIME, NoticeKind.RESUME)


def notices_for(attempt: Attempt, rows: Iterable[Notice]) -> list[dict[str, Any]]:
    """``rows``, all told to ``attempt`` and the oldest first, as its page shows them. The newest change of
    time says until when the student has; older ones would name a moment that holds no more. One query, and
    only where a question was withdrawn."""
    told = [row for row in rows if row.kind not in OF_THOSE_SITTING or row.at >= attempt.started_at]
    moved = [row.pk for row in told if row.kind in MOVES_THE_DEADLINE]
    withdrawals = _load_withdrawals(told)
    return [
        {
            "id": row.pk,
            "kind": row.kind,
            "at": localtime(row.at).isoformat(),
            **_said(row, attempt, withdrawals, tells_until=row.pk in moved[-1:]),
        }
        for row in told
    ]


def _load_withdrawals(rows: Iterable[Notice]) -> Mapping[int, Withdrawal]:
    wanted = [row.values["withdrawal"] for row in rows if row.kind == NoticeKind.WITHDRAWAL]
    return Withdrawal.objects.in_bulk(wanted) if wanted else {}


def _said(
    row: Notice, attempt: Attempt, withdrawals: Mapping[int, Withdrawal], *, tells_until: bool
) -> dict[str, Any]:
    if row.kind == NoticeKind.WITHDRAWAL:
        return _withdrawn(withdrawals[row.values["withdrawal"]], attempt)
    return {
        "text": _sentences(row, attempt.deadline_at, tells_until=tells_until),
        "positions": [],
        "reload": False,
    }


def _sentences(row: Notice, deadline_at: datetime, *, tells_until: bool) -> str:
    if row.kind == NoticeKind.ANNOUNCEMENT:
        return str(row.values["text"])
    if row.kind == NoticeKind.PAUSE:
        return _("Your teacher has paused the exam. The clock stands still; what you typed is kept.")
    if row.kind == NoticeKind.TIME:
        said = _("Your teacher has given more time: %(more)s.") % {
            "more": word_more_time(row.values["seconds"])
        }
    else:
        said = _("The exam goes on. The time of the pause is added.")
    if not tells_until:
        return said
    until = _("You now have until %(time)s.") % {"time": word_until(deadline_at, beside=row.at)}
    return f"{said} {until}"


def word_more_time(seconds: int) -> str:
    """10 minutes; 1 minute 30 seconds."""
    minutes, rest = divmod(seconds, 60)
    said = (
        [ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}] if minutes else []
    )
    if rest or not minutes:
        said.append(ngettext("%(count)d second", "%(count)d seconds", rest) % {"count": rest})
    return " ".join(said)


def word_until(moment: datetime, *, beside: datetime) -> str:
    """The time of day; with its date on another day than ``beside``."""
    local = localtime(moment)
    if local.date() == localtime(beside).date():
        return date_format(local, "H:i")
    return date_format(local, "SHORT_DATETIME_FORMAT")


def _withdrawn(withdrawal: Withdrawal, attempt: Attempt) -> dict[str, Any]:
    layout = Layout.model_validate(attempt.layout)
    numbers = number_items(layout)
    positions = {item.item: item.position for item in layout.items}
    position = positions.get(withdrawal.paper_item_id)
    replaced_at = positions.get(withdrawal.replacement_id or 0)
    what = _policy_words(withdrawal, numbers.get(replaced_at or 0))
    number = numbers.get(position or 0)
    head = _("Question %(number)d has been withdrawn.") % {"number": number} if number else ""
    reason = _("The reason: %(reason)s") % {"reason": withdrawal.reason}
    return {
        "text": " ".join(part for part in (head, what, reason) if part),
        "positions": [one for one in (position, replaced_at) if one],
        "reload": replaced_at is not None,
    }


def _policy_words(withdrawal: Withdrawal, replacement: int | None) -> str:
    if withdrawal.policy == WithdrawalPolicy.DROP:
        return _("It does not count; you need not answer it.")
    if withdrawal.policy == WithdrawalPolicy.REPLACE and replacement:
        return _("Answer question %(number)d at the end instead. Load the page again to see it.") % {
            "number": replacement
        }
    return _("Everyone gets full points for it; you need not answer it.")
