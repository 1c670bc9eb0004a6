"""Form fields for what is stored as JSON, so that nobody types JSON."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

__all__ = ["LocalizedField"]


class LocalizedWidget(forms.MultiWidget):
    """One line of text per language, the language's name in the empty line."""

    def __init__(self) -> None:
        super().__init__(
            {
                code: UnfoldAdminTextInputWidget(attrs={"placeholder": name, "lang": code})
                for code, name in settings.LANGUAGES
            }
        )

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        """The texts in the order of the languages."""
        return [(value or {}).get(code, "") for code, _name in settings.LANGUAGES]


class LocalizedField(forms.MultiValueField):
    """``{"ko": …, "en": …}``; at least one language is needed where the field is required."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text", _("One line per language. A missing one is shown in the other language.")
        )
        lines = [forms.CharField(required=False, max_length=200) for _language in settings.LANGUAGES]
        super().__init__(fields=lines, widget=LocalizedWidget(), require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Only the languages that were filled in."""
        codes = [code for code, _name in settings.LANGUAGES]
        return {code: text for code, text in zip(codes, data_list, strict=False) if text}
