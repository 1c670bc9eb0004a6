"""What teachers send to bring questions into the bank."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import School

__all__ = ["LARGEST_UPLOAD", "AgreedForm", "BankFileForm"]

LARGEST_UPLOAD = 8_000_000
LANGUAGE_CHOICES = [("", _("By its letters")), ("ko", _("Korean")), ("en", _("English"))]


class _TargetForm(forms.Form):
    """For which school, and in which language texts are that say none."""

    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=None)
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=LANGUAGE_CHOICES,
        required=False,
        help_text=_("For Moodle's texts that name none. Our own files say it themselves."),
    )

    def __init__(self, *arguments: Any, schools: list[School], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._only = schools[0] if len(schools) == 1 else None
        if self._only:
            del self.fields["school"]
        else:
            rows = School.objects.filter(pk__in=[school.pk for school in schools])
            self.fields["school"].queryset = rows  # type: ignore[attr-defined]

    @property
    def chosen_school(self) -> School:
        """The one that was chosen, or the only one."""
        return self._only or self.cleaned_data["school"]


class BankFileForm(_TargetForm):
    """A file to look at."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Moodle XML or our own YAML, up to 8 MB."),
        allow_empty_file=True,  # what is wrong with it is said where files are read
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".xml,.yaml,.yml"}),
    )

    field_order = ("file", "school", "language")

    def clean_file(self) -> Any:
        """Not larger than pages take; the command takes larger ones."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than %(most)d bytes. Split it.") % {"most": LARGEST_UPLOAD}
            )
        return file


class AgreedForm(_TargetForm):
    """The file that was looked at, by its digest."""

    agreed = forms.RegexField(r"^[0-9a-f]{64}$")
