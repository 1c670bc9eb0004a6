"""A key and a response in, a verdict out. Pure: the same inputs give the same verdict, byte for byte.

Nothing given is ``incorrect`` with reason ``unanswered``; what cannot be read is ``unreadable``, which
is never the same as wrong: a page says so before the student submits.

The judges of each family of kinds stand in a module of their own; ``earning`` says what an answer that is not
right may still earn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from grading.engine import Outcome, Symbols, Verdict
from grading.keys import FormulaKey, Key, followed_parts
from grading.marking import blanks, foreseeing, formulas, options, words, working
from grading.marking.earning import charge, earn, own_value
from grading.marking.judging import Asked, Judge, verdict_of
from grading.responses import PartResponse

__all__ = ["AskedPart", "check_alternatives", "mark_parts", "mark_response"]

NOTHING: Final[Mapping[str, str]] = {}
NO_SYMBOLS: Final = Symbols()
JUDGES: Final[Mapping[type, Judge]] = {
    **options.JUDGES,
    **formulas.JUDGES,
    **working.JUDGES,
    **blanks.JUDGES,
    **words.JUDGES,
}


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One part of a question with its filled key and what was given (None: nothing).

    ``options`` are the option ids of an options kind, ``stems`` the ids of what they are given to, or of the
    blanks of a cloze; ``symbols`` the symbol list of a typed one.
    """

    id: str
    key: Key
    response: PartResponse | None
    options: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    symbols: Symbols = field(default_factory=Symbols)


def mark_parts(parts: Sequence[AskedPart]) -> list[Verdict]:
    """The verdicts on the parts of one question, in order: a part may follow from the student's own answers
    to those before it."""
    verdicts: list[Verdict] = []
    earlier: dict[str, str] = {}
    named = {
        name
        for part in parts
        if isinstance(part.key, FormulaKey) and part.key.follow is not None
        for name in followed_parts(part.key.follow.answer)
    }
    for part in parts:
        verdicts.append(
            mark_response(
                part.key,
                part.response,
                options=part.options,
                stems=part.stems,
                symbols=part.symbols,
                earlier=earlier,
            )
        )
        value = own_value(part.key, part.response, symbols=part.symbols) if part.id in named else ""
        # Nothing follows from what was no answer: letters for a number, a unit alone.
        if value and verdicts[-1].outcome is not Outcome.UNREADABLE:
            earlier[part.id] = value
    return verdicts


def mark_response(
    key: Key,
    response: PartResponse | None,
    *,
    options: tuple[str, ...] = (),
    stems: tuple[str, ...] = (),
    symbols: Symbols = NO_SYMBOLS,
    earlier: Mapping[str, str] = NOTHING,
) -> Verdict:
    """The verdict on ``response`` (None or empty: unanswered) by a filled ``key``.

    ``options``, ``stems`` and ``symbols`` are those of :class:`AskedPart`; ``earlier`` has what the student
    gave for earlier parts, as plain text by part id.
    """
    if response is None or response.is_empty:
        return verdict_of("unanswered", Outcome.INCORRECT, method="none")
    asked = Asked(options=options, stems=stems, symbols=symbols, earlier=earlier, judge=_judge)
    return charge(earn(_judge(key, response, asked), key, response, asked), key)


def check_alternatives(
    key: Key,
    *,
    options: tuple[str, ...] = (),
    stems: tuple[str, ...] = (),
    symbols: Symbols = NO_SYMBOLS,
) -> None:
    """Refuses a filled key, usable by itself, with an alternative that could decide nothing. Raises
    KeyProblem ``alternative_is_right``, ``alternative_never_decides``, ``alternative_lacks_form`` or
    ``alternative_is_no_answer``."""
    asked = Asked(options=options, stems=stems, symbols=symbols, earlier=NOTHING, judge=_judge)
    foreseeing.check_alternatives(key, asked)


def _judge(key: Key, response: PartResponse, asked: Asked) -> Verdict:
    judge = JUDGES.get(type(key))
    if judge is None:
        raise TypeError(f"no judge for {type(key).__name__}")
    return judge(key, response, asked)
