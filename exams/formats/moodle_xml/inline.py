"""Words in a line: escaped so that Markdown shows them as they are, emphasised only where it sees that."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["BREAK", "Line", "Mark", "escape_prose", "fence"]

BREAK = "\ue014"
BLANKS = f" {BREAK}"
MOST_LEVELS = 8
SPECIAL = re.compile(r"[\\`*_~${}]|!(?=\[)|&(?=#?\w+;)")
# What begins a block when it begins a line: a list, a heading, a quotation, a rule, an underlined heading.
LINE_START = re.compile(r"^(?:(\d{1,9})([.)])|([-+#>=]))", re.MULTILINE)


def escape_prose(text: str) -> str:
    """``text`` as Markdown that shows it. What only a line's beginning does is left to ``Line.join``."""
    return SPECIAL.sub(r"\\\g<0>", text)


def fence(text: str, *, least: int = 1) -> str:
    """More backticks than ``text`` has in a row."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(least, longest + 1)


@dataclass(slots=True, eq=False)
class Mark:
    """The beginning or the end of an emphasis; both ends are in ``pair``."""

    sign: str
    opens: bool
    pair: list[Mark]


class Line:
    """The inline content of one block: pieces of Markdown and marks between them."""

    def __init__(self) -> None:
        self.pieces: list[str | Mark] = []

    def add(self, piece: str) -> None:
        """Markdown that is already escaped."""
        if piece:
            self.pieces.append(piece)

    def open(self, sign: str) -> Mark:
        """Begins an emphasis."""
        mark = Mark(sign, opens=True, pair=[])
        self.pieces.append(mark)
        return mark

    def close(self, opened: Mark) -> None:
        """Ends it."""
        mark = Mark(opened.sign, opens=False, pair=opened.pair)
        opened.pair += [opened, mark]
        self.pieces.append(mark)

    def join(self) -> tuple[str, bool]:
        """The Markdown, and whether every emphasis could be kept."""
        pieces = self._with_spaces_outside()
        kept = self._without_blind_marks(pieces)
        text = "".join(piece if isinstance(piece, str) else piece.sign for piece in kept)
        text = re.sub(r" {2,}", " ", text)
        text = re.sub(rf" ?(?:{BREAK} ?)+", BREAK, text).strip(f" {BREAK}")
        text = LINE_START.sub(_escape_start, text.replace(BREAK, "\\\n"))
        return text, len(kept) == len(pieces)

    def _with_spaces_outside(self) -> list[str | Mark]:
        """Space at the edge of an emphasis goes out of it; an emphasis of nothing goes altogether."""
        pieces = self.pieces
        for _level in range(MOST_LEVELS):
            moved = _merged(_move_spaces(pieces))
            if moved == pieces:
                break
            pieces = moved
        return _without_empty_pairs(pieces)

    @staticmethod
    def _without_blind_marks(pieces: list[str | Mark]) -> list[str | Mark]:
        """Marks that Markdown would show as stars, because of the letters beside them, go in pairs."""
        blind: set[int] = set()
        for place, piece in enumerate(pieces):
            if isinstance(piece, Mark) and not _is_seen(piece, _before(pieces, place), _after(pieces, place)):
                blind |= {id(mark) for mark in piece.pair}
        return [piece for piece in pieces if id(piece) not in blind]


def _escape_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


def _merged(pieces: list[str | Mark]) -> list[str | Mark]:
    merged: list[str | Mark] = []
    for piece in pieces:
        if merged and isinstance(piece, str) and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged


def _move_spaces(pieces: list[str | Mark]) -> list[str | Mark]:
    """Each blank inside an emphasis, beside one of its ends, moves over that end."""
    moved: list[str | Mark] = []
    for piece in pieces:
        last = moved[-1] if moved else None
        if isinstance(piece, str) and isinstance(last, Mark) and last.opens:
            inner = piece.lstrip(BLANKS)
            moved[-1:] = [piece[: len(piece) - len(inner)], last, inner]
        elif isinstance(piece, Mark) and not piece.opens and isinstance(last, str):
            inner = last.rstrip(BLANKS)
            moved[-1:] = [inner, piece, last[len(inner) :]]
        else:
            moved.append(piece)
    return [piece for piece in moved if piece]


def _without_empty_pairs(pieces: list[str | Mark]) -> list[str | Mark]:
    kept: list[str | Mark] = []
    for piece in pieces:
        last = kept[-1] if kept else None
        if isinstance(piece, Mark) and isinstance(last, Mark) and not piece.opens and last.opens:
            kept.pop()
        else:
            kept.append(piece)
    return kept


def _before(pieces: list[str | Mark], place: int) -> str:
    text = next((piece for piece in reversed(pieces[:place]) if isinstance(piece, str)), " ")
    return text[-1]


def _after(pieces: list[str | Mark], place: int) -> str:
    text = next((piece for piece in pieces[place + 1 :] if isinstance(piece, str)), " ")
    return text[0]


def _is_seen(mark: Mark, before: str, after: str) -> bool:
    """CommonMark's left- and right-flanking delimiter runs."""
    inner, outer = (after, before) if mark.opens else (before, after)
    if _is_space(inner):
        return False
    return not _is_punctuation(inner) or _is_space(outer) or _is_punctuation(outer)


def _is_space(sign: str) -> bool:
    return sign.isspace() or sign == BREAK


def _is_punctuation(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"
