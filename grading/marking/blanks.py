"""The judge of a text with blanks: each blank by its own key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from grading.engine import Outcome, Verdict
from grading.keys import BlankKey, ClozeKey
from grading.marking.earning import earn
from grading.marking.judging import Asked, Judge, unreadable, verdict_of
from grading.responses import BlanksResponse, PartResponse

__all__ = ["JUDGES"]


def _judge_blanks(key: ClozeKey, response: PartResponse, asked: Asked) -> Verdict:
    """A blank that cannot be read earns nothing and takes nothing from the others: the whole is unreadable
    only where it earns nothing. Undecided where one is: a person looks at the whole."""
    if not isinstance(response, BlanksResponse):
        return unreadable("blanks_expected")
    unknown = sorted(set(response.blanks) - set(asked.stems))
    if unknown:
        return unreadable("unknown_option", options=unknown)
    verdicts = {blank: _one(blank_key, blank, response, asked) for blank, blank_key in key.blanks.items()}
    right = sum(verdict.outcome is Outcome.CORRECT for verdict in verdicts.values())
    said = [_said(blank, verdict) for blank, verdict in verdicts.items()]
    facts: dict[str, Any] = {"right": right, "of": len(verdicts), "blanks": said}
    if any(verdict.outcome is Outcome.UNDECIDED for verdict in verdicts.values()):
        return verdict_of("undecided", Outcome.UNDECIDED, **facts)
    credit = sum((verdict.credit for verdict in verdicts.values()), Fraction(0)) / len(verdicts)
    if credit == 1:
        return verdict_of("right_blanks", Outcome.CORRECT, **facts)
    if credit and key.policy == "per_blank":
        return verdict_of("some_right_blanks", Outcome.PARTIAL, credit=credit, **facts)
    for blank, verdict in verdicts.items():
        if verdict.outcome is Outcome.UNREADABLE:
            return unreadable(verdict.reason.code, **{**verdict.reason.values, "blank": blank, **facts})
    return verdict_of("not_all_blanks" if right else "wrong_blanks", Outcome.INCORRECT, **facts)


def _one(key: BlankKey, blank: str, response: BlanksResponse, asked: Asked) -> Verdict:
    typed = response.typed_into(blank)
    if typed.is_empty:
        return verdict_of("unanswered", Outcome.INCORRECT, method="none")
    alone = replace(asked, options=(), stems=())
    return earn(asked.judge(key, typed, alone), key, typed, alone)


def _said(blank: str, verdict: Verdict) -> dict[str, Any]:
    """What is kept of a blank's own verdict."""
    return {
        "id": blank,
        "verdict": verdict.outcome.value,
        "credit": str(verdict.credit),
        "code": verdict.reason.code,
        "values": dict(verdict.reason.values),
    }


JUDGES: Final[Mapping[type, Judge]] = {ClozeKey: _judge_blanks}
