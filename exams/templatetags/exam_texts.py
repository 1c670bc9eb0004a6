"""Texts of exams on a page, in whatever language there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exams.localized import language_of, localize
from exams.presenting.pieces import criterion_text

__all__ = ["criterion", "foreign", "localized", "of_name", "unmarked"]

register = template.Library()


@register.filter
def localized(text: Mapping[str, str]) -> SafeString | str:
    """``text`` in the reader's language; where it has only another, marked as such for who listens to it."""
    language = language_of(text)
    if not foreign(language):
        return localize(text)
    return format_html('<span lang="{}">{}</span>', language, localize(text))


@register.filter
def unmarked(text: Mapping[str, str]) -> str:
    """``text`` as ``localized``, for an attribute: there nothing can be marked."""
    return localize(text)


@register.filter
def foreign(language: str) -> str:
    """``language`` where it is not that of the page, else nothing: ``{% if x|foreign %} lang=…``."""
    return "" if language == (get_language() or "").split("-")[0] else language


@register.filter
def of_name(things: Mapping[str, Any], name: str) -> Any:
    """The thing of that name, or nothing: ``{{ rendered|of_name:field.html_name }}``."""
    return things.get(name)


@register.filter
def criterion(text: Mapping[str, str]) -> SafeString:
    """What an essay is read for, in the reader's language and with its formulas."""
    return criterion_text(text)


@register.filter
def signed(number: str) -> str:
    """A written number with a minus sign, as in print, for its hyphen: ``{{ score|floatformat|signed }}``."""
    return f"\N{MINUS SIGN}{number[1:]}" if number.startswith("-") else number
