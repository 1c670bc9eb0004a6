"""What a person decides about an answer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["DecisionForm"]


class DecisionForm(forms.Form):
    """Points of what the part is worth, and a comment that the student reads."""

    points = forms.DecimalField(
        label=pgettext_lazy("of one question", "Points"),
        min_value=Decimal(0),
        decimal_places=2,
        max_digits=8,
        error_messages={"required": _("Say how many points.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("The student reads it on the result page."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, worth: Decimal, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.worth = worth

    def clean_points(self) -> Decimal:
        """At most what the part is worth."""
        points: Decimal = self.cleaned_data["points"]
        if points > self.worth:
            raise forms.ValidationError(
                _("At most %(worth)s points can be given here."),
                params={"worth": f"{self.worth.normalize():f}"},
            )
        return points

    @property
    def credit(self) -> Fraction:
        """The share of the worth, 0 to 1; a part that is worth nothing has all of it or none."""
        points = Fraction(self.cleaned_data["points"])
        return points / Fraction(self.worth) if self.worth else Fraction(0)
