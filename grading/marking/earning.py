"""What an answer that is not right may still earn."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from grading.engine import Outcome, Reason, Symbols, Verdict
from grading.keys import ForeseenKey, Key
from grading.marking.judging import Asked
from grading.responses import PartResponse

__all__ = ["earn", "own_value"]


def earn(verdict: Verdict, key: Key, response: PartResponse, asked: Asked) -> Verdict:
    """``verdict`` on ``response``, or a better one where an incorrect answer was foreseen."""
    if verdict.outcome is not Outcome.INCORRECT or not isinstance(key, ForeseenKey):
        return verdict
    for number, foreseen in enumerate(key.alternatives, start=1):
        found = asked.judge(key.respelled(foreseen.answer), response, asked)
        if found.outcome is Outcome.CORRECT:
            share = Fraction(foreseen.credit)
            return replace(
                verdict,
                outcome=Outcome.PARTIAL if share else Outcome.INCORRECT,
                credit=share,
                reason=Reason("foreseen_answer", {"alternative": number, "message": dict(foreseen.message)}),
            )
    return verdict


def own_value(key: Key, response: PartResponse | None, *, symbols: Symbols) -> str:
    """What a student gave for a typed part, as plain text that later parts can be worked out from; empty for
    what is no such value."""
    return ""
