"""What a question says as a whole: text, points, parameters, solution."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.forms.questions.fields import TextField, by_language, text_fields

__all__ = ["BodyForm"]

MOST_VARIANTS = 200
TEXT = {"ko": _("Text in Korean"), "en": _("Text in English")}
SOLUTION = {"ko": _("Solution in Korean"), "en": _("Solution in English")}


class BodyForm(forms.Form):
    """The texts are Markdown with formulas; the parameters are lines of their own small language."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields |= text_fields("text", TEXT, rows=6)
        self.fields["points"] = forms.DecimalField(
            label=pgettext_lazy("of one question", "Points"),
            min_value=Decimal(0),
            max_value=Decimal(1000),
            max_digits=6,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )
        self.fields["parameters"] = TextField(label=_("Parameters"), rows=4, max_length=4000)
        self.fields["parameters"].help_text = _(
            "One statement a line, for example “a = random integer 2..9”. Leave empty for one variant only."
        )
        self.fields["variants"] = forms.IntegerField(
            label=_("Number of variants"),
            min_value=1,
            max_value=MOST_VARIANTS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )
        self.fields |= text_fields("solution", SOLUTION, rows=5)

    def clean(self) -> dict[str, Any]:
        """Something is asked, or told, in at least one language."""
        cleaned = super().clean() or self.cleaned_data
        if not by_language(cleaned, "text") and not {"text_ko", "text_en"} & set(self.errors):
            self.add_error("text_ko", _("Write the text in at least one language."))
        return cleaned

    def raw(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {name: self[name].value() for name in self.fields}
