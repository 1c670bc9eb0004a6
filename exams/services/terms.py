"""What students are told of a part's key before they answer: the forms that are asked for, and what a wrong
answer costs."""

from __future__ import annotations

from collections.abc import Mapping

from exams.shapes import Rendered
from grading.engine.variants import Values
from grading.keys import Key, fill_key

__all__ = ["with_terms"]


def with_terms(
    rendered: Mapping[str, Rendered], keys: Mapping[str, Key], values: Values
) -> dict[str, Rendered]:
    """``rendered`` by language, each part with the terms of its key in the variant of ``values``."""
    filled = {part: fill_key(key, values) for part, key in keys.items()}
    told = {
        part: {"forms": getattr(key, "forms", ()), "penalty": key.penalty} for part, key in filled.items()
    }
    return {
        language: shown.model_copy(
            update={
                "parts": {
                    part: one.model_copy(update=told.get(part, {})) for part, one in shown.parts.items()
                }
            }
        )
        for language, shown in rendered.items()
    }
