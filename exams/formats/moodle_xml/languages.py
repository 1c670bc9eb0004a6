"""Texts in several languages inside one text, as Moodle's two filters write them:
``<span lang="ko" class="multilang">…</span>`` and ``{mlang ko}…{mlang}``."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["HANGUL", "OTHER", "in_language", "languages_in"]

HANGUL = re.compile(r"[ㄱ-ㆎ가-힣]")
SPAN = re.compile(
    r"""<span\s+(?:lang=["']([\w-]{2,12})["']\s+class=["']multilang["']|"""
    r"""class=["']multilang["']\s+lang=["']([\w-]{2,12})["'])\s*>""",
    re.IGNORECASE,
)
BRACES = re.compile(r"\{mlang\s+([\w,-]{2,60})\s*\}", re.IGNORECASE)
SPAN_END, BRACES_END = "</span>", "{mlang}"
OTHER = "other"

# (start, end, languages, text) of one stretch
Stretch = tuple[int, int, frozenset[str], str]


def languages_in(text: str) -> set[str]:
    """The languages that ``text`` marks, by their first two letters, and ``other``."""
    return {language for *_place, languages, _text in _stretches(text) for language in languages}


def in_language(text: str, language: str) -> str:
    """``text`` as a reader of ``language`` has it: of every group of neighbouring stretches the one in this
    language, else the one for other languages, else the first."""
    pieces: list[str] = []
    position = 0
    for group in _groups(text):
        pieces += [text[position : group[0][0]], _chosen(group, language)]
        position = group[-1][1]
    return "".join([*pieces, text[position:]])


def _chosen(group: list[Stretch], language: str) -> str:
    """Stretches for other languages stand beside ours in braces: of those, one reads every fitting one."""
    for wanted in (language, OTHER):
        fitting = [text for *_place, languages, text in group if wanted in languages]
        if fitting:
            return "".join(fitting)
    return group[0][3]


def _groups(text: str) -> Iterator[list[Stretch]]:
    group: list[Stretch] = []
    for stretch in _stretches(text):
        if group and text[group[-1][1] : stretch[0]].strip():
            yield group
            group = []
        group.append(stretch)
    if group:
        yield group


def _stretches(text: str) -> list[Stretch]:
    return sorted([*_marked(text, SPAN, SPAN_END), *_marked(text, BRACES, BRACES_END)])


def _marked(text: str, opening: re.Pattern[str], closing: str) -> Iterator[Stretch]:
    position = 0
    while found := opening.search(text, position):
        end = text.find(closing, found.end())
        if end < 0:
            return
        said = next(filter(None, found.groups())).lower()
        languages = frozenset(OTHER if one == OTHER else one[:2] for one in said.split(",") if one)
        yield found.start(), end + len(closing), languages, text[found.end() : end]
        position = end + len(closing)
