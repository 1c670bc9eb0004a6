"""Responses that are kept with a question, and the verdict that each must get."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from pydantic import ValidationError as ShapeError

from exams.forms.questions.fields import OneLineField, ShareField, widen
from exams.forms.questions.rows import RowForm, row_set
from grading.kinds import KINDS
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse

__all__ = ["TestForm", "TestRows", "open_response", "read_response", "take_response", "write_response"]

RESPONSE: TypeAdapter[PartResponse] = TypeAdapter(PartResponse)

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
    "five_option": _("Id of the option, such as o1"),
    "multiple_choice": _("Ids of the options, such as o1, o3"),
    "true_false": _("true or false"),
    "ordering": _("Ids in the order given, such as o2, o1, o3"),
    "matching": _("Pairs such as s1=o2, s2=o1"),
    "working": _("One step a line"),
    "cloze": _("One blank a line, such as b1=x+1"),
}
PAIR = re.compile(r"\s*([^=\s]{1,16})\s*=\s*([^=\s]{1,16})\s*")
MOST_PLACES = 20
BLANK = re.compile(r"\s*([^=\s]{1,16})\s*=(.*)")


class CreditField(ShareField):
    """A share of the points that may be left open."""

    def __init__(self, **options: Any) -> None:
        super().__init__("any", **options)

    def clean(self, value: Any) -> str:
        """The share as it is stored, or nothing."""
        return super().clean(value) if str(value or "").strip() else ""


class TestForm(RowForm):
    """One stored response: for each part what is given, and its verdict. ``parts`` are (id, kind, name)."""

    __test__ = False  # no test of pytest's

    def __init__(self, *arguments: Any, parts: list[tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.parts = parts
        for part, kind, name in parts:
            field = _response_field(kind)
            field.label = _("Response to %(part)s") % {"part": name} if name else _("Response")
            field.help_text = HINTS.get(kind, "")
            self.fields[f"response_{part}"] = field
            widen(self[f"response_{part}"])
            self.fields[f"kept_{part}"] = forms.CharField(
                required=False, max_length=50_000, strip=False, widget=forms.HiddenInput
            )
            if self[f"kept_{part}"].value():
                field.help_text = _(
                    "This cannot be written here as it was stored. It stays as it is until you change it."
                )
            verdict = forms.ChoiceField(choices=VERDICTS, required=False)
            verdict.label = _("Verdict on %(part)s") % {"part": name} if name else _("Verdict")
            self.fields[f"verdict_{part}"] = verdict
            credit = CreditField(required=False)
            credit.label = _("Share of %(part)s") % {"part": name} if name else _("Share of the points")
            self.fields[f"credit_{part}"] = credit
        for language, label in NOTE.items():
            self.fields[f"note_{language}"] = OneLineField(label=label)

    @property
    def kept(self) -> list[forms.BoundField]:
        """Responses as they were stored, where the fields cannot say all of it."""
        fields = [self[f"kept_{part}"] for part, _kind, _name in self.parts]
        return [field for field in fields if field.value()]

    @property
    def pairs(self) -> list[tuple[forms.BoundField, ...]]:
        """The response, the verdict and the share of the points of each part."""
        names = ("response", "verdict", "credit")
        return [tuple(self[f"{name}_{part}"] for name in names) for part, _kind, _name in self.parts]

    def clean(self) -> dict[str, Any]:
        """A verdict on something, and responses of the shape that their part takes."""
        cleaned = super().clean() or self.cleaned_data
        for part, kind, _name in self.parts:
            try:
                take_response(kind, cleaned.get(f"response_{part}") or "", cleaned.get(f"kept_{part}") or "")
            except ValidationError as error:
                self.add_error(f"response_{part}", error)
        if self.parts and not any(cleaned.get(f"verdict_{part}") for part, _kind, _name in self.parts):
            self.add_error(f"verdict_{self.parts[0][0]}", _("Say which verdict the response must get."))
        return cleaned


TestRows = row_set(TestForm, most=100)


def _response_field(kind: str) -> forms.CharField:
    limits: dict[str, Any] = {"max_length": 2_000, "strip": False, "required": False}
    if kind == "essay":
        limits["max_length"] = 10_000
    if kind in ("essay", "working", "cloze"):
        limits["widget"] = forms.Textarea(attrs={"rows": 2 if kind == "essay" else 3})
    field = forms.CharField(**limits)
    field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
    return field


def read_response(kind: str, text: str) -> PartResponse | None:
    """What was typed as a response to a part of ``kind``; nothing typed is no response.
    Raises ValidationError."""
    if not text.strip():
        return TextResponse(text=text) if text else None
    try:
        if kind in KINDS and KINDS[kind].answered_by == "options":
            return _read_picked(kind, text)
        if kind == "ordering" and "=" not in text:
            places = enumerate((word.strip() for word in text.split(",")), start=1)
            return MatchResponse(match={str(place): option for place, option in places if option})
        if kind in ("matching", "ordering"):
            return MatchResponse(match=_read_pairs(text))
        if kind == "cloze":
            return BlanksResponse(blanks=_read_blanks(text))
        return TextResponse(text=text.replace("\r\n", "\n"))
    except ShapeError as error:
        raise ValidationError(_("This response cannot be read.")) from error


def _read_picked(kind: str, text: str) -> PartResponse:
    if kind == "true_false" and text.strip() not in ("true", "false"):
        return TextResponse(text=text)
    return ChoiceResponse(choice=tuple(word for word in re.split(r"[\s,]+", text) if word))


def _read_pairs(text: str) -> dict[str, str]:
    pairs = {}
    for word in filter(str.strip, text.split(",")):
        found = PAIR.fullmatch(word)
        if found is None:
            raise ValidationError(_("Write pairs such as s1=o2, s2=o1."))
        pairs[found[1]] = found[2]
    return pairs


def _read_blanks(text: str) -> dict[str, str]:
    blanks = {}
    for line in filter(str.strip, text.splitlines()):
        found = BLANK.fullmatch(line)
        if found is None:
            raise ValidationError(_("Write one blank a line, such as b1=x+1."))
        blanks[found[1]] = found[2].strip()
    return blanks


def write_response(response: PartResponse | None) -> str:
    """The text that ``read_response`` reads as ``response``, as far as text can say it."""
    match response:
        case ChoiceResponse(choice=choice):
            return ", ".join(choice)
        case MatchResponse(match=pairs):
            return _write_order(pairs) or ", ".join(f"{stem}={option}" for stem, option in pairs.items())
        case BlanksResponse(blanks=blanks):
            return "\n".join(f"{blank}={text}" for blank, text in blanks.items())
        case TextResponse(text=text):
            return text
    return ""


def _write_order(pairs: dict[str, str]) -> str:
    """``o2, o1, o3`` where the options are given to places, else nothing."""
    places = [int(place) for place in pairs if place.isascii() and place.isdigit()]
    if len(places) < len(pairs) or not places or max(places) > MOST_PLACES:
        return ""
    return ", ".join(pairs.get(str(place), "") for place in range(1, max(places) + 1))


def open_response(kind: str, response: PartResponse) -> tuple[str, str]:
    """What the field shows of ``response`` to a part of ``kind``; and the whole of it, as JSON, where the
    field cannot say it: another notation, or something of another kind."""
    text = write_response(response)
    try:
        is_whole = read_response(kind, text) == response
    except ValidationError:
        is_whole = False
    return text, "" if is_whole else response.model_dump_json()


def take_response(kind: str, text: str, kept: str) -> PartResponse | None:
    """What was typed; or what was ``kept``, where that is what the field still shows.
    Raises ValidationError."""
    if kept:
        try:
            response = RESPONSE.validate_json(kept)
        except ShapeError:
            return read_response(kind, text)
        if write_response(response) == text.replace("\r\n", "\n"):
            return response
    return read_response(kind, text)
