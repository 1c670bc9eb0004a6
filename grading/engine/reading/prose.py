"""Sentences are not answers: they are refused as a whole and never searched for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from grading.engine.reading.errors import ReadError
from grading.engine.reading.names import STOP_WORDS
from grading.engine.reading.words import Words

__all__ = ["refuse_prose"]

LATIN: Final = re.compile(r"[A-Za-z]+")


def refuse_prose(text: str, *, words: Words, offset: int = 0) -> None:
    """Raises ReadError ``prose`` when the folded ``text``, found at ``offset``, has words of a language."""
    runs = list(_runs(text))
    for start, run in runs:
        if run.lower() in STOP_WORDS and run not in words.declared and _stands_apart(text, start, run):
            raise ReadError("prose", offset + start, found=run)
    for (start, run), (next_start, next_run) in pairwise(runs):
        is_apart = not text[start + len(run) : next_start].strip()
        if is_apart and max(len(run), len(next_run)) > 2 and words.is_word(run) and words.is_word(next_run):
            raise ReadError("prose", offset + start, found=run)


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Each run of Latin letters with its position."""
    return ((found.start(), found[0]) for found in LATIN.finditer(text))


def _stands_apart(text: str, start: int, run: str) -> bool:
    """Whether white space or an end is on both sides; ``is`` in ``e^(is)`` is a product."""
    before, after = text[max(start - 1, 0) : start], text[start + len(run) : start + len(run) + 1]
    return len(run) < len(text) and not before.strip() and not after.strip(" .,'!?")
