"""What a file of unsent answers holds, beside what has arrived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Literal

from exams.errors import Refused
from exams.models import Attempt, Response, ResponseEvent
from exams.models.attempt import EventOutcome
from exams.services.delivery.saving import check_response
from exams.services.handed_files.reading import HandedFile, HandedMessage

__all__ = ["HandedQuestion", "load_handed_questions"]

# Arrived and settled: it counted, or a later one did.
SETTLED = (EventOutcome.ACCEPTED, EventOutcome.SUPERSEDED, EventOutcome.IMPORTED)
Hashed = tuple[HandedMessage, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A message and the key that it has as an event: its own, or, where that belongs to something else, one
    made of its content. ``event`` is what stands there already; ``came_as`` what became of the same message
    when it came over the network."""

    message: HandedMessage
    body_hash: str
    device: str
    event: ResponseEvent | None
    came_as: str = ""


@dataclass(frozen=True, slots=True)
class HandedQuestion:
    """What the file has for one question. ``newest`` is what would count, ``older`` how many more there are.

    ``state``: ``new``; ``same`` as what stands; ``late`` or ``conflict``: it did arrive, and did not count;
    ``arrived``: nothing to take; ``unfit``: no answer to what stands there, ``problem`` says why.
    """

    position: int
    newest: HandedMessage
    older: int
    state: Literal["new", "same", "late", "conflict", "arrived", "unfit"]
    is_in_time: bool
    places: tuple[_Place, ...] = ()
    problem: Refused | None = None

    @property
    def can_be_taken(self) -> bool:
        """There is something that does not count yet."""
        return self.state not in ("arrived", "unfit")


def load_handed_questions(attempt: Attempt, file: HandedFile) -> list[HandedQuestion]:
    """What ``file`` holds, question by question, beside what has arrived. Two queries."""
    messages = [(message, message.body_hash) for message in file.messages]
    devices = {name for message, hash_ in messages for name in (message.device, _made_of(hash_))}
    rows = ResponseEvent.objects.filter(attempt=attempt, device__in=devices).defer("value")
    known = {(row.device, row.seq): row for row in rows}
    standing = dict(Response.objects.filter(attempt=attempt).values_list("position", "value"))
    return [
        _question(attempt, position, _placed(group, known), standing.get(position))
        for position, group in _by_position(messages)
    ]


def _made_of(body_hash: str) -> str:
    return f"file:{body_hash[:32]}"


def _by_position(messages: list[Hashed]) -> Iterator[tuple[int, list[Hashed]]]:
    """Each position with its messages as they were typed, every one once: those of one device by their
    numbers, because its clock may have been set meanwhile, the devices by when they were last typed on."""
    once = {(one.position, one.device, one.seq, hash_): (one, hash_) for one, hash_ in messages}
    each = sorted(once.values(), key=lambda pair: pair[0].position)
    for position, group in groupby(each, key=lambda pair: pair[0].position):
        found = list(group)
        last: dict[str, datetime] = {}
        for one, _hash in found:
            last[one.device] = max(one.typed_at, last.get(one.device, one.typed_at))
        found.sort(key=lambda pair: (last[pair[0].device], pair[0].device, pair[0].seq, pair[0].typed_at))
        yield position, found


def _placed(messages: list[Hashed], known: dict[tuple[str, int], ResponseEvent]) -> list[_Place]:
    """Each message with its key. ``known`` learns of the new ones, so that two never get the same."""
    places = []
    for message, body_hash in messages:
        place = _place(message, body_hash, known)
        if place.event is None:
            known[place.device, message.seq] = ResponseEvent(
                device=place.device, seq=message.seq, body_hash=body_hash, outcome=EventOutcome.IMPORTED
            )
        places.append(place)
    return places


def _place(message: HandedMessage, body_hash: str, known: Mapping[tuple[str, int], ResponseEvent]) -> _Place:
    own = known.get((message.device, message.seq))
    if own is None:
        return _Place(message, body_hash, message.device, None)
    is_same = own.body_hash == body_hash
    if is_same and own.outcome in SETTLED:
        return _Place(message, body_hash, message.device, own, own.outcome)
    other = _made_of(body_hash)
    event = known.get((other, message.seq))
    return _Place(message, body_hash, other, event, own.outcome if is_same else "")


def _question(
    attempt: Attempt, position: int, places: list[_Place], standing: object | None
) -> HandedQuestion:
    newest = places[-1]
    question = HandedQuestion(
        position=position,
        newest=newest.message,
        older=len(places) - 1,
        state="new",
        is_in_time=newest.message.typed_at <= attempt.deadline_at,
        places=tuple(places),
    )
    try:
        for place in places:
            check_response(attempt, position, place.message.response)
    except Refused as refusal:
        return replace(question, state="unfit", problem=refusal)
    if newest.event is not None:
        return replace(question, state="arrived")
    if newest.came_as == EventOutcome.LATE:
        return replace(question, state="late")
    if newest.came_as == EventOutcome.CONFLICT:
        return replace(question, state="conflict")
    is_same = standing == newest.message.response.model_dump(mode="json")
    return replace(question, state="same") if is_same else question
