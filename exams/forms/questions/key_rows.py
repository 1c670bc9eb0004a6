"""Rows of a key: accepted texts, forms, foreseen answers, mistakes, and what an essay is read for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.forms.questions.fields import (
    LONGEST_MESSAGE,
    OneLineField,
    ShareField,
    message_fields,
    text_fields,
    widen,
)
from exams.forms.questions.part_rows import OPTION_TEXT, TextRow
from exams.forms.questions.rows import RowForm, RowWords, row_set
from exams.key_words import MISTAKE_NAMES
from grading.wording import FORM_NAMES

__all__ = ["AcceptedRows", "AlternativeRows", "CriterionRows", "FormRows", "MistakeRows"]

ANSWER_HINTS = {
    "choice": _("Id of the option, such as o1"),
    "five_option": _("Id of the option, such as o1"),
    "multiple_choice": _("Ids of the options, such as o1, o3"),
    "ordering": _("All ids in their order, such as o2, o1, o3"),
}


class AcceptedForm(RowForm):
    """A text that is accepted, and the share of the points that it earns."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["text"] = OneLineField(label=_("Accepted text"), required=True)
        self.fields["credit"] = ShareField("some", usual="1", label=_("Credit"), required=True)
        widen(self["text"])


class FormForm(RowForm):
    """A form that the answer must have, and what it is told."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["test"] = forms.ChoiceField(label=_("Form"), choices=[("", "—"), *FORM_NAMES.items()])
        self.fields["options"] = OneLineField(label=_("More exactly"), max_length=200)
        self.fields["options"].help_text = _("The letter, or how many places or figures; often nothing.")


class AlternativeForm(RowForm):
    """An answer that is not right and was foreseen."""

    def __init__(self, *arguments: Any, kind: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["answer"] = OneLineField(label=_("Foreseen answer"), required=True)
        self.fields["answer"].help_text = ANSWER_HINTS.get(kind, "")
        self.fields["credit"] = ShareField("less", label=_("Credit"))
        self.fields |= message_fields("message")
        widen(self["answer"])


class MistakeForm(RowForm):
    """A mistake that is known by a rule."""

    def __init__(self, *arguments: Any, rules: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [("", "—"), *((rule, MISTAKE_NAMES[rule]) for rule in rules)]
        self.fields["rule"] = forms.ChoiceField(label=_("Mistake"), choices=choices)
        self.fields["credit"] = ShareField("less", label=_("Credit"))
        self.fields |= message_fields("message")


class CriterionForm(TextRow):
    """One thing that an essay is read for."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["points"] = forms.IntegerField(
            label=_("Points of the rubric"),
            min_value=1,
            max_value=100,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )
        self.fields["id"] = OneLineField(label=_("Id"), required=True, max_length=16)
        self.fields |= text_fields("text", OPTION_TEXT, rows=1, longest=LONGEST_MESSAGE)


AcceptedRows = row_set(
    AcceptedForm,
    most=50,
    words=RowWords(
        title=_("Accepted texts"),
        one=_("Accepted text"),
        what=_("accepted text"),
        add=_("Add a text"),
        layout="authoring-row-short",
    ),
)
FormRows = row_set(
    FormForm,
    most=6,
    words=RowWords(
        title=_("Forms that are asked for"),
        one=_("Form"),
        what=_("form"),
        add=_("Ask for a form"),
        layout="authoring-row-even",
    ),
)
AlternativeRows = row_set(
    AlternativeForm,
    most=20,
    words=RowWords(
        title=_("Foreseen answers"),
        one=_("Foreseen answer"),
        what=_("foreseen answer"),
        add=_("Foresee an answer"),
        layout="authoring-row-foreseen",
        help=_(
            "Answers that are not right. The first one that an answer is equal to decides. The credit is 0, "
            "or a share such as 1/2; the message is for the student."
        ),
    ),
)
MistakeRows = row_set(
    MistakeForm,
    most=7,
    words=RowWords(
        title=_("Mistakes known by a rule"),
        one=_("Mistake"),
        what=_("mistake"),
        add=_("Add a mistake"),
        layout="authoring-row-foreseen",
        help=_("They are looked for in this order, where no foreseen answer fits."),
    ),
)
CriterionRows = row_set(
    CriterionForm,
    most=20,
    words=RowWords(
        title=_("What the essay is read for"),
        one=_("Criterion"),
        what=_("criterion"),
        add=_("Add a criterion"),
        help=_("With criteria, the credit is the share of their points that whoever marks gives."),
    ),
)
