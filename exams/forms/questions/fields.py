"""Fields that several forms of a question share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from pydantic import ValidationError as ShapeError

from grading.keys.shapes.base import AnyShare, LessThanWhole, Share

__all__ = [
    "LANGUAGES",
    "LONGEST_MESSAGE",
    "NamesField",
    "OneLineField",
    "ShareField",
    "TextField",
    "by_language",
    "message_fields",
    "select",
    "text_fields",
    "widen",
]

LANGUAGES = ("ko", "en")
LONGEST = 20_000
LONGEST_MESSAGE = 500
NAME = re.compile(r"[^\W\d_]\w{0,19}")


class TextField(forms.CharField):
    """Markdown with formulas. Kept as it was typed, but for the line ends that browsers send."""

    def __init__(self, *, language: str = "", rows: int = 4, **options: Any) -> None:
        attributes: dict[str, Any] = {"rows": rows, "autocomplete": "off", "spellcheck": "false"}
        if language:
            attributes["lang"] = language
        options.setdefault("max_length", LONGEST)
        super().__init__(
            required=options.pop("required", False),
            strip=False,
            widget=forms.Textarea(attrs=attributes),
            **options,
        )

    def to_python(self, value: Any) -> str:
        """With plain line ends."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class OneLineField(forms.CharField):
    """Something short that is typed as it stands."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 500)
        options.setdefault("required", False)
        attributes = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **options)

    def to_python(self, value: Any) -> Any:
        """With plain line ends, where there are several lines."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ShareField(OneLineField):
    """A share of the points, ``1/2`` or ``0.5``: ``any`` from 0 to 1, ``some`` of them (above 0) or ``less``
    than all. Left empty it is ``usual``."""

    SHARES: Mapping[str, tuple[TypeAdapter[str], Any]] = {
        "any": (TypeAdapter(AnyShare), _("Write a number from 0 to 1, such as 0 or 1/4.")),
        "some": (TypeAdapter(Share), _("Write a number above 0 and at most 1, such as 1 or 1/2.")),
        "less": (TypeAdapter(LessThanWhole), _("Write 0, or a number below 1 such as 1/2.")),
    }

    def __init__(self, bounds: str, *, usual: str = "0", **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.bounds, self.usual = bounds, usual

    def clean(self, value: Any) -> str:
        """The share as it is stored."""
        text = str(super().clean(value) or self.usual)
        shape, sentence = self.SHARES[self.bounds]
        try:
            return shape.validate_python(text)
        except ShapeError as error:
            raise ValidationError(sentence) from error


class NamesField(OneLineField):
    """Names with commas between: ``x, y``."""

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        """The names in their order, each once."""
        words = [word for word in re.split(r"[\s,;]+", super().to_python(value) or "") if word]
        return tuple(dict.fromkeys(words))

    def validate(self, value: Any) -> None:
        """Letters first, nothing but letters, digits and ``_``, and not too many of them."""
        super().validate(value)
        for name in value:
            if not NAME.fullmatch(name):
                raise ValidationError(
                    _("“%(name)s” is not a name. Write letters, with commas between."), params={"name": name}
                )
        if len(value) > 40:
            raise ValidationError(_("At most 40 names."))

    def run_validators(self, value: Any) -> None:
        """The length is that of the line."""
        super().run_validators(", ".join(value))


def select(choices: Any, **options: Any) -> forms.ChoiceField:
    """A list to choose from that may be left as it is."""
    return forms.ChoiceField(choices=choices, required=False, **options)


def widen(field: forms.BoundField) -> None:
    """Gives ``field`` the room of several lines where what stands there has them: one would lose them."""
    if "\n" in str(field.value() or "").strip():
        field.field.widget = forms.Textarea(attrs={**field.field.widget.attrs, "rows": 3})


def text_fields(
    name: str, labels: Mapping[str, Any], *, rows: int = 4, longest: int = LONGEST
) -> dict[str, forms.Field]:
    """One field for each language, ``text_ko`` and ``text_en``, with its label."""
    return {
        f"{name}_{language}": TextField(
            label=labels[language], language=language, rows=rows, max_length=longest
        )
        for language in LANGUAGES
    }


def message_fields(name: str) -> dict[str, forms.Field]:
    """What the student is told, in each language."""
    labels = {"ko": _("Message in Korean"), "en": _("Message in English")}
    return text_fields(name, labels, rows=1, longest=LONGEST_MESSAGE)


def by_language(cleaned: Mapping[str, Any], name: str) -> dict[str, str]:
    """``{"ko": …, "en": …}`` without the languages that say nothing."""
    texts = {language: cleaned.get(f"{name}_{language}") or "" for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text.strip()}
