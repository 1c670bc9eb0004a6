"""Fields that several forms of a question share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

__all__ = ["LANGUAGES", "NamesField", "OneLineField", "TextField", "by_language", "text_fields"]

LANGUAGES = ("ko", "en")
LONGEST = 20_000
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


def text_fields(name: str, labels: Mapping[str, Any], *, rows: int = 4) -> dict[str, forms.Field]:
    """One field for each language, ``text_ko`` and ``text_en``, with its label."""
    return {
        f"{name}_{language}": TextField(label=labels[language], language=language, rows=rows)
        for language in LANGUAGES
    }


def by_language(cleaned: Mapping[str, Any], name: str) -> dict[str, str]:
    """``{"ko": …, "en": …}`` without the languages that say nothing."""
    texts = {language: cleaned.get(f"{name}_{language}") or "" for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text.strip()}
