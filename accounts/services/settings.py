"""Keeping how a person likes to read. Nobody else's business, so the audit log has nothing of it."""

from __future__ import annotations

from accounts.models import User

__all__ = ["choose_language", "save_settings"]


def choose_language(user: User, *, language: str) -> None:
    """``user`` reads ``language`` from now on, wherever they sign in."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def save_settings(user: User, *, language: str, theme: str, text_size: str, hides_clock: bool) -> None:
    """Keeps all settings of ``user``."""
    user.language, user.theme, user.text_size, user.hides_clock = language, theme, text_size, hides_clock
    user.save(update_fields=["language", "theme", "text_size", "hides_clock"])
