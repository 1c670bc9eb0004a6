"""What an answer that is not right may still earn, and what a wrong one costs.

Beside the verdict by the key stand the first alternative that the answer is equal to, what follows from the
student's own earlier answers, and the first mistake that is known by a rule. The one that earns most counts;
of several that earn the same the first, but at no credit one that tells the student something comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from grading.engine import Outcome, Reason, Verdict, one_effort
from grading.keys import ForeseenKey, FormulaKey, Key, Mistake
from grading.marking.earning.following import own_value, what_follows
from grading.marking.judging import Asked
from grading.marking.mistakes import find_mistake, find_unsimplified
from grading.marking.respelling import is_right_by
from grading.responses import PartResponse

__all__ = ["charge", "earn", "own_value"]

IMPROVABLE = frozenset({Outcome.INCORRECT, Outcome.PARTIAL})
UNSIMPLIFIED = "unsimplified"
# However many answers were foreseen: in comparisons that go to the end.
EFFORT = 3


def earn(verdict: Verdict, key: Key, response: PartResponse, asked: Asked) -> Verdict:
    """``verdict`` on ``response`` by the key itself, or a better one; less for what is right and was to be
    simplified. What is unreadable or undecided stays so."""
    if not isinstance(key, ForeseenKey):
        return verdict
    if verdict.outcome is Outcome.CORRECT:
        return _held_simple(verdict, key, response, asked)
    if verdict.outcome not in IMPROVABLE:
        return verdict
    best = verdict
    for other in _others(verdict, key, response, asked):
        # Only more is better: of the same worth the first one counts.
        best = other if _worth(other) > _worth(best) else best
    return best


def charge(verdict: Verdict, key: Key) -> Verdict:
    """``verdict``, with the key's penalty in its certificate where the answer is wrong. The credit stays what
    was earned; the penalty is taken where credit becomes points."""
    if verdict.outcome is not Outcome.INCORRECT or not Fraction(key.penalty):
        return verdict
    return replace(verdict, certificate={**verdict.certificate, "penalty": str(Fraction(key.penalty))})


def _worth(verdict: Verdict) -> tuple[Fraction, bool]:
    """A mistake that is known by a rule tells something by itself."""
    by = verdict.certificate.get("earned", {}).get("by")
    tells = bool(verdict.reason.values.get("message")) or by == "rule"
    return verdict.credit, tells and not verdict.credit


def _others(verdict: Verdict, key: ForeseenKey, response: PartResponse, asked: Asked) -> Iterator[Verdict]:
    with one_effort(times=EFFORT):
        found = [
            _by_alternative(verdict, key, response, asked),
            _by_following(verdict, key, response, asked),
            _by_rule(verdict, key, response, asked),
        ]
    return (other for other in found if other is not None)


def _by_alternative(
    verdict: Verdict, key: ForeseenKey, response: PartResponse, asked: Asked
) -> Verdict | None:
    for number, foreseen in enumerate(key.alternatives, start=1):
        if is_right_by(foreseen.answer, key, response, asked):
            values = {"alternative": number, "message": dict(foreseen.message)}
            by = {"by": "alternative", "number": number}
            return _earned(verdict, foreseen.credit, Reason("foreseen_answer", values), by)
    return None


def _by_following(verdict: Verdict, key: ForeseenKey, response: PartResponse, asked: Asked) -> Verdict | None:
    """What follows is held to be as simple as what is right."""
    found = what_follows(verdict, key, response, asked) if isinstance(key, FormulaKey) else None
    is_right = found is not None and found.outcome is Outcome.CORRECT
    return _held_simple(found, key, response, asked) if found is not None and is_right else found


def _by_rule(verdict: Verdict, key: ForeseenKey, response: PartResponse, asked: Asked) -> Verdict | None:
    if not isinstance(key, FormulaKey) or not key.mistakes:
        return None
    found = find_mistake(key, response, asked, verdict)
    return _mistaken(verdict, *found) if found else None


def _held_simple(verdict: Verdict, key: ForeseenKey, response: PartResponse, asked: Asked) -> Verdict:
    mistakes = key.mistakes if isinstance(key, FormulaKey) else ()
    switched_on = [mistake for mistake in mistakes if mistake.rule == UNSIMPLIFIED]
    if not switched_on or not isinstance(key, FormulaKey):
        return verdict
    reason = find_unsimplified(key, response, asked, verdict)
    return _mistaken(verdict, switched_on[0], reason) if reason else verdict


def _mistaken(verdict: Verdict, mistake: Mistake, reason: Reason) -> Verdict:
    values = {**reason.values, "rule": mistake.rule, "message": dict(mistake.message)}
    by = {"by": "rule", "rule": mistake.rule}
    return _earned(verdict, mistake.credit, Reason(reason.code, values), by)


def _earned(verdict: Verdict, credit: str, reason: Reason, by: dict[str, Any]) -> Verdict:
    """``verdict`` with the credit and the reason of what was found; on what it rests stays as it was."""
    share = Fraction(credit)
    return replace(
        verdict,
        outcome=Outcome.PARTIAL if share else Outcome.INCORRECT,
        credit=share,
        reason=reason,
        certificate={**verdict.certificate, "earned": by},
    )
