"""What withdrawn questions mean for one attempt: its marks, and what stands at the end of its paper.

Positions never change, so that every answer keeps its place: a replacement stands behind the last question
of the paper, in the order in which the questions were replaced, and at the same position for everyone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from exams.models import Assignment, Withdrawal
from exams.models.withdrawal import WithdrawalPolicy
from exams.services.layouts import draw_item
from exams.shapes import Layout, Outline, OutlineItem
from grading.services import Withdrawn

__all__ = [
    "append_replacements",
    "asked_items",
    "load_policies",
    "load_replacements",
    "replace_in_layout",
    "withdrawal_of_item",
    "withdrawn_as",
]


def withdrawal_of_item(assignment_id: UUID, *, item: str) -> Subquery:
    """For a query of rows that lead to paper items by ``item``: what withdraws them in an assignment, as
    ``{"id", "policy", "reason", "replacement"}``, or None."""
    rows = Withdrawal.objects.holding_for(assignment_id).filter(paper_item=OuterRef(item))
    said = rows.values(json=JSONObject(id="pk", policy="policy", reason="reason", replacement="replacement"))
    return Subquery(said[:1], output_field=JSONField())


def withdrawn_as(withdrawal: Mapping[str, Any] | None, items: Collection[int]) -> Withdrawn | None:
    """How an item is marked in an attempt whose paper has ``items``. Whoever got the replacement earns there
    what the question had been worth; who had ended before gets the points of the question."""
    if withdrawal is None:
        return None
    if withdrawal["policy"] == WithdrawalPolicy.REPLACE:
        return "drop" if withdrawal["replacement"] in items else "full"
    return "drop" if withdrawal["policy"] == WithdrawalPolicy.DROP else "full"


def load_replacements(assignment: Assignment) -> list[OutlineItem]:
    """What stands at the end of the paper for those who start now, at its positions. One query."""
    rows = (
        Withdrawal.objects.holding_for(assignment.pk)
        .filter(paper_item__paper=assignment.paper_id, policy=WithdrawalPolicy.REPLACE)
        .values_list("replacement", "replacement__paper__outline")
    )
    last = max((item["position"] for item in assignment.paper.outline["items"]), default=0)
    return [
        _outline_item(outline, item).model_copy(update={"position": position})
        for position, (item, outline) in enumerate(rows, start=last + 1)
    ]


def load_policies(assignment: Assignment) -> dict[int, str]:
    """The policy of each withdrawn question of the paper, by position. One query."""
    rows = Withdrawal.objects.holding_for(assignment.pk).filter(paper_item__paper=assignment.paper_id)
    return dict(rows.values_list("paper_item__position", "policy"))


def asked_items(assignment: Assignment) -> list[OutlineItem]:
    """Everything that asks something in an assignment, in the order of its numbers: what the paper asks, then
    the replacements. One query."""
    items = Outline.model_validate(assignment.paper.outline).items
    return [item for item in (*items, *load_replacements(assignment)) if item.parts]


def _outline_item(outline: Any, item: int) -> OutlineItem:
    return next(row for row in Outline.model_validate(outline).items if row.item == item)


def append_replacements(layout: Layout, assignment: Assignment, *, seed: int) -> Layout:
    """``layout``, just drawn by ``seed``, with the replacements at its end. One query."""
    return replace_in_layout(layout, load_replacements(assignment), seed=seed)


def replace_in_layout(layout: Layout, replacements: Iterable[OutlineItem], *, seed: int) -> Layout:
    """``layout`` with those of the ``replacements`` that it does not have yet."""
    there = {item.item for item in layout.items}
    new = tuple(draw_item(item, seed) for item in replacements if item.item not in there)
    return layout.model_copy(update={"items": layout.items + new}) if new else layout
