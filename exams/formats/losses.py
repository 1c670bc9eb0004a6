"""What a question lost on its way in: things that the other system has and this one does not."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Loss"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One construct that was left out or changed; ``what`` names it where ``code`` alone does not.
    ``exams.wording`` says it in the reader's language."""

    code: str
    what: str = ""
