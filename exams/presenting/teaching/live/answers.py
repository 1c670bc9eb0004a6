"""Right or wrong so far: what stands now is marked for the board, and nothing of it is stored.

The same answer to the same variant is marked once in a process; the engine bounds what one answer may cost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.db.models import F, JSONField, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from exams.content import Content, load_keys
from exams.models import KeyRevision, Variant
from exams.services.trying import ask_parts
from exams.shapes import ResponseValue
from grading.engine import Verdict
from grading.engine.variants import Values
from grading.marking import AskedPart, mark_parts

__all__ = ["AskedVariant", "asked_parts", "content_of", "load_variants", "verdicts_so_far"]


@dataclass(frozen=True, slots=True)
class AskedVariant:
    """One variant as it is stored; ``values`` and ``keys`` are JSON. Two are the same when question, keys and
    values are, whichever row they came from."""

    hash: str
    keys: str
    values: str
    content: str = field(compare=False)
    pk: int = field(compare=False)
    rendered: Mapping[str, Any] = field(compare=False)

    @property
    def words(self) -> str:
        """``a = 2, b = 3``; empty where the question has no parameters."""
        values = Values.from_json(json.loads(self.values)).to_json()
        return ", ".join(f"{name}\xa0=\xa0{value}" for name, value in values.items())


def load_variants(variants: Iterable[int]) -> dict[int, AskedVariant]:
    """Variants by id, with the newest revision of their keys. One query."""
    keys = KeyRevision.objects.filter(question_version=OuterRef("paper_item__question_version"))
    newest = Subquery(keys.order_by("-number").values("keys")[:1], output_field=JSONField())
    rows = Variant.objects.filter(pk__in=set(variants)).values(
        "pk",
        "rendered",
        hash=F("paper_item__question_version__hash"),
        content=Cast("paper_item__question_version__content", TextField()),
        keys=Cast(newest, TextField()),
        values_json=Cast("values", TextField()),
    )
    return {
        row["pk"]: AskedVariant(
            hash=row["hash"],
            keys=row["keys"],
            values=row["values_json"],
            content=row["content"],
            pk=row["pk"],
            rendered=row["rendered"],
        )
        for row in rows.order_by("pk")
    }


@lru_cache(maxsize=512)
def _known(variant: AskedVariant) -> AskedVariant:
    """The same row for equal ones: what is kept by it is kept once."""
    return variant


@lru_cache(maxsize=512)
def content_of(variant: AskedVariant) -> Content:
    """What the question says."""
    return Content.model_validate_json(variant.content)


@lru_cache(maxsize=512)
def asked_parts(variant: AskedVariant) -> tuple[AskedPart, ...]:
    """The parts with nothing given, their keys filled with the values of the variant."""
    values = Values.from_json(json.loads(variant.values))
    return tuple(ask_parts(content_of(variant), load_keys(json.loads(variant.keys)), values, {}))


def verdicts_so_far(variant: AskedVariant, value: ResponseValue) -> tuple[Verdict, ...]:
    """What the parts of ``value`` would get if it were handed in now, in the order of the parts."""
    return _marked(_known(variant), value.model_dump_json())


@lru_cache(maxsize=8192)
def _marked(variant: AskedVariant, given: str) -> tuple[Verdict, ...]:
    answers = ResponseValue.model_validate_json(given).parts
    parts = [replace(part, response=answers.get(part.id)) for part in asked_parts(variant)]
    return tuple(mark_parts(parts))
