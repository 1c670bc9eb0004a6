"""Keys of one variant: the values of its parameters put in."""

from __future__ import annotations

import re
from typing import Any

from grading.engine.variants import Values, fill_answer, fill_text, fill_words
from grading.keys.shapes import (
    ClozeKey,
    Criterion,
    EssayKey,
    Foreseen,
    ForeseenKey,
    FormRequirement,
    FormulaKey,
    Key,
    ShortTextKey,
    WorkingKey,
)

PLACEHOLDER = re.compile(r"\{([a-z][a-zA-Z0-9_]*)\}")
# What may stand in a key of mathematics, whatever its kind.
FORMULAS = ("value", "expression", "answer", "absolute", "relative", "properties")


def fill_key(key: Key, values: Values) -> Key:
    """``key`` with the parameters of one variant put in. ``check_key`` refuses a name that stays."""
    if not values:
        return key
    match key:
        case ShortTextKey(accepted=accepted):
            texts = tuple(one.model_copy(update={"text": fill_words(one.text, values)}) for one in accepted)
            return key.model_copy(update={"accepted": texts})
        case EssayKey(guidance=guidance, rubric=rubric):
            told = {language: fill_text(text, values) for language, text in guidance.items()}
            criteria = tuple(_fill_criterion(criterion, values) for criterion in rubric)
            return key.model_copy(update={"guidance": told, "rubric": criteria})
        case ClozeKey(blanks=blanks):
            filled = {blank: fill_key(one, values) for blank, one in blanks.items()}
            return key.model_copy(update={"blanks": filled})
        case WorkingKey(lines=lines):
            update = {"lines": tuple(fill_answer(line, values) for line in lines)}
            return key.model_copy(update={**update, "forms": _fill_forms(key.forms, values)})
        case FormulaKey():
            return key.model_copy(update=_filled_formulas(key, values))
        case ForeseenKey():
            return key.model_copy(update={"alternatives": _fill_foreseen(key, values)})
    return key


def _fill_criterion(criterion: Criterion, values: Values) -> Criterion:
    text = {language: fill_text(words, values) for language, words in criterion.text.items()}
    return criterion.model_copy(update={"text": text})


def _filled_formulas(key: FormulaKey, values: Values) -> dict[str, Any]:
    update: dict[str, Any] = {
        name: fill_answer(text, values)
        for name in FORMULAS
        if isinstance(text := getattr(key, name, None), str)
    }
    if forms := getattr(key, "forms", ()):
        update["forms"] = _fill_forms(forms, values)
    if key.alternatives:
        update["alternatives"] = _fill_foreseen(key, values)
    if key.mistakes:
        update["mistakes"] = tuple(
            mistake.model_copy(update={"message": _fill_message(mistake.message, values)})
            for mistake in key.mistakes
        )
    if key.follow is not None:
        told = {"answer": fill_answer(key.follow.answer, values)}
        update["follow"] = key.follow.model_copy(
            update={**told, "message": _fill_message(key.follow.message, values)}
        )
    return update


def _fill_foreseen(key: ForeseenKey, values: Values) -> tuple[Foreseen, ...]:
    return tuple(
        foreseen.model_copy(
            update={
                "answer": fill_answer(foreseen.answer, values),
                "message": _fill_message(foreseen.message, values),
            }
        )
        for foreseen in key.alternatives
    )


def _fill_message(message: dict[Any, str], values: Values) -> dict[Any, str]:
    """Messages are prose with formulas, as the texts of a question."""
    return {language: fill_text(text, values) for language, text in message.items()}


def _fill_forms(forms: tuple[FormRequirement, ...], values: Values) -> tuple[FormRequirement, ...]:
    return tuple(
        form.model_copy(update={"options": fill_answer(form.options, values)}) if form.options else form
        for form in forms
    )
