"""What students send to the exam pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.errors import Refused
from exams.models import Assignment
from exams.wording import word_error

__all__ = ["StartForm"]

CODE_REFUSALS = frozenset({"wrong_access_code", "too_many_codes"})


class StartForm(forms.Form):
    """The honesty line, and the access code where the exam has one."""

    access_code = forms.CharField(
        label=_("Access code"),
        max_length=40,
        help_text=_("Your teacher tells you."),
        error_messages={"required": _("Enter the access code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *arguments: Any, assignment: Assignment, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not assignment.access_code:
            del self.fields["access_code"]

    def refuse(self, refusal: Refused) -> None:
        """Put the sentence for ``refusal`` where it belongs."""
        is_about_code = refusal.code in CODE_REFUSALS and "access_code" in self.fields
        self.add_error("access_code" if is_about_code else None, word_error(refusal))
