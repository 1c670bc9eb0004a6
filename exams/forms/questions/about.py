"""Where a question stands in the bank, and what its author began from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams.models import Question, Topic

__all__ = ["AboutForm", "BaseForm", "TopicField"]


class TopicField(forms.ModelChoiceField):
    """A topic typed by its code, or picked from what the browser suggests while one types."""

    default_error_messages = {"invalid_choice": _("There is no such topic. Type its code, or pick one.")}

    def __init__(self, queryset: QuerySet[Topic], **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "topics", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(queryset, widget=widget, **options)
        self.topics = queryset

    def prepare_value(self, value: Any) -> str:
        """The topic as it is suggested."""
        if value in self.empty_values:
            return ""
        if isinstance(value, Topic):
            return str(value)
        found = self.topics.filter(pk=value).first() if isinstance(value, int) else None
        return str(found or value)

    def to_python(self, value: Any) -> Topic | None:
        """The topic with that code or that name; a school's own before a shared one."""
        text = str(value or "").strip()
        if not text:
            return None
        topics = sorted(self.topics, key=lambda topic: topic.school_id is None)
        found = next((topic for topic in topics if text in (topic.code, str(topic))), None)
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By what is shown."""
        return self.prepare_value(initial) != str(data or "").strip()


class AboutForm(forms.ModelForm):
    """School, external id and topic. ``school`` is chosen once, when the question is made."""

    class Meta:
        model = Question
        fields = ["school", "external_id", "topic"]
        widgets = {"external_id": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})}

    def __init__(self, *arguments: Any, schools: Any, topics: QuerySet[Topic], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["topic"] = TopicField(topics, required=False, label=_("Topic"))
        self.fields["external_id"].label = _("External id")
        self.fields["external_id"].help_text = _(
            "Unique in the school; by it an imported file finds this question again. May be left empty."
        )
        if not self.instance._state.adding:
            del self.fields["school"]
            return
        self.fields["school"] = forms.ModelChoiceField(schools, label=_("School"), empty_label=None)
        if len(schools) == 1:
            self.initial["school"] = schools[0].pk
            self.fields["school"].widget = forms.HiddenInput()

    def clean_external_id(self) -> str | None:
        """Nothing rather than an empty text: many questions may have none."""
        return self.cleaned_data["external_id"] or None

    def clean(self) -> dict[str, Any]:
        """The id is unique in the school, and the topic is the school's or everybody's."""
        cleaned = super().clean() or self.cleaned_data
        school = cleaned.get("school") or (None if self.instance._state.adding else self.instance.school)
        if school is None:
            return cleaned
        topic, external_id = cleaned.get("topic"), cleaned.get("external_id")
        if topic is not None and topic.school_id not in (None, school.pk):
            self.add_error("topic", _("This topic belongs to another school."))
        others = Question.objects.filter(school=school).exclude(pk=self.instance.pk)
        if external_id and others.filter(external_id=external_id).exists():
            self.add_error("external_id", _("Another question of the school has this id."))
        return cleaned

    def validate_constraints(self) -> None:
        """``clean`` has said it in words of its own."""

    def raw(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {name: self[name].value() for name in self.fields}


class BaseForm(forms.Form):
    """The version and the key that the page showed when writing began, and why a key changes."""

    version = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    key = forms.IntegerField(required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why the key changes"),
        required=False,
        max_length=300,
        help_text=_("Needed when only the key changes. Colleagues read it in the history."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def raw(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {name: self[name].value() for name in self.fields}
