"""Judges of what is answered in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from grading.engine import Outcome, Verdict
from grading.keys import EssayKey, ShortTextKey
from grading.marking.judging import Asked, Judge, typed_by, unreadable, verdict_of
from grading.responses import PartResponse
from grading.texts import comparable, fits

__all__ = ["JUDGES"]


def _judge_words(key: ShortTextKey, response: PartResponse, _asked: Asked) -> Verdict:
    text = comparable(typed_by(response), case_sensitive=key.case_sensitive)
    if not text:
        return unreadable("no_text")
    credit = max(
        (
            accepted.share
            for accepted in key.accepted
            if fits(text, accepted.text, case_sensitive=key.case_sensitive, wildcards=key.wildcards)
        ),
        default=Fraction(0),
    )
    if not credit:
        return verdict_of("different_text", Outcome.INCORRECT)
    if credit == 1:
        return verdict_of("accepted_text", Outcome.CORRECT)
    return verdict_of("accepted_partly", Outcome.PARTIAL, credit=credit)


def _judge_essay(_key: EssayKey, _response: PartResponse, _asked: Asked) -> Verdict:
    return verdict_of("needs_person", Outcome.UNDECIDED, method="none")


JUDGES: Final[Mapping[type, Judge]] = {ShortTextKey: _judge_words, EssayKey: _judge_essay}
