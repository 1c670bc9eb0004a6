"""What teachers send while they draft an exam, and how they search."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import School
from exams.kinds import KIND_WORDS
from exams.models import ExamItem, Topic

__all__ = ["BankFilter", "ExamFilter", "NewExamForm", "PointsForm", "TitleForm"]

LONGEST_TITLE = 120


class TitleForm(forms.Form):
    """A title in one language or both."""

    title_ko = forms.CharField(
        label=_("Title in Korean"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput(attrs={"lang": "ko", "autocomplete": "off"}),
    )
    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput(attrs={"lang": "en", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """At least one of the two."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("title_ko") or cleaned.get("title_en")):
            self.add_error("title_ko", ValidationError(_("Give the exam a title in at least one language.")))
        return cleaned

    @property
    def title(self) -> dict[str, str]:
        """By language, without empty ones."""
        texts = {code: self.cleaned_data[f"title_{code}"] for code in ("ko", "en")}
        return {code: text for code, text in texts.items() if text}


class NewExamForm(TitleForm):
    """A title, and the school where the teacher is at several."""

    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=None)

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


class PointsForm(forms.Form):
    """One field for each item of an exam, named ``points-<item>``."""

    def __init__(self, *arguments: Any, items: Iterable[ExamItem], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for item in items:
            self.fields[f"points-{item.pk}"] = forms.DecimalField(
                label=pgettext_lazy("of one question", "Points"),
                min_value=Decimal(0),
                max_value=Decimal(1000),
                decimal_places=2,
                max_digits=6,
                required=False,
                initial=item.points.normalize() if item.points % 1 else int(item.points),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    @property
    def points(self) -> dict[int, Decimal]:
        """By item; a field left empty changes nothing."""
        given = {name.removeprefix("points-"): value for name, value in self.cleaned_data.items()}
        return {int(name): value for name, value in given.items() if value is not None}


class BankFilter(forms.Form):
    """What to look for in the bank; what makes no sense is left out."""

    q = forms.CharField(
        label=_("Text or id"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("All topics")
    )
    kind = forms.ChoiceField(
        label=_("Kind of answer"), choices=[("", _("All kinds")), *KIND_WORDS.items()], required=False
    )

    def __init__(self, *arguments: Any, topics: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """The good fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ExamFilter(forms.Form):
    """Which exams to list, and in which order."""

    q = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("draft", _("Never published")),
            ("published", _("Published")),
            ("running", _("Open to a class now")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Newest first")), ("oldest", _("Oldest first")), ("title", _("By title"))],
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """The good fields that say something."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
