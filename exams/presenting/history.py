"""What a question said from one edit to the next, and what changed each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import User
from exams.models import Question, QuestionVersion

__all__ = ["Change", "Step", "question_history"]

NAMES = {
    "accepted": gettext_lazy("accepted text"),
    "alternatives": gettext_lazy("foreseen answer"),
    "answer": gettext_lazy("answer"),
    "blanks": gettext_lazy("blank"),
    "credit": gettext_lazy("credit"),
    "follow": gettext_lazy("what follows from an earlier part"),
    "form_credit": gettext_lazy("credit for the right value alone"),
    "forms": gettext_lazy("form"),
    "lines": gettext_lazy("line"),
    "message": gettext_lazy("message"),
    "mistakes": gettext_lazy("mistake"),
    "penalty": gettext_lazy("points lost by a wrong answer"),
    "policy": gettext_lazy("way to share the points"),
    "rubric": gettext_lazy("criterion"),
    "alt": gettext_lazy("in place of the picture"),
    "asset": gettext_lazy("picture"),
    "figures": gettext_lazy("figure"),
    "id": gettext_lazy("id"),
    "keys": gettext_lazy("key"),
    "kind": gettext_lazy("kind"),
    "name": gettext_lazy("name"),
    "note": gettext_lazy("note"),
    "options": gettext_lazy("option"),
    "parameters": gettext_lazy("parameters"),
    "parts": gettext_lazy("part"),
    "points": gettext_lazy("points"),
    "response": gettext_lazy("response"),
    "shuffle": gettext_lazy("order of the options"),
    "solution": gettext_lazy("solution"),
    "stems": gettext_lazy("line"),
    "symbols": gettext_lazy("letters"),
    "tests": gettext_lazy("stored response"),
    "text": gettext_lazy("text"),
    "variants": gettext_lazy("number of variants"),
    "verdict": gettext_lazy("verdict"),
    "weight": gettext_lazy("weight"),
    "ko": gettext_lazy("Korean"),
    "en": gettext_lazy("English"),
}
# Lists of things that have a name of their own are compared by it, so that a new row moves no other.
NAMED_BY = ("id", "name")


@dataclass(frozen=True, slots=True)
class Change:
    """One place that reads otherwise than before; empty is what was not there."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One version, or one revision of the key of a version."""

    version: int
    key: int
    by: User
    at: datetime
    reason: str
    changes: tuple[Change, ...]
    is_first: bool


def question_history(question: Question) -> list[Step]:
    """The newest first. Three queries."""
    versions = question.versions.select_related("by").prefetch_related("key_revisions__by").order_by("number")
    steps: list[Step] = []
    before: dict[str, str] = {}
    for version in versions:
        for step, said in _steps(version, before):
            steps.append(step)
            before = said
    return steps[::-1]


def _steps(version: QuestionVersion, before: Mapping[str, str]) -> Iterator[tuple[Step, dict[str, str]]]:
    content = dict(_leaves(version.content))
    for revision in sorted(version.key_revisions.all(), key=lambda one: one.number):
        said = content | dict(_leaves({"keys": revision.keys}))
        step = Step(
            version=version.number,
            key=revision.number,
            by=revision.by,
            at=revision.at,
            reason=revision.reason,
            changes=tuple(_changes(before, said)),
            is_first=not before,
        )
        yield step, said
        before = said


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for path in dict.fromkeys([*after, *before]):
        old, new = before.get(path, ""), after.get(path, "")
        if before and old != new:
            yield Change(_words(path), old, new)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text and number of a stored question with its path: ``parts/a/options/o1/text/ko``."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name != "v":
                yield from _leaves(inner, f"{path}/{name}" if path else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            names = [inner[key] for key in NAMED_BY if isinstance(inner, Mapping) and key in inner]
            yield from _leaves(inner, f"{path}/{names[0] if names else number}")
    elif value not in (None, ""):
        yield path, str(value)


def _words(path: str) -> str:
    """The path as people read it: part a, option o1, text, Korean."""
    return ", ".join(str(NAMES.get(step, step)) for step in path.split("/"))
