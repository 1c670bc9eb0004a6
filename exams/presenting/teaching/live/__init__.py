"""What a teacher sees while a class sits an exam, made anew from one look at the database."""

from exams.presenting.teaching.live.boards import FILTERS, SORTS, STATES, Board, Sitting, make_board
from exams.presenting.teaching.live.choices import Choices, read_choices
from exams.presenting.teaching.live.looks import Look, Memory, look_at
from exams.presenting.teaching.live.pages import board_context, digest_of, fingerprint_of, tag_of
from exams.presenting.teaching.live.questions import QuestionBoard, make_question_board
from exams.presenting.teaching.live.rows import RowMemory

__all__ = [
    "FILTERS",
    "SORTS",
    "STATES",
    "Board",
    "Choices",
    "Look",
    "Memory",
    "QuestionBoard",
    "RowMemory",
    "Sitting",
    "board_context",
    "digest_of",
    "fingerprint_of",
    "look_at",
    "make_board",
    "make_question_board",
    "read_choices",
    "tag_of",
]
