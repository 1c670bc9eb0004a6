"""The file of answers that a browser could not send, taken in by a teacher.

What is chosen counts like an answer that was saved: it is the next revision of its question. Every message of
it stays as an event, as what was sent over the network does, and a file that is taken in twice changes
nothing the second time.
"""

from exams.services.handed_files.comparing import HandedQuestion, load_handed_questions
from exams.services.handed_files.reading import LARGEST_HANDED_FILE, HandedFile, read_handed_file
from exams.services.handed_files.taking import Added, Taken, load_added, take_handed_answers

__all__ = [
    "LARGEST_HANDED_FILE",
    "Added",
    "HandedFile",
    "HandedQuestion",
    "Taken",
    "load_added",
    "load_handed_questions",
    "read_handed_file",
    "take_handed_answers",
]
