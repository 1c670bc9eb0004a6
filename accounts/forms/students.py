"""Forms about one student of a class."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rosters.rows import MAX_NUMBER

__all__ = ["AccommodationForm", "NumberForm"]

FACTORS = ("1", "1.2", "1.25", "1.3", "1.5", "1.7", "2", "2.5", "3", "4")
NUMBER_ERROR = _("Write a number from 1 to 999, or leave it empty.")


class NumberForm(forms.Form):
    """A student's number on the roster."""

    number = forms.IntegerField(
        label=_("Number in the class"),
        required=False,
        min_value=1,
        max_value=MAX_NUMBER,
        error_messages={"invalid": NUMBER_ERROR, "min_value": NUMBER_ERROR, "max_value": NUMBER_ERROR},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class AccommodationForm(forms.Form):
    """How much time a student gets, and in which days."""

    factor = forms.ChoiceField(label=_("Time factor"), help_text=_("1.5 means half as much again."))
    since = forms.DateField(
        label=_("From"),
        required=False,
        error_messages={"invalid": _("Write a date such as 2026-03-02.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=_("Until and including"),
        required=False,
        error_messages={"invalid": _("Write a date such as 2026-03-02.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A factor that was set elsewhere, in the admin, can be kept.
        factors = {Decimal(factor) for factor in FACTORS} | {Decimal(self.initial.get("factor") or 1)}
        self.fields["factor"].choices = [(_plain(it), _plain(it)) for it in sorted(factors)]  # type: ignore[attr-defined]
        if self.initial.get("factor"):
            self.initial["factor"] = _plain(Decimal(self.initial["factor"]))

    def clean_factor(self) -> Decimal:
        """The factor as a number."""
        return Decimal(self.cleaned_data["factor"])

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end is before the beginning."))
        return cleaned


def _plain(factor: Decimal) -> str:
    """Without trailing zeros.

    >>> _plain(Decimal("1.50")), _plain(Decimal("2.00"))
    ('1.5', '2')
    """
    return f"{factor:f}".rstrip("0").rstrip(".") if "." in f"{factor:f}" else f"{factor:f}"
