"""What a part is made of: options, lines to match, accepted texts, forms that are required."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as ShapeError

from exams.content import PART_ID
from exams.forms.questions.fields import OneLineField, by_language, text_fields
from exams.forms.questions.rows import RowForm
from grading.keys import Accepted
from grading.wording import FORM_NAMES

__all__ = ["ID_RULE", "AcceptedForm", "FormForm", "OptionForm", "StemForm"]

OPTION_TEXT = {"ko": _("Korean"), "en": _("English")}
ID_RULE = RegexValidator(
    PART_ID, _("A small letter first, then small letters, digits or _; at most 16 signs.")
)


class TextRow(RowForm):
    """An id and a text in each language."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["id"] = OneLineField(label=_("Id"), required=True, max_length=16, validators=[ID_RULE])
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


class AcceptedForm(RowForm):
    """A text that is accepted, and the share of the points that it earns."""

    text = OneLineField(label=_("Accepted text"), required=True)
    credit = OneLineField(label=_("Credit"), required=True, max_length=20)

    def clean_credit(self) -> str:
        """A fraction above 0 and at most 1."""
        try:
            return Accepted(text="x", credit=self.cleaned_data["credit"]).credit
        except ShapeError as error:
            raise ValidationError(_("Write a number above 0 and at most 1, such as 1 or 1/2.")) from error


class FormForm(RowForm):
    """A form that the answer must have, and what it is told."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["test"] = forms.ChoiceField(label=_("Form"), choices=[("", "—"), *FORM_NAMES.items()])
        self.fields["options"] = OneLineField(label=_("More exactly"), max_length=200)
        self.fields["options"].help_text = _("The letter, or how many places or figures; often nothing.")
