"""Whether what a key foresees can be used: alternatives, and what follows from earlier answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from grading.engine import ReadError, Symbols, read
from grading.keys.answers import symbols_for
from grading.keys.filling import PLACEHOLDER
from grading.keys.problems import KeyProblem, unreadable_key
from grading.keys.shapes import (
    ClozeKey,
    Follow,
    ForeseenKey,
    FormulaKey,
    Key,
    MultipleChoiceKey,
    OrderingKey,
    QuantityKey,
)

__all__ = ["check_foreseen", "fill_parts", "followed_parts"]

PART: Final = re.compile(r"\{@([^{}\s]{1,16})\}")
# Any number will do to see whether a formula can be read.
A_NUMBER: Final = "2"
UNFOLLOWED: Final = ("value", "expression", "answer", "absolute", "relative", "properties", "correct")


def followed_parts(text: str) -> list[str]:
    """The ids of the parts that ``text`` names as ``{@a}``, each once, in order."""
    return list(dict.fromkeys(PART.findall(text)))


def fill_parts(text: str, values: Mapping[str, str]) -> str:
    """``text`` with what was given for each part that it names, in brackets. Raises KeyError."""
    return PART.sub(lambda match: f"({values[match[1]]})", text)


def check_foreseen(
    key: Key, *, options: tuple[str, ...], symbols: Symbols, earlier: tuple[str, ...] = ()
) -> None:
    """Refuses alternatives that nothing could be compared with, and a follow-through that does not follow.

    ``earlier`` are the ids of the typed parts before this one. Raises KeyProblem.
    """
    _check_unfollowed(key)
    _check_filled(key)
    if isinstance(key, ForeseenKey):
        _check_alternatives(key, options, symbols)
    if isinstance(key, FormulaKey) and key.follow is not None:
        _check_follow(key, key.follow, symbols, earlier)


def _check_unfollowed(key: Key) -> None:
    """Only a follow-through knows what a student gave before."""
    for text in _texts(key):
        named = followed_parts(text)
        if named:
            raise KeyProblem("part_out_of_place", name=named[0])


def _check_filled(key: Key) -> None:
    """Refuses a placeholder that no parameter filled."""
    texts = [foreseen.answer for foreseen in getattr(key, "alternatives", ())]
    if isinstance(key, FormulaKey) and key.follow is not None:
        texts.append(key.follow.answer)
    for text in texts:
        for name in PLACEHOLDER.findall(text):
            raise KeyProblem("unknown_parameter", name=name)


def _texts(key: Key) -> Iterator[str]:
    if isinstance(key, ClozeKey):
        return
    yield from (text for name in UNFOLLOWED if isinstance(text := getattr(key, name, None), str))
    yield from getattr(key, "lines", ())
    yield from (foreseen.answer for foreseen in getattr(key, "alternatives", ()))


def _check_alternatives(key: ForeseenKey, options: tuple[str, ...], symbols: Symbols) -> None:
    for number, foreseen in enumerate(key.alternatives, start=1):
        if not isinstance(key, FormulaKey):
            _check_ids(key, foreseen.answer, options, number=number)
        elif not isinstance(key, QuantityKey):
            # Units are letters that no symbol list has: a quantity is read where it is compared.
            _check_readable(foreseen.answer, foreseen.answer, symbols_for(key, symbols))


def _check_readable(text: str, filled: str, symbols: Symbols) -> None:
    try:
        read(filled, symbols=symbols)
    except ReadError as error:
        raise unreadable_key(text, error) from error


def _check_ids(key: ForeseenKey, text: str, options: tuple[str, ...], *, number: int) -> None:
    ids = [word.strip() for word in text.split(",") if word.strip()]
    for option in ids:
        if option not in options:
            raise KeyProblem("unknown_option", option=option)
    if isinstance(key, OrderingKey):
        is_whole = sorted(ids) == sorted(options)
    else:
        is_whole = len(set(ids)) == len(ids) and (len(ids) == 1 or isinstance(key, MultipleChoiceKey))
    if not is_whole:
        raise KeyProblem("alternative_is_no_answer", number=number, text=text)


def _check_follow(key: FormulaKey, follow: Follow, symbols: Symbols, earlier: tuple[str, ...]) -> None:
    named = followed_parts(follow.answer)
    if not named:
        raise KeyProblem("follows_nothing", text=follow.answer)
    for name in named:
        if name not in earlier:
            raise KeyProblem("follows_unknown_part", name=name)
    if not isinstance(key, QuantityKey):
        filled = fill_parts(follow.answer, dict.fromkeys(named, A_NUMBER))
        _check_readable(follow.answer, filled, symbols_for(key, symbols))
