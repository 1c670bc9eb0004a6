"""A file of unsent answers beside what the server has, question by question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy

from exams.models import Attempt
from exams.presenting.questions import PartView, QuestionView, UnsavedAnswer, load_questions
from exams.services.handed_files import HandedQuestion
from exams.wording import word_error

__all__ = ["ComparedQuestion", "compare_questions"]

WORDS = {
    "new": gettext_lazy("Has not arrived"),
    "same": gettext_lazy("Says the same as what has arrived"),
    "late": gettext_lazy("Arrived after the end; does not count so far"),
    "conflict": gettext_lazy("Arrived, but another device had changed the answer"),
    "arrived": gettext_lazy("Has arrived; nothing to take in"),
    "unfit": gettext_lazy("Cannot be taken in"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A part with what was given, as templates of answers take it."""

    part: PartView


@dataclass(frozen=True, slots=True)
class ComparedQuestion:
    """One question of the file. ``in_file`` and ``stored`` are its parts with the answers of each;
    ``problem`` says why it cannot be taken in; ``is_proposed`` where it is chosen unless the teacher says
    otherwise."""

    handed: HandedQuestion
    number: int | None
    words: str
    problem: str
    in_file: tuple[Given, ...]
    stored: tuple[Given, ...]
    stored_at: datetime | None

    @property
    def is_proposed(self) -> bool:
        """It did not arrive, says something else, and was typed in time by the student's clock, after what
        stands there was saved: a file may be older than what was answered on another device since."""
        is_newest = self.stored_at is None or self.handed.newest.typed_at >= self.stored_at
        return self.handed.is_in_time and self.handed.state in ("new", "late") and is_newest


def compare_questions(attempt: Attempt, questions: Iterable[HandedQuestion]) -> list[ComparedQuestion]:
    """Each question of the file beside what is stored; four queries."""
    questions = list(questions)
    fitting = {
        one.position: UnsavedAnswer(response=one.newest.response, base_revision=one.newest.base_revision)
        for one in questions
        if one.state != "unfit"
    }
    in_file = {view.position: view for view in load_questions(attempt, unsaved=fitting)}
    stored = {view.position: view for view in load_questions(attempt)}
    return [_compared(one, in_file.get(one.position), stored.get(one.position)) for one in questions]


def _compared(
    handed: HandedQuestion, in_file: QuestionView | None, stored: QuestionView | None
) -> ComparedQuestion:
    fits = handed.state != "unfit"
    return ComparedQuestion(
        handed=handed,
        number=stored.number if stored else None,
        words=str(WORDS[handed.state]),
        problem=word_error(handed.problem) if handed.problem else "",
        in_file=tuple(Given(part) for part in in_file.parts) if in_file and fits else (),
        stored=tuple(Given(part) for part in stored.parts) if stored and stored.saved_at else (),
        stored_at=stored.saved_at if stored else None,
    )
