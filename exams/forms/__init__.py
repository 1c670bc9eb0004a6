"""What people send to the exam pages."""

from exams.forms.assigning import AssignForm, TermsForm
from exams.forms.deciding import DecisionForm, RubricForm, decision_form
from exams.forms.drafting import BankFilter, ExamFilter, NewExamForm, PointsForm, TitleForm
from exams.forms.sitting import StartForm

__all__ = [
    "AssignForm",
    "BankFilter",
    "DecisionForm",
    "ExamFilter",
    "NewExamForm",
    "PointsForm",
    "RubricForm",
    "StartForm",
    "TermsForm",
    "TitleForm",
    "decision_form",
]
