"""Trying a question on the page where it is written: what was typed, what it gets, what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping

from exams.content import Content
from exams.forms.questions.rows import Tree
from exams.forms.questions.trying import TryForm
from exams.presenting.trying import Trial, TriedResponse, show_trial
from exams.services.publishing import seed_of
from grading.keys import Key

__all__ = ["kept_row", "try_responses"]


def try_responses(content: Content, keys: Mapping[str, Key], form: TryForm) -> Trial:
    """What the responses of a valid ``form`` get. Raises QuestionError."""
    return show_trial(
        content,
        keys,
        seed=seed_of(content.drawn_from),
        number=form.number,
        given=[(one.typed, one.responses) for one in form.given()],
    )


def kept_row(trial: Trial, number: str) -> Tree | None:
    """The row of a stored response for the tried one of that ``number``, with the verdicts it gets now."""
    tried = next((one for one in trial.responses if str(one.number) == number), None)
    return None if tried is None else _row(tried)


def _row(tried: TriedResponse) -> Tree:
    row: Tree = {}
    for part in tried.parts:
        if part.typed:
            row[f"response_{part.id}"] = part.typed
            row[f"verdict_{part.id}"] = part.verdict
            row[f"credit_{part.id}"] = part.credit if part.verdict == "partial" else ""
    return row
