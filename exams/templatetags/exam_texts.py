"""Texts of exams on a page, in whatever language there is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exams.localized import language_of, localize
from exams.presenting.pieces import criterion_text
from exams.presenting.questions import MapPlace, QuestionView, Untouched, reader_language, show_untouched

__all__ = ["criterion", "foreign", "localized", "map_entry", "of_name", "question_body", "unmarked"]

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


@register.simple_tag
def question_body(question: QuestionView, *, is_held: bool = False) -> SafeString:
    """All that stands inside a question on the exam page. One that has no answer yet looks the same to
    everyone who was given it so: when a whole class begins it is rendered once."""
    if question.source is None or is_held:
        return _render_body(question, is_held=is_held)
    return _untouched_body(question.source)


@lru_cache(maxsize=4096)
def _untouched_body(source: Untouched) -> SafeString:
    return _render_body(show_untouched(source), is_held=False)


@register.simple_tag
def map_entry(question: QuestionView, current: int) -> SafeString:
    """The button of the map that goes to ``question``."""
    place = MapPlace(
        question.position,
        question.number,
        is_description=question.is_description,
        answered=question.answered,
        withdrawn=question.withdrawn is not None,
        is_current=question.position == current,
    )
    return _map_entry(place, reader_language())


@lru_cache(maxsize=2048)
def _map_entry(place: MapPlace, language: str) -> SafeString:
    """In ``language``, which is the active one: all that stands there are words and numbers."""
    return render_to_string("exams/_map_entry.html", {"place": place})


def _render_body(question: QuestionView, *, is_held: bool) -> SafeString:
    return render_to_string("exams/_question.html", {"question": question, "is_held": is_held})
