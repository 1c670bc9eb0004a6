"""What a roster file says about one student, and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accounts.exports import FORMULA_STARTS
from accounts.identifiers import normal_login
from accounts.models.people import LOGIN_PATTERN

__all__ = ["MAX_NUMBER", "NAME_LENGTH", "Problem", "Row", "check_rows", "plain_text", "read_row"]

MAX_NUMBER = 999
NAME_LENGTH = 80
LANGUAGES = {
    "ko": "ko", "kor": "ko", "korean": "ko", "한국어": "ko", "한글": "ko",
    "en": "en", "eng": "en", "english": "en", "영어": "en",
}  # fmt: skip
ERROR_CELLS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
WHOLE_NUMBER = re.compile(r"0*(\d{1,3})(?:\.0*)?번?")
LOGIN = re.compile(LOGIN_PATTERN)


@dataclass(frozen=True, slots=True)
class Row:
    """One student of a file: ``line`` as the spreadsheet counts; an empty ``login`` or ``language`` was not
    given."""

    line: int
    number: int | None
    name: str
    login: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the row in ``line`` cannot be imported; ``values`` fill the sentence of ``code``."""

    line: int
    code: str
    values: tuple[tuple[str, str | int], ...] = ()


def plain_text(cell: object) -> str:
    """What a cell says: composed, in one line, numbers without a fraction that is nothing.

    >>> plain_text(7.0), plain_text("  김\\n민지 "), plain_text(None), plain_text("'=1+1")
    ('7', '김 민지', '', '=1+1')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = " ".join(unicodedata.normalize("NFC", str(cell)).split())
    # Our own exports put an apostrophe before what a spreadsheet would run.
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text


def read_row(line: int, cells: dict[str, str]) -> tuple[Row | None, list[Problem]]:
    """The row whose ``cells`` are given by field, and what is wrong with it; one of the two is empty."""
    problems = [Problem(line, code, values) for code, values in _faults(cells)]
    if problems:
        return None, problems
    number = WHOLE_NUMBER.fullmatch(cells.get("number", ""))
    return (
        Row(
            line=line,
            number=int(number[1]) if number else None,
            name=cells["name"],
            login=normal_login(cells.get("login", "")),
            language=LANGUAGES.get(cells.get("language", "").lower(), ""),
        ),
        [],
    )


def check_rows(rows: Sequence[Row]) -> list[Problem]:
    """What is wrong with rows only because the others are there: the same student, login or number twice."""
    return [
        *_repeated(rows, "number_repeated", [row.number for row in rows]),
        *_repeated(rows, "login_repeated", [row.login or None for row in rows]),
        *_repeated(
            rows,
            "name_repeated",
            [row.name if not row.login and row.number is None else None for row in rows],
            among=[row.name for row in rows],
        ),
    ]


def _faults(cells: dict[str, str]) -> Iterator[tuple[str, tuple[tuple[str, str | int], ...]]]:
    for text in cells.values():
        if any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} for sign in text):
            yield "control_character", ()
            return
        if text in ERROR_CELLS:
            yield "error_cell", (("text", text),)
            return
    yield from _name_faults(cells["name"])
    number, login, language = (cells.get(field, "") for field in ("number", "login", "language"))
    found = WHOLE_NUMBER.fullmatch(number)
    if number and (not found or int(found[1]) == 0):
        yield "number_unreadable", (("text", _short(number)), ("most", MAX_NUMBER))
    if login and not LOGIN.fullmatch(normal_login(login)):
        yield "login_unreadable", (("text", _short(login)),)
    if language and language.lower() not in LANGUAGES:
        yield "language_unknown", (("text", _short(language)),)


def _name_faults(name: str) -> Iterator[tuple[str, tuple[tuple[str, str | int], ...]]]:
    if not name:
        yield "name_missing", ()
    elif len(name) > NAME_LENGTH:
        yield "name_too_long", (("most", NAME_LENGTH),)


def _repeated(
    rows: Sequence[Row],
    code: str,
    words: Sequence[str | int | None],
    *,
    among: Iterable[str | int | None] | None = None,
) -> Iterator[Problem]:
    counts = Counter(words if among is None else among)
    for row, word in zip(rows, words, strict=True):
        if word is not None and counts[word] > 1:
            yield Problem(row.line, code, (("text", word),))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
