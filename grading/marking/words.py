"""Judges of what is answered in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from grading.endings import stems_of
from grading.engine import Outcome, Verdict
from grading.keys import Accepted, EssayKey, ShortTextKey
from grading.marking.judging import Asked, Judge, typed_by, unreadable, verdict_of
from grading.responses import PartResponse
from grading.texts import comparable, fits

__all__ = ["JUDGES"]


def _judge_words(key: ShortTextKey, response: PartResponse, _asked: Asked) -> Verdict:
    text = comparable(typed_by(response), case_sensitive=key.case_sensitive)
    if not text:
        return unreadable("no_text")
    texts = (text, *stems_of(text)) if key.endings else (text,)
    credit = max(
        (accepted.share for accepted in key.accepted if any(_fits(one, accepted, key) for one in texts)),
        default=Fraction(0),
    )
    if not credit:
        return verdict_of("different_text", Outcome.INCORRECT)
    if credit == 1:
        return verdict_of("accepted_text", Outcome.CORRECT)
    return verdict_of("accepted_partly", Outcome.PARTIAL, credit=credit)


def _fits(text: str, accepted: Accepted, key: ShortTextKey) -> bool:
    return fits(text, accepted.text, case_sensitive=key.case_sensitive, wildcards=key.wildcards)


def _judge_essay(_key: EssayKey, _response: PartResponse, _asked: Asked) -> Verdict:
    return verdict_of("needs_person", Outcome.UNDECIDED, method="none")


JUDGES: Final[Mapping[type, Judge]] = {ShortTextKey: _judge_words, EssayKey: _judge_essay}
