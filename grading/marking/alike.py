"""Which answers to one part mean the same, whatever they are worth: ``2(x+1)`` and ``2x+2`` do.

Only answers to the same variant are comparable. Options are alike when they are the same options, words when
they differ in case and spaces at most, mathematics when the engine proves or sees that it is equal: as
expressions, as sets of solutions, as quantities in any unit. Of an antiderivative the constant does not
matter, of a working the last line counts, of a cloze every blank. What the engine cannot read or decide is
alike only to what is typed the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Final

from grading.engine import (
    Node,
    OptionsError,
    Outcome,
    ReadError,
    Symbols,
    compare,
    equal,
    one_effort,
    read,
    read_quantity,
    write_plain,
)
from grading.keys import (
    AntiderivativeKey,
    ClozeKey,
    EquationKey,
    FormulaKey,
    InequalityKey,
    Key,
    QuantityKey,
    WorkingKey,
)
from grading.marking import mark_response
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse
from grading.texts import comparable

__all__ = ["MOST_COMPARED", "group_alike"]

# Distinct answers that are compared with one another; more are alike only where they are typed the same.
MOST_COMPARED: Final = 80
# One new answer against all the others: in comparisons that go to the end.
EFFORT: Final = 3


def group_alike(answers: Sequence[PartResponse], *, key: Key, symbols: Symbols) -> list[int]:
    """For each of ``answers`` the index of the first one that means the same. ``key`` says how they are to be
    read, and not what is right."""
    if isinstance(key, ClozeKey):
        return _group_blanks(answers, key, symbols)
    spelled = [_spelled(answer, key, symbols) for answer in answers]
    firsts: dict[Hashable, int] = {}
    for index, text in enumerate(spelled):
        firsts.setdefault(text, index)
    of_typed = _joined(firsts, _comparison(key), symbols)
    return [firsts[of_typed.get(text, text)] for text in spelled]


def _group_blanks(answers: Sequence[PartResponse], key: ClozeKey, symbols: Symbols) -> list[int]:
    """Alike are those that are alike in every blank."""
    columns = [
        group_alike([_typed_into(answer, blank) for answer in answers], key=one, symbols=symbols)
        for blank, one in key.blanks.items()
    ]
    firsts: dict[tuple[int, ...], int] = {}
    return [firsts.setdefault(row, index) for index, row in enumerate(zip(*columns, strict=True))]


def _typed_into(answer: PartResponse, blank: str) -> TextResponse:
    return answer.typed_into(blank) if isinstance(answer, BlanksResponse) else TextResponse(text="")


def _joined(
    texts: dict[Hashable, int], same: Callable[[str, str, Symbols], bool] | None, symbols: Symbols
) -> dict[Hashable, Hashable]:
    """For each text that was read the first one that means the same."""
    firsts: dict[Hashable, Hashable] = {}
    readable = [text for text in texts if isinstance(text, str)]
    if same is None or len(readable) > MOST_COMPARED:
        return firsts
    leading: list[str] = []
    for text in readable:
        with one_effort(times=EFFORT):
            found = next((one for one in leading if same(min(one, text), max(one, text), symbols)), None)
        if found is None:
            leading.append(text)
        firsts[text] = found or text
    return firsts


def _spelled(answer: PartResponse, key: Key, symbols: Symbols) -> Hashable:
    """The answer as plain mathematics (a text), or as what it is where it is none (a tuple)."""
    match answer:
        case ChoiceResponse(choice=choice):
            return ("options", frozenset(choice))
        case MatchResponse(match=match):
            return ("pairs", frozenset(match.items()))
        case TextResponse():
            return _spelled_text(answer, key, symbols)
        case _:
            return ("blanks", tuple(sorted(answer.blanks.items())))


def _spelled_text(answer: TextResponse, key: Key, symbols: Symbols) -> Hashable:
    is_mathematics = isinstance(key, FormulaKey | WorkingKey)
    typed = ("typed", comparable(answer.text, case_sensitive=is_mathematics))
    if not is_mathematics:
        return typed
    text = answer.text
    if isinstance(key, WorkingKey):
        text = next((line for line in reversed(text.splitlines()) if line.strip()), "")
    if isinstance(key, AntiderivativeKey):
        symbols = Symbols(symbols.variables, symbols.functions, symbols.constants, symbols.natural_log)
    return _plain(text, answer.notation, answer.locale, isinstance(key, QuantityKey), symbols) or typed


@lru_cache(maxsize=8192)
def _plain(text: str, notation: str, locale: str, is_quantity: bool, symbols: Symbols) -> str:
    """The text as the engine would write it; empty where it cannot be read."""
    reads: Callable[..., Node] = read_quantity if is_quantity else read
    try:
        return write_plain(reads(text, symbols=symbols, notation=notation, locale=locale))
    except (ReadError, OptionsError):
        return ""


def _comparison(key: Key) -> Callable[[str, str, Symbols], bool] | None:
    match key:
        case QuantityKey():
            return _same_quantity
        case AntiderivativeKey(variable=variable):
            return lambda one, other, symbols: _same_but_constant(one, other, symbols, variable)
        case EquationKey():
            return _same_solutions
        case InequalityKey():
            return _same_numbers
        case FormulaKey() | WorkingKey():
            return _same
        case _:
            return None


@lru_cache(maxsize=16384)
def _same(one: str, other: str, symbols: Symbols) -> bool:
    try:
        trees = [read(text, symbols=symbols) for text in (one, other)]
    except ReadError:
        return False
    return compare(*trees, symbols=symbols).outcome is Outcome.CORRECT


@lru_cache(maxsize=4096)
def _same_solutions(one: str, other: str, symbols: Symbols) -> bool:
    keys = EquationKey(answer=one), EquationKey(answer=other)
    return _same(one, other, symbols) or _is_right_by_either(one, other, keys, symbols)


@lru_cache(maxsize=4096)
def _same_numbers(one: str, other: str, symbols: Symbols) -> bool:
    keys = InequalityKey(answer=one), InequalityKey(answer=other)
    return _same(one, other, symbols) or _is_right_by_either(one, other, keys, symbols)


def _is_right_by_either(one: str, other: str, keys: tuple[Key, Key], symbols: Symbols) -> bool:
    """Whether one would be right if the other were the key: an interval beside an inequality, a set of
    solutions beside an equation."""
    return any(_is_right(key, text, symbols) for key, text in zip(keys, (other, one), strict=True))


def _is_right(key: Key, text: str, symbols: Symbols) -> bool:
    try:
        verdict = mark_response(key, TextResponse(text=text, locale="en"), symbols=symbols)
    except (ReadError, OptionsError):
        return False
    return verdict.outcome is Outcome.CORRECT


@lru_cache(maxsize=4096)
def _same_quantity(one: str, other: str, symbols: Symbols) -> bool:
    return _is_equal(one, other, "units_absolute", "0", symbols)


@lru_cache(maxsize=4096)
def _same_but_constant(one: str, other: str, symbols: Symbols, variable: str) -> bool:
    return _is_equal(one, other, "antiderivative", f"[{variable}, NOCONST]", symbols)


def _is_equal(one: str, other: str, test: str, options: str, symbols: Symbols) -> bool:
    try:
        verdict = equal(one, other, test=test, options=options, symbols=symbols, notation="plain")
    except OptionsError:
        return False
    return verdict.outcome is Outcome.CORRECT
