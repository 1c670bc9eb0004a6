"""What is correct: one frozen model per question kind, versioned JSON in and out.

A key may hold ``{name}`` placeholders of a question's parameters; ``fill_key`` puts the values of
one variant in, ``check_key`` reads a filled key as the engine will and refuses one that it cannot.
"""

from grading.keys.answers import why_no_answer
from grading.keys.checking import KeyProblem, check_key, read_integer, read_tolerance
from grading.keys.filling import fill_key, fill_words
from grading.keys.forms import FormedKey, hold_to_forms, judge_form
from grading.keys.shapes import (
    Accepted,
    ChoiceKey,
    EssayKey,
    ExpressionKey,
    FormRequirement,
    FormTest,
    IntegerKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    NumberKey,
    ShortTextKey,
    SymbolList,
    TrueFalseKey,
    load_key,
)

__all__ = [
    "Accepted",
    "ChoiceKey",
    "EssayKey",
    "ExpressionKey",
    "FormRequirement",
    "FormTest",
    "FormedKey",
    "IntegerKey",
    "Key",
    "KeyProblem",
    "MatchingKey",
    "MultipleChoiceKey",
    "NumberKey",
    "ShortTextKey",
    "SymbolList",
    "TrueFalseKey",
    "check_key",
    "fill_key",
    "fill_words",
    "hold_to_forms",
    "judge_form",
    "load_key",
    "read_integer",
    "read_tolerance",
    "why_no_answer",
]
