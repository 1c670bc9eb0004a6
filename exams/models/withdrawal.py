"""Questions taken out of a paper after it was published, and what that leaves to be earned.

Assignments and attempts read their total by this, so their models are named by label here.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import School, User

__all__ = ["Withdrawal", "WithdrawalPolicy", "WithdrawalQuerySet", "points_that_count"]


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def visible_to(self, user: User) -> WithdrawalQuerySet:
        """Withdrawals on the papers that ``user`` may see."""
        return self.filter(paper_item__paper__exam__school__in=School.objects.staffed_by(user))

    def holding_for(self, assignment: Any) -> WithdrawalQuerySet:
        """Those of the assignment (its id, or a reference to it) alone, and those for every class; to be
        narrowed to a paper or an item. The oldest first."""
        return self.filter(Q(assignment=assignment) | Q(assignment=None)).order_by("pk")


class WithdrawalPolicy(models.TextChoices):
    FULL = "full", _("Full credit for everyone")
    DROP = "drop", _("Not counted")
    REPLACE = "replace", _("Replaced")


class Withdrawal(models.Model):
    """A question taken out of a paper after it was published, with what that does to the scores.

    ``assignment`` is None where it holds for every class that sits the paper. ``replacement`` is an item of a
    later edition of the same exam, which students get at the end of their paper in its place.
    """

    paper_item = models.ForeignKey(
        "exams.PaperItem", on_delete=models.PROTECT, related_name="withdrawals", verbose_name=_("paper item")
    )
    assignment = models.ForeignKey(
        "exams.Assignment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawals",
        verbose_name=_("assignment"),
    )
    replacement = models.ForeignKey(
        "exams.PaperItem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replacement"),
    )
    policy = models.CharField(_("policy"), max_length=8, choices=WithdrawalPolicy.choices)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper_item", "assignment"], name="one_withdrawal_per_item_and_assignment"
            ),
            models.UniqueConstraint(
                fields=["paper_item"],
                condition=Q(assignment=None),
                name="one_withdrawal_per_item_for_everyone",
            ),
            models.CheckConstraint(
                condition=(Q(policy="replace") & ~Q(replacement=None))
                | (~Q(policy="replace") & Q(replacement=None)),
                name="withdrawal_replaces_by_a_replacement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_item} · {self.get_policy_display()}"


def points_that_count(prefix: str = "") -> Combinable:
    """The points that can be earned in an assignment: those of its paper without what was dropped.

    ``prefix`` leads from the row to its assignment, as ``assignment__``. A replacement is worth as much as
    what it stands for, so it changes nothing.
    """
    points = DecimalField(max_digits=8, decimal_places=2)
    dropped = Withdrawal.objects.holding_for(OuterRef(f"{prefix}pk")).filter(
        paper_item__paper=OuterRef(f"{prefix}paper"), policy=WithdrawalPolicy.DROP
    )
    summed = dropped.order_by().values("policy").annotate(sum=Sum("paper_item__points")).values("sum")
    left_out = Coalesce(Subquery(summed, output_field=points), Value(0), output_field=points)
    return F(f"{prefix}paper__total") - left_out
