"""Striking variants out, and taking them back: a new version of the question, in which the next values take
the place of those that were struck."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from accounts.models import User
from exams.content import MOST_STRUCK, Content
from exams.errors import QuestionError, Refused
from exams.models import Question, QuestionVersion
from exams.services.publishing import seed_of
from exams.services.trying import draw_values, make_values
from exams.services.writing import load_standing, write_question
from grading.engine.variants import Values

__all__ = ["strike_variants", "unused_rows"]

Row = dict[str, str]


def strike_variants(
    question: Question,
    *,
    places: Collection[int],
    rows: Collection[int],
    by: User,
    based_on: tuple[str, int],
) -> QuestionVersion:
    """Strikes out the drawn values at ``places`` (from 1, as ``draw_values`` gives them) and takes the others
    back; of the rows that strike none of them those at ``rows`` (from 0) stay. Raises Refused
    ``question_changed`` where the standing is no longer the one of the token ``based_on``, and QuestionError
    where nothing would be left."""
    standing = load_standing(question)
    if standing.version is None or standing.token != based_on:
        raise Refused("question_changed")
    content = Content.model_validate(standing.version.content)
    seed = seed_of(content.drawn_from)
    drawn = [values for values, _is_struck in draw_values(content, seed=seed)]
    struck = [*_struck(content, drawn, places), *(row for at, row in _unused(content, drawn) if at in rows)]
    if len(struck) > MOST_STRUCK:
        raise QuestionError("too_many_struck", where="parameters", most=MOST_STRUCK)
    changed = content.model_copy(update={"struck": tuple(struck)})
    make_values(changed, seed=seed)
    return write_question(question, changed, standing.keys, by=by, based_on=based_on)


def unused_rows(content: Content, drawn: Sequence[Values]) -> list[tuple[int, Row]]:
    """The rows of ``content.struck``, with their places from 0, that strike out none of ``drawn``: other
    parameters may have drawn those values."""
    return list(_unused(content, drawn))


def _unused(content: Content, drawn: Sequence[Values]) -> Iterator[tuple[int, Row]]:
    for place, row in enumerate(content.struck):
        if not _places_of(content, row, drawn):
            yield place, row


def _struck(content: Content, drawn: Sequence[Values], places: Collection[int]) -> Iterator[Row]:
    """The rows that still strike nothing but what is to be struck, and one for each place that is left. What
    has no values cannot be struck out."""
    covered: set[int] = set()
    for row in content.struck:
        its_places = _places_of(content, row, drawn)
        if its_places and its_places <= set(places):
            covered |= its_places
            yield row
    for place, values in enumerate(drawn, start=1):
        if values and place in places and place not in covered:
            yield values.to_json()


def _places_of(content: Content, row: Row, drawn: Sequence[Values]) -> set[int]:
    alone = content.model_copy(update={"struck": (row,)})
    return {place for place, values in enumerate(drawn, start=1) if alone.is_struck(values.to_json())}
