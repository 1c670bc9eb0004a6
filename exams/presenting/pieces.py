"""What a mark says of the pieces of a part: each blank of a text, each criterion of an essay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from exams.localized import localize
from exams.presenting.questions import BlankView, PartView
from exams.rendering import RenderError, render_markdown
from grading.readings import show_reason

__all__ = [
    "EarnedBlank",
    "GivenCriterion",
    "criterion_text",
    "earned_by_blanks",
    "given_criteria",
    "points_words",
]


@dataclass(frozen=True, slots=True)
class EarnedBlank:
    """What became of one blank: its verdict (``unanswered`` stands apart), and why, for a page."""

    verdict: str
    explanation: SafeString = field(default_factory=SafeString)


@dataclass(frozen=True, slots=True)
class GivenCriterion:
    """One thing that an essay was read for, with how many ``of`` its points were ``given``."""

    html: SafeString
    given: str
    of: int


def earned_by_blanks(
    part: PartView, reason: Mapping[str, Any]
) -> tuple[tuple[BlankView, EarnedBlank | None], ...]:
    """Each blank of the part with what became of it; None where the mark does not say, as where a person
    decided on the whole."""
    said = {one["id"]: one for one in (reason.get("values") or {}).get("blanks", ())}
    return tuple(
        (blank, _earned(said[blank.id], part) if blank.id in said else None) for blank in part.blanks
    )


def _earned(said: Mapping[str, Any], part: PartView) -> EarnedBlank:
    verdict = "unanswered" if said["code"] == "unanswered" else said["verdict"]
    return EarnedBlank(verdict, show_reason(said["verdict"], said, symbols=part.symbols.to_symbols()))


def given_criteria(reason: Mapping[str, Any]) -> tuple[GivenCriterion, ...]:
    """What a person gave for each criterion, in the words that the rubric had then."""
    rows = (reason.get("values") or {}).get("rubric", ())
    return tuple(
        GivenCriterion(criterion_text(row["text"]), points_words(row["given"]), row["of"]) for row in rows
    )


def points_words(share: str) -> str:
    """Points in quarters, which are stored as ``3/2``, as people write them: 1.5."""
    points = Fraction(share)
    return f"{(Decimal(points.numerator) / points.denominator).normalize():f}"


def criterion_text(text: Mapping[str, str]) -> SafeString:
    """The criterion in the reader's language, with its formulas."""
    words = localize(dict(text))
    try:
        return SafeString(render_markdown(words))
    except RenderError:
        return SafeString(escape(words))
