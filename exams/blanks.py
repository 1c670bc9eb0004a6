"""How texts name the blanks of a cloze."""

from __future__ import annotations

__all__ = ["blank_labels"]

SYLLABLES = "가나다라마바사아자차카타파하거너더러머버"
LETTERS = "ABCDEFGHIJKLMNOPQRST"


def blank_labels(count: int, language: str) -> list[str]:
    """The labels of ``count`` blanks (at most 20) in their order: (가), (나) … or (A), (B) …"""
    return [f"({letter})" for letter in (LETTERS if language == "en" else SYLLABLES)[:count]]
