"""Whether each alternative of a key can decide anything: tried as an answer, as marking will judge it."""

from __future__ import annotations

from typing import Final

from grading.engine import Outcome
from grading.keys import ClozeKey, Foreseen, ForeseenKey, FormulaKey, IntegerKey, Key, KeyProblem, OrderingKey
from grading.marking.judging import Asked
from grading.marking.respelling import is_right_by, judge_by, whole_number
from grading.responses import ChoiceResponse, MatchResponse, PartResponse, TextResponse

__all__ = ["check_alternatives"]

# What is unreadable or undecided stays so, whatever was foreseen.
WRONG: Final = frozenset({Outcome.INCORRECT, Outcome.PARTIAL})


def check_alternatives(key: Key, asked: Asked) -> None:
    """Refuses a filled key with an alternative that is right by the key, that an earlier one always decides,
    or that is no answer to compare with. Raises KeyProblem."""
    if isinstance(key, ClozeKey):
        for one in key.blanks.values():
            check_alternatives(one, asked)
    if not isinstance(key, ForeseenKey):
        return
    for number, foreseen in enumerate(key.alternatives, start=1):
        _check(key, number, foreseen, asked)


def _check(key: ForeseenKey, number: int, foreseen: Foreseen, asked: Asked) -> None:
    response = _as_response(foreseen.answer, key, asked)
    which = {"number": number, "text": foreseen.answer}
    outcome = asked.judge(key, response, asked).outcome
    if outcome is Outcome.CORRECT:
        raise KeyProblem("alternative_is_right", **which)
    if outcome not in WRONG:
        raise KeyProblem("alternative_is_no_answer", **which)
    itself = judge_by(foreseen.answer, key, response, asked)
    if itself is not None and "form" in itself.reason.values:
        raise KeyProblem("alternative_lacks_form", **which)
    if itself is None or itself.outcome is not Outcome.CORRECT:
        raise KeyProblem("alternative_is_no_answer", **which)
    for by, earlier in enumerate(key.alternatives[: number - 1], start=1):
        if is_right_by(earlier.answer, key, response, asked):
            raise KeyProblem("alternative_never_decides", by=by, **which)


def _as_response(text: str, key: ForeseenKey, asked: Asked) -> PartResponse:
    if isinstance(key, IntegerKey):
        return TextResponse(text=whole_number(text, asked.symbols) or text)
    if isinstance(key, FormulaKey):
        return TextResponse(text=text)
    ids = tuple(word.strip() for word in text.split(",") if word.strip())
    if isinstance(key, OrderingKey):
        return MatchResponse(match=dict(zip(asked.stems, ids, strict=False)))
    return ChoiceResponse(choice=ids)
