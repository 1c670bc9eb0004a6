"""What people send to the exam pages."""

from exams.forms.assigning import AssignForm, TermsForm
from exams.forms.deciding import DecisionForm
from exams.forms.drafting import BankFilter, ExamFilter, NewExamForm, PointsForm, TitleForm
from exams.forms.sitting import StartForm

__all__ = [
    "AssignForm",
    "BankFilter",
    "DecisionForm",
    "ExamFilter",
    "NewExamForm",
    "PointsForm",
    "StartForm",
    "TermsForm",
    "TitleForm",
]
