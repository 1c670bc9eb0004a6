"""The question bank, exams as they are given, and sittings."""

from exams.models.attempt import Attempt, Response, ResponseEvent, TimeChange
from exams.models.bank import Asset, KeyRevision, Question, QuestionVersion, Topic
from exams.models.exam import Assignment, Exam, ExamItem, Paper, PaperItem, Variant, Withdrawal

__all__ = [
    "Asset",
    "Assignment",
    "Attempt",
    "Exam",
    "ExamItem",
    "KeyRevision",
    "Paper",
    "PaperItem",
    "Question",
    "QuestionVersion",
    "Response",
    "ResponseEvent",
    "TimeChange",
    "Topic",
    "Variant",
    "Withdrawal",
]
