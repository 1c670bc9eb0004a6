"""Reading the file of answers that a browser could not send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, FailFast, Field, ValidationError

from exams.errors import Refused
from exams.models import Attempt
from exams.services.delivery import SaveMessage
from exams.shapes import ResponseValue

__all__ = ["LARGEST_HANDED_FILE", "HandedFile", "HandedMessage", "read_handed_file"]

LARGEST_HANDED_FILE = 1_000_000
MOST_MESSAGES = 1000
MOST_SEQ = 2**53 - 1  # what a browser counts exactly
# A day inside of what a datetime can hold: no time zone carries it out. A device may believe in any year.
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(1, 1, 2, tzinfo=UTC), le=datetime(9999, 12, 30, tzinfo=UTC))
]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HandedMessage(_Shape):
    """One message as the browser would have sent it; ``typed_at`` is by the clock of the student's device."""

    position: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    device: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
    seq: Annotated[int, Field(ge=1, le=MOST_SEQ, strict=True)]
    base_revision: Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
    response: ResponseValue
    typed_at: Moment

    @property
    def body_hash(self) -> str:
        """As of the same message sent over the network."""
        sent = SaveMessage(
            device=self.device, seq=self.seq, base_revision=self.base_revision, response=self.response
        )
        return sent.body_hash(self.position)


class HandedFile(_Shape):
    """What the exam page writes when a student takes their unsent answers along."""

    mathtest: Literal["unsent answers"]
    v: Literal[1]
    attempt: UUID
    name: Annotated[str, Field(max_length=300)]
    exam: Annotated[str, Field(max_length=1000)]
    made_at: Moment
    # Stops at the first that is wrong: of a million there would be a million to tell.
    messages: Annotated[tuple[HandedMessage, ...], Field(max_length=MOST_MESSAGES), FailFast()]


def read_handed_file(raw: bytes, *, attempt: Attempt) -> HandedFile:
    """The file in ``raw``, which must be about ``attempt``. Raises Refused: ``handed_not_json``,
    ``handed_too_many``, ``handed_bad_shape`` with the place in it, ``handed_other_attempt``."""
    try:
        file = HandedFile.model_validate_json(raw)
    except ValidationError as error:
        raise _refusal(error) from error
    if file.attempt != attempt.pk:
        raise Refused("handed_other_attempt", name=file.name, exam=file.exam)
    return file


def _refusal(error: ValidationError) -> Refused:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    if not where or where == "mathtest":
        return Refused("handed_not_json")
    if where == "messages" and first["type"] == "too_long":
        return Refused("handed_too_many", most=MOST_MESSAGES)
    return Refused("handed_bad_shape", where=where)
