"""A paper's questions as one student sees them: rendered text, options in their order, what was given."""

from __future__ import annotations

from exams.presenting.questions.showing import load_questions, number_items, reader_language, show_question
from exams.presenting.questions.views import (
    BlankView,
    OptionView,
    PartView,
    QuestionView,
    StemView,
    UnsavedAnswer,
    WithdrawnView,
    field_name,
    stem_field_name,
)

__all__ = [
    "BlankView",
    "OptionView",
    "PartView",
    "QuestionView",
    "StemView",
    "UnsavedAnswer",
    "WithdrawnView",
    "field_name",
    "load_questions",
    "number_items",
    "reader_language",
    "show_question",
    "stem_field_name",
]
