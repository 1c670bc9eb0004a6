"""On which terms a class sits a paper."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Classroom
from exams.models import Assignment
from exams.networks import parse_network
from exams.services.assigning import Terms
from exams.shapes import ReviewSettings

__all__ = ["AssignForm", "TermsForm"]

WHEN_CHOICES = [
    ("after_submit", _("as soon as they have handed in")),
    ("after_close", _("when the exam has closed")),
    ("never", _("never")),
]
MOMENT = "%Y-%m-%dT%H:%M"
STEP = timedelta(minutes=5)
SCHOOL_HOUR = timedelta(minutes=50)
MOST_NETWORKS = 50


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={"required": _("Say when."), "invalid": _("Write a date and a time.")},
        show_hidden_initial=True,  # what stood there when the page was opened: see terms_over
    )


class TermsForm(forms.Form):
    """Window, time, attempts, access code, and what students see when."""

    opens_at = _moment(_("Opens"))
    closes_at = _moment(_("Closes"))
    limit_minutes = forms.IntegerField(
        label=_("Time limit in minutes"),
        help_text=_("Counted from the start of each student. Empty: until the exam closes."),
        min_value=1,
        max_value=1440,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    max_attempts = forms.IntegerField(
        label=_("Attempts for each student"),
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    access_code = forms.CharField(
        label=_("Access code"),
        help_text=_("Students enter it to start. Say it in the room."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    networks = forms.CharField(
        label=_("Allowed networks"),
        help_text=_(
            "One network or address a line, such as 10.20.0.0/16. Empty: from anywhere. Beware: phones on "
            "mobile data cannot open the exam then. Answers to an exam that is open are always taken."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )
    grace_s = forms.IntegerField(
        label=_("Grace in seconds"),
        help_text=_("For answers that are on their way when time is up."),
        min_value=0,
        max_value=600,
        initial=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    result = forms.ChoiceField(
        label=_("Students see the result"), choices=WHEN_CHOICES, initial="after_submit"
    )
    solution = forms.ChoiceField(
        label=_("Students see the solutions"), choices=WHEN_CHOICES, initial="after_close"
    )

    def clean_access_code(self) -> str:
        """Without the space around it that nobody sees."""
        return self.cleaned_data["access_code"].strip()

    def clean_networks(self) -> tuple[str, ...]:
        """Each in its usual spelling, once; what is none is named with its line."""
        found: dict[str, None] = {}
        for number, line in enumerate(self.cleaned_data["networks"].splitlines(), start=1):
            text = unicodedata.normalize("NFKC", line).strip()
            if not text:
                continue
            try:
                found[parse_network(text)] = None
            except ValueError as error:
                said = _("Line %(line)d: “%(text)s” is no network. Write one such as 10.20.0.0/16.")
                raise forms.ValidationError(said % {"line": number, "text": text[:60]}) from error
        if len(found) > MOST_NETWORKS:
            raise forms.ValidationError(
                _("At most %(most)d networks can be named.") % {"most": MOST_NETWORKS}
            )
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        """A window opens before it closes."""
        cleaned = super().clean() or self.cleaned_data
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("closes_at", _("The exam must close after it opens."))
        return cleaned

    @property
    def terms(self) -> Terms:
        """What the service takes."""
        data = self.cleaned_data
        return Terms(
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            limit_s=data["limit_minutes"] * 60 if data["limit_minutes"] else None,
            grace_s=data["grace_s"],
            max_attempts=data["max_attempts"],
            review=ReviewSettings(result=data["result"], solution=data["solution"]),
            access_code=data["access_code"] or None,
            networks=data["networks"],
        )

    def terms_over(self, assignment: Assignment) -> Terms:
        """The terms, where what nobody touched is exactly as it is: fields show minutes only, and the window
        may have moved since the page was opened, as more time for everyone moves it."""
        kept = {
            name: getattr(assignment, name)
            for name in ("opens_at", "closes_at")
            if not self._is_touched(name)
        }
        if "limit_minutes" not in self.changed_data:
            kept["limit_s"] = assignment.limit_s
        return replace(self.terms, **kept)

    def _is_touched(self, name: str) -> bool:
        """By what the page says that it showed; one that says nothing was opened before pages did."""
        field, bound = self.fields[name], self[name]
        try:
            shown = field.to_python(self.data.get(bound.html_initial_name)) or bound.initial
        except forms.ValidationError:
            return True
        return field.has_changed(shown, bound.data)

    @staticmethod
    def initial_of(assignment: Assignment) -> dict[str, Any]:
        """The terms that hold now, to the minute."""
        review = ReviewSettings.model_validate(assignment.review)
        return {
            "opens_at": assignment.opens_at.replace(second=0, microsecond=0),
            "closes_at": assignment.closes_at.replace(second=0, microsecond=0),
            "limit_minutes": assignment.limit_s // 60 if assignment.limit_s else None,
            "max_attempts": assignment.max_attempts,
            "access_code": assignment.access_code or "",
            "networks": "\n".join(assignment.networks),
            "grace_s": assignment.grace_s,
            "result": review.result,
            "solution": review.solution,
        }


class AssignForm(TermsForm):
    """The terms, and for which classes."""

    classrooms = forms.ModelMultipleChoiceField(
        label=_("Classes"),
        queryset=Classroom.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one class.")},
    )

    def __init__(self, *arguments: Any, classrooms: QuerySet[Classroom], **options: Any) -> None:
        opens_at = _next_step()
        options["initial"] = {"opens_at": opens_at, "closes_at": opens_at + SCHOOL_HOUR} | (
            options.get("initial") or {}
        )
        super().__init__(*arguments, **options)
        self.fields["classrooms"].queryset = classrooms  # type: ignore[attr-defined]


def _next_step() -> Any:
    """The next full five minutes."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    return now + STEP - timedelta(minutes=now.minute % 5)
