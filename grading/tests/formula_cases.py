"""How the tests of marked formulas write a case: a text, and what it is worth."""

from __future__ import annotations

from fractions import Fraction

from grading.engine import Outcome, Symbols
from grading.keys import Key
from grading.marking import mark_response
from grading.responses import TextResponse

__all__ = ["CORRECT", "INCORRECT", "PARTIAL", "UNREADABLE", "Case", "marked"]

CORRECT, PARTIAL = Outcome.CORRECT, Outcome.PARTIAL
INCORRECT, UNREADABLE = Outcome.INCORRECT, Outcome.UNREADABLE
NO_SYMBOLS = Symbols()

# What was typed, the verdict, its reason.
Case = tuple[str, Outcome, str]


def marked(
    key: Key, text: str, *, notation: str = "plain", symbols: Symbols = NO_SYMBOLS
) -> tuple[Outcome, Fraction, str]:
    """Verdict, credit and reason for ``text``."""
    response = TextResponse.model_validate({"text": text, "notation": notation})
    verdict = mark_response(key, response, symbols=symbols)
    return verdict.outcome, verdict.credit, verdict.reason.code
