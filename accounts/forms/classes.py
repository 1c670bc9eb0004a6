"""Forms about classes: what one is called, how long its code is good, how lists are filtered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import School, User
from accounts.rosters.reading import MAX_BYTES
from accounts.services.classes import JOIN_CODE_LIFETIME

__all__ = ["ClassroomForm", "CodeForm", "NewClassroomForm", "RosterFileForm", "school_year"]

FIRST_MONTH = 3  # a Korean school year begins in March
LIFETIMES = {
    "1": timedelta(hours=1),
    "24": timedelta(days=1),
    "336": JOIN_CODE_LIFETIME,
    "2160": timedelta(days=90),
}


def school_year() -> int:
    """The year of the school year that today is in."""
    today = timezone.localdate()
    return today.year if today.month >= FIRST_MONTH else today.year - 1


class ClassroomForm(forms.Form):
    """Name and year of a class."""

    name = forms.CharField(
        label=_("Name of the class"),
        help_text=_("As the school calls it, for example 1-3."),
        max_length=80,
        error_messages={"required": _("Enter a name for the class.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    year = forms.IntegerField(
        label=_("School year"),
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": _("Enter the school year."),
            "invalid": _("Write the year in four digits, for example 2026."),
            "min_value": _("Write the year in four digits, for example 2026."),
            "max_value": _("Write the year in four digits, for example 2026."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class NewClassroomForm(ClassroomForm):
    """A class of a school at which one teaches; who teaches at one school only is not asked for it."""

    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), empty_label=None)
    field_order = ["school", "name", "year"]

    def __init__(self, *args: Any, teacher: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = School.objects.staffed_by(teacher)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        found = list(schools[:2])
        if len(found) == 1:
            self.fields["school"].initial = found[0].pk
            self.fields["school"].widget = forms.HiddenInput()


class CodeForm(forms.Form):
    """How long a new class code is good."""

    lifetime = forms.ChoiceField(
        label=_("The new code is good for"),
        choices=[
            ("1", _("1 hour")),
            ("24", _("1 day")),
            ("336", _("2 weeks")),
            ("2160", _("3 months")),
        ],
        initial="336",
        required=False,
    )

    def clean_lifetime(self) -> timedelta:
        """As a time span; two weeks where none was chosen."""
        return LIFETIMES.get(self.cleaned_data["lifetime"], JOIN_CODE_LIFETIME)


class RosterFileForm(forms.Form):
    """A roster to look at."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel workbook (.xlsx), up to 2 MB and 500 students."),
        allow_empty_file=True,  # what is wrong with it is said where files are read
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    def read(self) -> bytes:
        """The content, and one byte more than may be where it is too large."""
        content: bytes = self.cleaned_data["file"].read(MAX_BYTES + 1)
        return content
