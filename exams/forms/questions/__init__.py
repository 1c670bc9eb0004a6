"""The form in which a teacher writes a question: one form for each concern, rows for what repeats."""

from exams.forms.questions.about import AboutForm
from exams.forms.questions.opening import blank_tree, open_question
from exams.forms.questions.whole import QuestionForms, act, fill_rows, read_uploads

__all__ = [
    "AboutForm",
    "QuestionForms",
    "act",
    "blank_tree",
    "fill_rows",
    "open_question",
    "read_uploads",
]
