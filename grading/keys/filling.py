"""Keys of one variant: the values of its parameters put in."""

from __future__ import annotations

import re
from typing import assert_never

from grading.engine.variants import Values, fill_answer, fill_text
from grading.keys.shapes import (
    ChoiceKey,
    EssayKey,
    ExpressionKey,
    FormRequirement,
    IntegerKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    NumberKey,
    ShortTextKey,
    TrueFalseKey,
)

PLACEHOLDER = re.compile(r"\{([a-z][a-zA-Z0-9_]*)\}")


def fill_key(key: Key, values: Values) -> Key:
    """``key`` with the parameters of one variant put in. ``check_key`` refuses a name that stays."""
    match key:
        case ChoiceKey() | MultipleChoiceKey() | TrueFalseKey() | MatchingKey():
            return key
        case ShortTextKey(accepted=accepted):
            texts = tuple(one.model_copy(update={"text": fill_words(one.text, values)}) for one in accepted)
            return key.model_copy(update={"accepted": texts})
        case EssayKey(guidance=guidance):
            told = {language: fill_text(text, values) for language, text in guidance.items()}
            return key.model_copy(update={"guidance": told})
        case IntegerKey():
            return key.model_copy(update={"value": fill_answer(key.value, values)})
        case NumberKey():
            filled = {
                name: fill_answer(text, values)
                for name in ("value", "absolute", "relative")
                if (text := getattr(key, name)) is not None
            }
            return key.model_copy(update={**filled, "forms": _fill_forms(key.forms, values)})
        case ExpressionKey():
            filled_text = fill_answer(key.expression, values)
            return key.model_copy(update={"expression": filled_text, "forms": _fill_forms(key.forms, values)})
        case _:
            assert_never(key)


def _fill_forms(forms: tuple[FormRequirement, ...], values: Values) -> tuple[FormRequirement, ...]:
    return tuple(
        form.model_copy(update={"options": fill_answer(form.options, values)}) if form.options else form
        for form in forms
    )


def fill_words(text: str, values: Values) -> str:
    """``text`` with each ``{name}`` of ``values`` replaced by its number, as in prose: no brackets."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)
