"""The question bank, exams as they are given, and sittings."""

from exams.models.attempt import Attempt, Response, ResponseEvent, TimeChange
from exams.models.bank import Asset, KeyRevision, Question, QuestionVersion, Topic
from exams.models.exam import Assignment, Exam, ExamItem, Paper, PaperItem, Variant
from exams.models.supervision import Acknowledgement, Notice, Presence
from exams.models.withdrawal import Withdrawal

__all__ = [
    "Acknowledgement",
    "Asset",
    "Assignment",
    "Attempt",
    "Exam",
    "ExamItem",
    "KeyRevision",
    "Notice",
    "Paper",
    "PaperItem",
    "Presence",
    "Question",
    "QuestionVersion",
    "Response",
    "ResponseEvent",
    "TimeChange",
    "Topic",
    "Variant",
    "Withdrawal",
]
