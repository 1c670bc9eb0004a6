"""A working as typed: cut into its lines, without the words and the reasons that stand beside mathematics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Piece", "cut_lines"]

# What stands between two lines; arrows that are typed by hand only between two equations or inequalities,
# since => may be meant for ≥.
BETWEEN: Final = re.compile(r"\n|⇒|⟹|⇔|⟺|<?=>|->|→")
HARD: Final = frozenset("\n⇒⟹⇔⟺")
RELATION: Final = re.compile(r"[=<>≤≥≠≦≧＝＜＞]")
# Words that lead from one line to the next. Latin ones stand apart, and before no sign: a product of letters
# may look like them.
LEADING: Final = re.compile(
    r"(?:\s+|[∴→①-⑳]|<?=>|->"
    r"|(?:따라서|그러므로|그래서|그러면|고로|결국|즉|곧)[,，:]?"
    r"|(?:therefore|thus|hence|then|so)\b(?:[,:]|(?=\s+[^\s=<>≤≥≠+*/^·×÷)\-−])))+",
    re.IGNORECASE,
)
# A sign of equality at the beginning goes on with the expression before.
CONTINUES: Final = re.compile(r"\s*[=＝](?!>)")
# Why a line holds, told behind it, perhaps in brackets.
REASON: Final = re.compile(r"[(（\[]?\s*(?:∵|\bbecause\b|왜냐하면)", re.IGNORECASE)
# A line may be numbered: ① x + y = 5, or x + y = 5 … ①.
NUMBERS: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
DOTS: Final = " \t…⋯·."
OPENING: Final = "([（"
CLOSING: Final = ")]）"


@dataclass(frozen=True, slots=True)
class Piece:
    """One line: its mathematics as typed, the index in the whole text at which that begins, and whether it
    goes on with the line before by a sign of equality that ``text`` does not have. ``number`` counts the
    lines that say something from 1."""

    number: int
    start: int
    text: str
    continues: bool = False

    @property
    def typed(self) -> str:
        """The mathematics with its sign of equality at the beginning."""
        text = self.text.strip()
        return f"= {text}" if self.continues else text


def cut_lines(text: str) -> Iterator[Piece]:
    """The lines of ``text`` that say something, in order."""
    start, number = 0, 1
    for end, after in [*_ends(text), (len(text), 0)]:
        begins = _skip(LEADING, text, start, end)
        says = _skip(CONTINUES, text, begins, end)
        kept = _without_reason(text[says:end])
        if kept.strip():
            yield Piece(number, says, kept, continues=says != begins)
            number += 1
        start = after


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Where lines end and the next ones begin."""
    found = list(BETWEEN.finditer(text))
    edges = [0, *(each.end() for each in found)], [*(each.start() for each in found), len(text)]
    between = [text[start:end] for start, end in zip(*edges, strict=True)]
    for each, before, behind in zip(found, between, between[1:], strict=False):
        if each[0] in HARD or (RELATION.search(before) and (RELATION.search(behind) or not behind.strip())):
            yield each.start(), each.end()


def _skip(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = pattern.match(text, start, end)
    return found.end() if found else start


def _without_reason(text: str) -> str:
    """``text`` up to its number or the reason behind it; all of it where something follows the reason's
    bracket."""
    unnumbered = text.rstrip().rstrip(NUMBERS)
    if len(unnumbered) < len(text.rstrip()):
        text = unnumbered.rstrip(DOTS)
    found = REASON.search(text)
    if found is None:
        return text
    if found[0][0] in OPENING and not _closes_last(text[found.start() :].rstrip()):
        return text
    return text[: found.start()]


def _closes_last(text: str) -> bool:
    """Whether the bracket with which ``text`` begins is closed by its last character, or by none."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if depth == 0:
            return index == len(text) - 1
    return True
