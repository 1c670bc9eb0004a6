"""What a teacher sends to take in a file of unsent answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.services.handed_files import LARGEST_HANDED_FILE

__all__ = ["HandedChoiceForm", "HandedFileForm"]


class HandedFileForm(forms.Form):
    """The file, to look at."""

    file = forms.FileField(
        label=_("File of unsent answers"),
        help_text=_("Its name begins with mathtest-unsent. The student saved it on the exam page."),
        allow_empty_file=True,  # what is wrong with it is said where files are read
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> bytes:
        """Its bytes, unless there are more than a browser would write."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_HANDED_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(most)d bytes: it is no file of unsent answers.")
                % {"most": LARGEST_HANDED_FILE}
            )
        raw: bytes = file.read()
        return raw


class HandedChoiceForm(forms.Form):
    """The file that was looked at, and which of its questions are to count."""

    handed = forms.CharField(strip=False, widget=forms.HiddenInput)
    positions = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": _("Choose at least one question.")},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, positions: Sequence[int]) -> None:
        super().__init__(data)
        self.fields["positions"].choices = [(str(one), str(one)) for one in positions]  # type: ignore[attr-defined]
