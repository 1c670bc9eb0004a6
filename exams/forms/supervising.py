"""What a teacher sends while an exam runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.services.supervising import LEAST_S, LONGEST_ANNOUNCEMENT, MOST_S

__all__ = ["AnnounceForm", "MoreTimeForm", "PauseForm", "ResumeForm", "WhomForm"]

EVERY_CLASS = "classes"


class WhomForm(forms.Form):
    """For whom: everyone who sits the exam, or one of them. ``token`` names the form, so that one that is
    sent twice acts once; ``names`` and ``back`` are where the page goes afterwards."""

    attempt = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        error_messages={"invalid_choice": _("This student is not sitting the exam any more.")},
    )
    token = forms.RegexField(r"^[0-9a-f]{32}$", required=False, widget=forms.HiddenInput)
    names = forms.CharField(required=False, max_length=6, widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        sitters: Sequence[tuple[str, str]],
        everyone: str,
        classes: str = "",
        **options: Any,
    ) -> None:
        """``sitters`` are the id and the words for each attempt in progress; ``everyone`` and ``classes`` the
        words for all of the class, and for all classes that sit the exam (empty: there are no others)."""
        options["initial"] = {"token": uuid4().hex, **(options.get("initial") or {})}
        super().__init__(data, **options)
        broad = [("", everyone)] + ([(EVERY_CLASS, classes)] if classes else [])
        self.fields["attempt"].choices = [*broad, *sitters]  # type: ignore[attr-defined]

    def only_for(self, attempt: UUID) -> WhomForm:
        """The same form for one student, with nobody to choose."""
        self.initial = {**self.initial, "attempt": str(attempt), "back": "attempt"}
        self.fields["attempt"].widget = forms.HiddenInput()
        return self

    @property
    def is_for_every_class(self) -> bool:
        """All classes that sit this exam, and not only this one."""
        return self.cleaned_data["attempt"] == EVERY_CLASS

    @property
    def chosen(self) -> UUID | None:
        """The one attempt it is for; None: everyone."""
        chosen = self.cleaned_data["attempt"]
        return UUID(chosen) if chosen and chosen != EVERY_CLASS else None


class MoreTimeForm(WhomForm):
    """How much more time."""

    minutes = forms.IntegerField(
        label=_("Minutes more"),
        min_value=LEAST_S // 60,
        max_value=MOST_S // 60,
        initial=5,
        error_messages={"required": _("Say how many minutes.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the record. Students do not see it."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    field_order = ("minutes", "attempt", "reason")

    @property
    def seconds(self) -> int:
        """What the service takes."""
        return self.cleaned_data["minutes"] * 60


class AnnounceForm(WhomForm):
    """What to say."""

    text = forms.CharField(
        label=_("What students read"),
        help_text=_("It stands on their page at once, as you write it, until they close it."),
        max_length=LONGEST_ANNOUNCEMENT,
        error_messages={"required": _("Write what students are to read.")},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_ANNOUNCEMENT}),
    )

    field_order = ("text", "attempt")


class PauseForm(WhomForm):
    """Whom to pause, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the record. Students do not see it."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    field_order = ("attempt", "reason")


class ResumeForm(WhomForm):
    """Who goes on."""
