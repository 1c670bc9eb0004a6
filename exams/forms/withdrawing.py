"""What a teacher says when a question is taken out of an exam."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.models.withdrawal import WithdrawalPolicy

__all__ = ["WithdrawForm"]

POLICIES = [
    (
        WithdrawalPolicy.FULL.value,
        _("Full points for everyone: whatever was answered, the question earns all of its points."),
    ),
    (
        WithdrawalPolicy.DROP.value,
        _("Not counted: the question earns nothing, and the exam is worth that much less."),
    ),
    (
        WithdrawalPolicy.REPLACE.value,
        _(
            "Replaced: whoever is sitting or starts later answers the mended question at the end of the exam "
            "instead; whoever has handed in gets full points."
        ),
    ),
]
SCOPES = [("one", _("This class")), ("mine", _("All my classes with this paper"))]
LONGEST_REASON = 300


class WithdrawForm(forms.Form):
    """By which policy, why, and where. ``has_others``: the teacher has more classes with the paper."""

    policy = forms.ChoiceField(
        label=_("What becomes of the points"),
        choices=POLICIES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the points.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Students read this at the question."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, in a few words.")},
    )
    scope = forms.ChoiceField(label=_("Where"), choices=SCOPES, widget=forms.RadioSelect, initial="one")
    sure = forms.BooleanField(
        label=_("I know that this cannot be undone."),
        error_messages={"required": _("Tick this to go on: a question cannot be put back.")},
    )

    def __init__(self, *arguments: Any, has_others: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not has_others:
            del self.fields["scope"]

    @property
    def is_for_all(self) -> bool:
        """Whether all classes of the teacher with this paper are meant."""
        return self.cleaned_data.get("scope") == "mine"
