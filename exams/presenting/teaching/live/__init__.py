"""What a teacher sees while a class sits an exam, made anew from one look at the database."""

from exams.presenting.teaching.live.boards import FILTERS, SORTS, STATES, Board, Sitting, make_board
from exams.presenting.teaching.live.choices import Choices, read_choices
from exams.presenting.teaching.live.looks import Look, Memory, look_at
from exams.presenting.teaching.live.pages import board_context, fingerprint_of
from exams.presenting.teaching.live.questions import QuestionBoard, make_question_board

__all__ = [
    "FILTERS",
    "SORTS",
    "STATES",
    "Board",
    "Choices",
    "Look",
    "Memory",
    "QuestionBoard",
    "Sitting",
    "board_context",
    "fingerprint_of",
    "look_at",
    "make_board",
    "make_question_board",
    "read_choices",
]
