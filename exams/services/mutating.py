"""What a key takes for right although it is altered: each typed key is tried with slips that students make,
and those that earn everything without being equal are told to the author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grading.engine import Node, OptionsError, Outcome, ReadError, Symbols, compare, equal, read
from grading.keys import (
    AntiderivativeKey,
    ClozeKey,
    FormulaKey,
    Key,
    PropertyKey,
    QuantityKey,
    WorkingKey,
)
from grading.marking import AskedPart, mark_response
from grading.mutants import Mutant, mutants
from grading.responses import TextResponse

__all__ = ["Survivor", "find_survivors"]

# Here many answers are meant to be right, and there is no tolerance that could be too wide.
MANY_RIGHT: Final = (AntiderivativeKey, PropertyKey)
QUANTITY: Final = re.compile(r"\s*([-−]?\s*[0-9][0-9.]*)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Survivor:
    """An altered answer that earns everything, or that the ``alternative`` of that number (from 1) decides.
    ``part`` is the id of the part, ``blank`` that of a blank in it."""

    part: str
    blank: str
    mutant: Mutant
    alternative: int = 0


@dataclass(frozen=True, slots=True)
class _Typed:
    """A key with the text that is altered: ``before`` and ``after`` are what stands around it in a whole
    response."""

    key: Key
    text: str
    before: str = ""
    after: str = ""
    blank: str = ""


def find_survivors(parts: Sequence[AskedPart]) -> list[Survivor]:
    """What is accepted besides the filled keys of ``parts``, in their order. Nothing is stored."""
    return [
        survivor
        for part in parts
        for typed in _typed_keys(part.key)
        for survivor in _survivors_of(part, typed)
    ]


def _typed_keys(key: Key) -> Iterator[_Typed]:
    match key:
        case WorkingKey(lines=lines):
            yield _Typed(key, lines[-1], before="".join(f"{line}\n" for line in lines[:-1]))
        case ClozeKey(blanks=blanks):
            for blank, one in blanks.items():
                yield from (replace(typed, blank=blank) for typed in _typed_keys(one))
        case QuantityKey(answer=answer):
            number = QUANTITY.fullmatch(answer)
            if number is not None:
                yield _Typed(key, number[1], after=number[2])
        case FormulaKey() if not isinstance(key, MANY_RIGHT):
            yield _Typed(_without_rules(key), key.spelled)


def _without_rules(key: Key) -> Key:
    """The same key without rules that say nothing here: of them only one takes credit from a right answer."""
    kept = tuple(mistake for mistake in getattr(key, "mistakes", ()) if mistake.rule == "unsimplified")
    return key.model_copy(update={"mistakes": kept})


def _survivors_of(part: AskedPart, typed: _Typed) -> Iterator[Survivor]:
    try:
        tree = read(typed.text, symbols=part.symbols)
    except ReadError:
        return
    for mutant in mutants(tree):
        given = TextResponse(text=f"{typed.before}{mutant.text}{typed.after}")
        verdict = mark_response(typed.key, given, symbols=part.symbols)
        told = replace(mutant, text=f"{mutant.text}{typed.after}")
        if verdict.reason.code == "foreseen_answer":
            number = int(verdict.reason.values["alternative"])
            yield Survivor(part.id, typed.blank, told, alternative=number)
        elif verdict.credit == 1 and not _is_equal(typed, tree, mutant, part.symbols):
            yield Survivor(part.id, typed.blank, told)


def _is_equal(typed: _Typed, tree: Node, mutant: Mutant, symbols: Symbols) -> bool:
    """Whether the altered answer means the same after all, with no tolerance."""
    if not isinstance(typed.key, QuantityKey):
        return compare(mutant.tree, tree, symbols=symbols).outcome is Outcome.CORRECT
    told = {"test": "units_absolute", "options": "0"}
    try:
        verdict = equal(f"{mutant.text}{typed.after}", typed.key.answer, **told, symbols=symbols)
    except OptionsError:
        return False
    return verdict.outcome is Outcome.CORRECT
