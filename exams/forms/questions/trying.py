"""Responses that an author types to see what they would get."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exams.forms.questions.stored_tests import read_response
from grading.kinds import KINDS
from grading.responses import PartResponse

__all__ = ["Given", "TryForm"]

MOST_RESPONSES = 20
LONGEST = 10_000
GAP = re.compile(r"\n[ \t]*\n")
# A response to these has lines of its own, so an empty line stands between two of them.
HAS_LINES = ("lines", "blanks")


@dataclass(frozen=True, slots=True)
class Given:
    """One response to the whole question, by part: as it was typed, and as it is marked."""

    typed: dict[str, str]
    responses: dict[str, PartResponse]


class TryForm(forms.Form):
    """A variant, and for each part what to try in it. ``parts`` are (id, kind, name)."""

    prefix = "try"

    variant = forms.IntegerField(
        label=_("Variant"), min_value=1, max_value=200, required=False, widget=forms.NumberInput
    )

    def __init__(self, *arguments: Any, parts: list[tuple[str, str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.parts = parts
        for part, kind, name in parts:
            field = forms.CharField(
                max_length=LONGEST, strip=False, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
            field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
            field.label = _("Responses to %(part)s") % {"part": name} if name else _("Responses")
            field.help_text = (
                _("Several of them with an empty line between.") if _has_lines(kind) else _("One a line.")
            )
            self.fields[f"response_{part}"] = field

    @property
    def typed(self) -> list[forms.BoundField]:
        """The fields of the parts."""
        return [self[f"response_{part}"] for part, _kind, _name in self.parts]

    @property
    def number(self) -> int:
        """The variant that is asked for, from 1."""
        return self.cleaned_data.get("variant") or 1

    def clean(self) -> dict[str, Any]:
        """Not too many, and each of the shape that its part takes."""
        cleaned = super().clean() or self.cleaned_data
        for part, kind, _name in self.parts:
            texts = _split(cleaned.get(f"response_{part}") or "", kind)
            try:
                if len(texts) > MOST_RESPONSES:
                    raise ValidationError(
                        _("At most %(most)d responses are tried at once."), params={"most": MOST_RESPONSES}
                    )
                for text in texts:
                    read_response(kind, text)
            except ValidationError as error:
                self.add_error(f"response_{part}", error)
        return cleaned

    def given(self) -> list[Given]:
        """The responses of a valid form: the first ones of all parts together, then the second ones."""
        kinds = {part: kind for part, kind, _name in self.parts}
        columns = [_split(self.cleaned_data[f"response_{part}"], kind) for part, kind in kinds.items()]
        found = []
        for row in zip_longest(*columns, fillvalue=""):
            typed = {part: text for part, text in zip(kinds, row, strict=True) if text.strip()}
            read = {part: read_response(kinds[part], text) for part, text in typed.items()}
            responses = {part: response for part, response in read.items() if response is not None}
            found.append(Given(typed, responses))
        return [one for one in found if one.responses]


def _has_lines(kind: str) -> bool:
    return kind == "essay" or (kind in KINDS and KINDS[kind].answered_by in HAS_LINES)


def _split(text: str, kind: str) -> list[str]:
    """The responses in ``text``. An empty one keeps its place, so that parts stay side by side."""
    text = text.replace("\r\n", "\n")
    if _has_lines(kind):
        return [block for block in GAP.split(text.strip("\n")) if block.strip()]
    return text.rstrip().split("\n") if text.strip() else []
