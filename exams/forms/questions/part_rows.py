"""What a part is made of: options, and lines to match."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from exams.content import PART_ID
from exams.forms.questions.fields import OneLineField, by_language, text_fields
from exams.forms.questions.rows import RowForm

__all__ = ["ID_RULE", "OPTION_TEXT", "OptionForm", "StemForm", "TextRow", "id_field"]

OPTION_TEXT = {"ko": _("Korean"), "en": _("English")}
ID_RULE = RegexValidator(
    PART_ID, _("A small letter first, then small letters, digits or _; at most 16 signs.")
)


def id_field() -> OneLineField:
    """The id of a row."""
    return OneLineField(label=_("Id"), required=True, max_length=16, validators=[ID_RULE])


class TextRow(RowForm):
    """An id and a text in each language."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["id"] = id_field()
        self.fields |= text_fields("text", OPTION_TEXT, rows=1)

    def clean(self) -> dict[str, Any]:
        """A row says something in at least one language."""
        cleaned = super().clean() or self.cleaned_data
        if not by_language(cleaned, "text") and not {"text_ko", "text_en"} & set(self.errors):
            self.add_error("text_ko", _("Write the text in at least one language."))
        return cleaned


class OptionForm(TextRow):
    """An option, and whether it is right."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["right"] = forms.BooleanField(label=_("Right"), required=False)


class StemForm(TextRow):
    """A line to which an option belongs."""

    def __init__(self, *arguments: Any, options: list[tuple[str, str]], **others: Any) -> None:
        super().__init__(*arguments, **others)
        self.fields["option"] = forms.CharField(label=_("Belongs to"), required=True, max_length=16)
        given = self["option"].value()
        known = [("", "—"), *options]
        if given and given not in dict(known):
            known.append((given, given))
        self.fields["option"].widget = forms.Select(choices=known)
