"""What the judges of all kinds share: what they are told, and how they say what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grading.engine import ENGINE_VERSION, Outcome, Reason, Symbols, Verdict
from grading.responses import (
    BlanksResponse,
    ChoiceResponse,
    MatchResponse,
    PartResponse,
    TextResponse,
)
from grading.texts import narrow

__all__ = ["Asked", "Judge", "picked_by", "typed_by", "unreadable", "verdict_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is judged with beside its key: ids of options and stems, the symbol list, the student's
    own answers to ``earlier`` parts; ``judge`` judges by any other key."""

    options: tuple[str, ...]
    stems: tuple[str, ...]
    symbols: Symbols
    earlier: Mapping[str, str]
    judge: Judge


# A key, something given (never empty), and what it is judged with.
Judge = Callable[[Any, PartResponse, Asked], Verdict]


def verdict_of(
    code: str,
    outcome: Outcome,
    *,
    credit: Fraction | None = None,
    method: str = "exact",
    **values: Any,
) -> Verdict:
    """A verdict with what it rests on; ``credit`` is all or nothing unless given."""
    earned = credit if credit is not None else Fraction(int(outcome is Outcome.CORRECT))
    certificate = {"engine": ENGINE_VERSION, "method": method, "reason": code, **_only_json(values.items())}
    return Verdict(outcome=outcome, credit=earned, reason=Reason(code, values), certificate=certificate)


def unreadable(code: str, **values: Any) -> Verdict:
    """What cannot be read as an answer, and why."""
    return verdict_of(code, Outcome.UNREADABLE, **values)


def typed_by(response: PartResponse) -> str:
    """What was typed; a program that sends options for a typed answer has typed their names."""
    match response:
        case TextResponse(text=text):
            return text
        case ChoiceResponse(choice=choice):
            return " ".join(choice)
        case MatchResponse(match=match):
            return " ".join(match.values())
        case BlanksResponse(blanks=blanks):
            return " ".join(blanks.values())


def picked_by(response: PartResponse) -> set[str]:
    """Options by id; a program may also send them as typed text, separated by commas."""
    if isinstance(response, ChoiceResponse):
        return set(response.choice)
    return {narrow(word).lower() for word in typed_by(response).split(",") if word.strip()}


def _only_json(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if isinstance(value, str | int | list)}
