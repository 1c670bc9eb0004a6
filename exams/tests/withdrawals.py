"""Questions taken out of exams, for the tests of what that does to papers, marks and pages."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from exams.models import Assignment, Attempt, PaperItem, Question, Withdrawal
from exams.services.authoring import import_bank
from exams.services.regrading import run_regrades
from exams.services.withdrawing import publish_replacement, withdraw_item
from exams.tests.banks import bank_file, question

__all__ = ["item_at", "mend", "regrade_all", "score_of", "withdraw"]


def item_at(assignment: Assignment, position: int) -> PaperItem:
    """The item of the paper at that place."""
    items = assignment.paper.items.select_related("paper__exam__school", "question_version__question")
    return items.get(position=position)


def mend(item: PaperItem, *, by: User, key: str = "x^2+7x") -> Question:
    """A new version of the question, which asks to expand ``x(x+7)``."""
    row = item.question_version.question
    row.external_id = row.external_id or f"mended-{row.pk}"
    row.save()
    text = {"ko": "$x(x+7)$을 전개하시오.", "en": "Expand $x(x+7)$."}
    import_bank(bank_file(question(id=row.external_id, text=text, key=key)), school=row.school, owner=by)
    return row


def withdraw(
    assignment: Assignment, position: int, policy: str, *, by: User, everywhere: bool = False, **fields: Any
) -> Withdrawal:
    """Takes the question out, mended first where it is to be replaced; nothing is marked again yet."""
    item = item_at(assignment, position)
    if policy == "replace" and "replacement" not in fields:
        mend(item, by=by)
        fields["replacement"] = publish_replacement(item, by=by)
    return withdraw_item(
        item,
        assignment=None if everywhere else assignment,
        policy=policy,
        reason=fields.pop("reason", "Two options are right."),
        by=by,
        **fields,
    )


def regrade_all() -> int:
    """What the worker does until nothing is left to be marked again; returns at how many attempts."""
    done = 0
    while step := run_regrades():
        done += step
    return done


def score_of(attempt: Attempt) -> str:
    """As it stands in the database."""
    return str(Attempt.objects.get(pk=attempt.pk).score)
