"""The texts of quantities: signs and words that stand for units, and which letters are names of units."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from grading.engine.judging.case import Case
from grading.engine.judging.figures.spelling import with_powers_of_ten
from grading.engine.judging.units.table import unit_named
from grading.engine.reading.characters import is_hangul
from grading.engine.reading.names import CONSTANTS, FUNCTIONS, GREEK, STOP_WORDS

__all__ = ["with_units"]

LONGEST_PIECE: Final = 5
LONGEST_NAME: Final = 20
SIGNS: Final = (("℃", "degC"), ("°C", "degC"), ("℉", "degF"), ("°F", "degF"), ("ℓ", "L"))
LETTERS: Final = {"μ": "u", "µ": "u", "Ω": "ohm", "\u2126": "ohm"}
# One character each in Korean keyboards' tables: ㎝, ㎏, ㎡, ㎖ …
SQUARED: Final = range(0x3371, 0x33E0)
RAISED: Final = {"2": "²", "3": "³", "∕": "/"}

KOREAN: Final = {
    **{"초": "s", "분": "min", "시간": "h", "일": "d", "주": "wk"},
    **{"밀리미터": "mm", "센티미터": "cm", "미터": "m", "킬로미터": "km"},
    **{"제곱센티미터": "cm²", "제곱미터": "m²", "제곱킬로미터": "km²", "헥타르": "ha"},
    **{"세제곱센티미터": "cm³", "세제곱미터": "m³", "밀리리터": "mL", "리터": "L"},
    **{"밀리그램": "mg", "그램": "g", "킬로그램": "kg", "톤": "t"},
    **{"도": "°", "라디안": "rad", "퍼센트": "%", "원": "won", "명": "people", "개": "pieces"},
}


def with_units(case: Case) -> Case:
    """``case`` whose letters are read as units: ``kg`` is one name, and so is an unknown ``Kj``."""
    case = with_powers_of_ten(case)
    student, key, options = _plain(case.student), _plain(case.key), _plain(case.options)
    names = sorted({name for text in (student, key, options) for name in _names(text)})
    symbols = replace(case.symbols, variables=(*case.symbols.variables, *names), closed=False)
    return replace(case, student=student, key=key, options=options, symbols=symbols)


def _plain(text: str) -> str:
    """``text`` with signs and Korean words of units in Latin letters."""
    for sign, name in SIGNS:
        text = text.replace(sign, name)
    return "".join(KOREAN.get(run, run) for run in _runs("".join(map(_spelled, text))))


def _spelled(character: str) -> str:
    if ord(character) not in SQUARED:
        return LETTERS.get(character, character)
    letters = unicodedata.normalize("NFKC", character)
    return "".join(RAISED.get(each, LETTERS.get(each, each)) for each in letters)


def _runs(text: str) -> Iterator[str]:
    """``text`` in pieces: runs of Latin letters, runs of Korean ones, and each other character."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _kind(text[end]) or _kind(text[end]) != _kind(text[start]):
            yield text[start:end]
            start = end


def _kind(character: str) -> str:
    if character.isascii() and character.isalpha():
        return "latin"
    return "korean" if is_hangul(character) else ""


def _names(text: str) -> Iterable[str]:
    """The names of units in ``text``, known or not."""
    has_number = any(character.isdigit() for character in text)
    for before, run in pairwise(["", *_runs(text)]):
        if _kind(run[0]) != "latin" or before == "\\":
            continue
        if unit_named(run) is not None:
            yield run
        elif run not in FUNCTIONS and run not in CONSTANTS and run not in GREEK:
            pieces = _pieces(run)
            yield from pieces
            is_name = 1 < len(run) <= LONGEST_NAME and run.lower() not in STOP_WORDS
            if not pieces and has_number and is_name:
                yield run


def _pieces(run: str) -> list[str]:
    """The fewest units that ``run`` is written together from (``kgm``, ``Nm``); empty when it is not.

    A capital K at its beginning is meant for kilo and not for kelvin: ``Kg`` stays an unknown unit.
    """
    if run.startswith("K"):
        return []
    best: list[list[str] | None] = [[]]
    for end in range(1, len(run) + 1):
        options = [
            [*known, run[start:end]]
            for start in range(max(0, end - LONGEST_PIECE), end)
            if (known := best[start]) is not None and unit_named(run[start:end]) is not None
        ]
        best.append(min(options, key=len, default=None))
    return best[-1] or []
