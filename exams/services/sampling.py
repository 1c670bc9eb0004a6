"""One variant of a question as it stands in the bank, made to be looked at and not stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exams.content import Content
from exams.services.terms import with_terms
from exams.services.trying import make_values, render_variant
from exams.shapes import OutlinePart, Rendered
from grading.engine.variants import Values
from grading.keys import Key

__all__ = ["Sample", "outline_parts", "sample_variant"]

NO_KEYS: Mapping[str, Key] = {}


@dataclass(frozen=True, slots=True)
class Sample:
    """Variant ``number`` of the ``of`` that the author asked for, with its HTML by language."""

    number: int
    of: int
    values: Values
    rendered: dict[str, Rendered]


def sample_variant(
    content: Content, *, seed: int, number: int = 1, keys: Mapping[str, Key] = NO_KEYS
) -> Sample:
    """The variant that publishing would give this number; where fewer fit, the last. With ``keys`` it tells
    what students are told of them. Raises QuestionError."""
    number = min(max(number, 1), content.variants)
    some = make_values(content.model_copy(update={"variants": number}), seed=seed)
    of = content.variants if content.parameters.strip() else 1
    rendered = with_terms(render_variant(content, some[-1]), keys, some[-1])
    return Sample(number=len(some), of=of, values=some[-1], rendered=rendered)


def outline_parts(content: Content) -> tuple[OutlinePart, ...]:
    """What laying out a paper needs to know of the parts of a question."""
    return tuple(
        OutlinePart(
            id=part.id,
            kind=part.kind,
            options=part.option_ids,
            stems=part.stem_ids,
            shuffle=part.may_shuffle,
        )
        for part in content.parts
    )
