"""Questions of the demo's banks on a paper, and what their stored responses give to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from exams.content import Content, Part, StoredTest, load_keys
from exams.formats.native import read_bank
from exams.models import Assignment, PaperItem
from exams.services.trying import fill_response
from grading.engine.variants import Values
from grading.keys import Key
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse

__all__ = ["ENTRIES", "Tried", "body_of", "tried_at"]

BANKS = ("demo", "diagnostic", "kinds", "written")
FOLDER = Path(settings.BASE_DIR) / "exams" / "banks"
ENTRIES: list[dict[str, Any]] = [
    {**{name: value for name, value in entry.items() if name != "topic"}, "variants": 1}
    for bank in BANKS
    for _name, entry in read_bank((FOLDER / f"{bank}.yaml").read_bytes()).entries
]


@dataclass(frozen=True, slots=True)
class Tried:
    """A stored response of a question, put into the one variant that the question has on the paper."""

    position: int
    content: Content
    keys: Mapping[str, Key]
    values: Values
    test: StoredTest

    @property
    def given(self) -> dict[str, PartResponse]:
        """By part."""
        parts = {part.id: part for part in self.content.parts}
        return {
            part: fill_response(response, self.values, part=parts[part])
            for part, response in self.test.response.items()
        }

    @property
    def can_be_sent(self) -> bool:
        """Stored responses also try options and blanks that there are not."""
        parts = {part.id: part for part in self.content.parts}
        return all(_fits(parts[part], response) for part, response in self.test.response.items())


def _fits(part: Part, response: PartResponse) -> bool:
    match response:
        case ChoiceResponse(choice=choice):
            return set(choice) <= set(part.option_ids)
        case MatchResponse(match=match):
            return set(match) <= set(part.stem_ids) and set(match.values()) <= set(part.option_ids)
        case BlanksResponse(blanks=blanks):
            return set(blanks) <= set(part.stem_ids)
        case _:
            return True


def tried_at(assignment: Assignment, place: int) -> list[Tried]:
    """The stored response at ``place`` of every question of the exam that has one."""
    items = PaperItem.objects.filter(paper=assignment.paper).select_related("question_version")
    return [
        Tried(
            position=item.position,
            content=content,
            keys=load_keys(item.question_version.key_revisions.get().keys),
            values=Values.from_json(item.variants.get().values),
            test=content.tests[place],
        )
        for item in items.order_by("position")
        if place < len((content := Content.model_validate(item.question_version.content)).tests)
    ]


def body_of(one: Tried) -> dict[str, Any]:
    """The message that saves the response."""
    parts = {part: given.model_dump(mode="json") for part, given in one.given.items()}
    message = {"device": "phone", "seq": one.position, "base_revision": 0}
    return {**message, "response": {"v": 1, "parts": parts}}
