"""Responses that are kept with a question, and the verdict that each must get."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as ShapeError

from exams.forms.questions.fields import OneLineField
from exams.forms.questions.rows import RowForm, row_set
from grading.responses import ChoiceResponse, MatchResponse, PartResponse, TextResponse

__all__ = ["TestForm", "TestRows", "read_response", "write_response"]

VERDICTS = [
    ("", _("not looked at")),
    ("correct", _("correct")),
    ("partial", _("partly correct")),
    ("incorrect", _("incorrect")),
    ("undecided", _("undecided")),
    ("unreadable", _("unreadable")),
]
NOTE = {"ko": _("Note in Korean"), "en": _("Note in English")}
HINTS = {
    "choice": _("Id of the option, such as o1"),
    "multiple_choice": _("Ids of the options, such as o1, o3"),
    "true_false": _("true or false"),
    "matching": _("Pairs such as s1=o2, s2=o1"),
}
PAIR = re.compile(r"\s*([^=\s]{1,16})\s*=\s*([^=\s]{1,16})\s*")


class TestForm(RowForm):
    """One stored response: for each part what is given, and its verdict. ``parts`` are (id, kind, name)."""

    __test__ = False  # no test of pytest's

    def __init__(self, *arguments: Any, parts: list[tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.parts = parts
        for part, kind, name in parts:
            field = (
                forms.CharField(
                    max_length=10_000, strip=False, required=False, widget=forms.Textarea(attrs={"rows": 2})
                )
                if kind == "essay"
                else forms.CharField(max_length=2_000, strip=False, required=False)
            )
            field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
            field.label = _("Response to %(part)s") % {"part": name} if name else _("Response")
            field.help_text = HINTS.get(kind, "")
            self.fields[f"response_{part}"] = field
            verdict = forms.ChoiceField(choices=VERDICTS, required=False)
            verdict.label = _("Verdict on %(part)s") % {"part": name} if name else _("Verdict")
            self.fields[f"verdict_{part}"] = verdict
        for language, label in NOTE.items():
            self.fields[f"note_{language}"] = OneLineField(label=label)

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The response and the verdict of each part."""
        return [(self[f"response_{part}"], self[f"verdict_{part}"]) for part, _kind, _name in self.parts]

    def clean(self) -> dict[str, Any]:
        """A verdict on something, and responses of the shape that their part takes."""
        cleaned = super().clean() or self.cleaned_data
        for part, kind, _name in self.parts:
            try:
                read_response(kind, cleaned.get(f"response_{part}") or "")
            except ValidationError as error:
                self.add_error(f"response_{part}", error)
        if self.parts and not any(cleaned.get(f"verdict_{part}") for part, _kind, _name in self.parts):
            self.add_error(f"verdict_{self.parts[0][0]}", _("Say which verdict the response must get."))
        return cleaned


TestRows = row_set(TestForm, most=100)


def read_response(kind: str, text: str) -> PartResponse | None:
    """What was typed as a response to a part of ``kind``; nothing typed is no response.
    Raises ValidationError."""
    if not text.strip():
        return TextResponse(text=text) if text else None
    try:
        if kind in ("choice", "multiple_choice"):
            return ChoiceResponse(choice=tuple(word for word in re.split(r"[\s,]+", text) if word))
        if kind == "true_false" and text.strip() in ("true", "false"):
            return ChoiceResponse(choice=(text.strip(),))
        if kind == "matching":
            return MatchResponse(match=_read_pairs(text))
        return TextResponse(text=text.replace("\r\n", "\n"))
    except ShapeError as error:
        raise ValidationError(_("This response cannot be read.")) from error


def _read_pairs(text: str) -> dict[str, str]:
    pairs = {}
    for word in filter(str.strip, text.split(",")):
        found = PAIR.fullmatch(word)
        if found is None:
            raise ValidationError(_("Write pairs such as s1=o2, s2=o1."))
        pairs[found[1]] = found[2]
    return pairs


def write_response(response: PartResponse | None) -> str:
    """The text that ``read_response`` reads as ``response``."""
    match response:
        case ChoiceResponse(choice=choice):
            return ", ".join(choice)
        case MatchResponse(match=pairs):
            return ", ".join(f"{stem}={option}" for stem, option in pairs.items())
        case TextResponse(text=text):
            return text
    return ""
