"""Text in several languages: ``{"ko": "...", "en": "..."}`` in every leaf that a person reads."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language

__all__ = ["language_of", "localize"]


def localize(text: Mapping[str, str], language: str | None = None) -> str:
    """The text in ``language`` (by default the reader's), else in the first language that has it."""
    return text.get(language_of(text, language), "")


def language_of(text: Mapping[str, str], language: str | None = None) -> str:
    """The language in which ``localize`` gives ``text``; the one asked for when there is no text at all."""
    preferred = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    others = (code for code, _name in settings.LANGUAGES if text.get(code))
    return preferred if text.get(preferred) else next(others, preferred)
