"""What the exam services refuse, each with a code that the web layer words.

ExamError
├── Refused           an act that may not happen now (a student's or a teacher's)
├── BankError         a bank file that cannot be read at all
├── QuestionError     one question that cannot be taken into the bank
└── PublishError      an exam that cannot be published, with what is wrong question by question
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["BankError", "ExamError", "Problem", "PublishError", "QuestionError", "Refused"]


class ExamError(Exception):
    """Base of all; ``code`` is stable, ``values`` are what its sentence needs."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class Refused(ExamError):
    """The act is understood and may not happen (now)."""


class BankError(ExamError):
    """The file as a whole cannot be read; nothing was taken from it."""


class QuestionError(ExamError):
    """This question cannot be taken; ``values["where"]`` points into it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands in the way of publishing, at one question."""

    code: str
    question: str
    position: int
    values: dict[str, Any] = field(default_factory=dict)


class PublishError(ExamError):
    """Nothing was published; ``problems`` lists everything that was found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("not_publishable", count=len(problems))
        self.problems = tuple(problems)
