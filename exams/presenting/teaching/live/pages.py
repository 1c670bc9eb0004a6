"""All that the template of a board is given, and the fingerprint by which its next asker is told that nothing
has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language

from exams.content import canonical_hash
from exams.models import Assignment
from exams.presenting.teaching.live.boards import AWAY, SORTS, STATES, Board, make_board, stands
from exams.presenting.teaching.live.choices import Choices
from exams.presenting.teaching.live.looks import Look, Memory
from exams.presenting.teaching.live.questions import make_question_board
from exams.presenting.teaching.live.rows import MadeRow, RowMemory

__all__ = ["board_context", "digest_of", "fingerprint_of", "tag_of"]

# The others have a tile as soon as somebody stands so.
ALWAYS_SHOWN = frozenset({"not_started", "under_way", "submitted"})


def fingerprint_of(look: Look, choices: Choices) -> str:
    """Another one as soon as the board would show anything else: counted without reading an answer."""
    return tag_of(digest_of(look), choices)


def tag_of(digest: str, choices: Choices) -> str:
    """The fingerprint of one view, in the language of now, of a look with this ``digest``."""
    return canonical_hash([choices.query, get_language(), digest])[:24]


def digest_of(look: Look) -> str:
    """What all fingerprints of a look have in common."""
    rows = [
        [
            str(row.student.pk),
            row.student.name,
            *(row.number, row.place, row.state, str(row.attempt_id), row.answered, str(row.saved_at)),
            *(str(row.deadline_at), row.connected, row.question, row.unsent, row.minutes, str(row.factor)),
            row.has_seen,
        ]
        for row in stands(look, {})
    ]
    stamps = sorted([str(key), stamp.answers, stamp.revisions] for key, stamp in look.stamps.items())
    told = look.announcement.pk if look.announcement else 0, getattr(look.announcement, "told", 0)
    questions = sorted(look.asked.items()), sorted(look.withdrawn.items()), look.newest_key
    return canonical_hash([look.phase, rows, stamps, told, len(look.seen_by), questions])


def board_context(
    assignment: Assignment, look: Look, memory: Memory, choices: Choices, *, made: RowMemory | None = None
) -> dict[str, Any]:
    """What ``exams/teacher/_board.html`` shows; reads the answers that ``memory`` does not have, and
    makes the rows that ``made`` does not have."""
    memory.read_answers(look)
    board = make_board(look, memory)
    shown = board.shown(state=choices.state, sort=choices.sort)
    position = choices.question
    question = None
    if position not in look.asked:
        choices = replace(choices, question=0)
    else:
        question = make_question_board(
            look, memory, board, position=position, verdicts=choices.shows_verdicts
        )
    return {
        "assignment": assignment,
        "board": shown,
        "rows": _rows(board, shown, made or RowMemory(), choices),
        "question": question,
        "question_number": look.asked.get(position),
        "question_policy": look.withdrawn.get(position, ""),
        "questions": [
            (number, choices.link(question=place), place == position, place in look.withdrawn)
            for place, number in look.asked.items()
        ],
        "as_of": format_html(
            "<time data-live-at>{}</time>", date_format(timezone.localtime(look.now), "H:i:s")
        ),
        "phase": look.phase,
        "choices": choices,
        "hides_names": choices.hides_names,
        "shows_verdicts": choices.shows_verdicts,
        "class_link": choices.link(question=0),
        "names_link": choices.link(names="" if choices.hides_names else "hidden", verdicts=""),
        "verdicts_link": choices.link(verdicts="hidden" if choices.shows_verdicts else "shown"),
        "filters": [
            (state, board.counts[state], choices.link(state=state, question=0))
            for state in (*STATES, AWAY)
            if state in ALWAYS_SHOWN or board.counts[state] or choices.state == state
        ],
        "everyone": (board.count, choices.link(state="", question=0)),
        "sorts": {sort: choices.link(sort="" if sort == "number" else sort) for sort in SORTS},
        "state": choices.state,
        "sort": choices.sort,
    }


def _rows(board: Board, shown: Board, made: RowMemory, choices: Choices) -> list[MadeRow]:
    """The rows of ``shown``; none where one question is looked at instead of the class."""
    if choices.question:
        return []
    made.forget_others(row.student.pk for row in board.rows)
    return made.rows_of(shown.rows, hides_names=choices.hides_names)
