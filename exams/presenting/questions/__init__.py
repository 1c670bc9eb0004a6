"""A paper's questions as one student sees them: rendered text, options in their order, what was given."""

from __future__ import annotations

from exams.presenting.questions.showing import (
    load_questions,
    number_items,
    reader_language,
    show_question,
    show_untouched,
)
from exams.presenting.questions.views import (
    BlankView,
    MapPlace,
    OptionView,
    PartView,
    QuestionView,
    StemView,
    UnsavedAnswer,
    Untouched,
    WithdrawnView,
    field_name,
    stem_field_name,
)

__all__ = [
    "BlankView",
    "MapPlace",
    "OptionView",
    "PartView",
    "QuestionView",
    "StemView",
    "UnsavedAnswer",
    "Untouched",
    "WithdrawnView",
    "field_name",
    "load_questions",
    "number_items",
    "reader_language",
    "show_question",
    "show_untouched",
    "stem_field_name",
]
