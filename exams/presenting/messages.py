"""The message that carries an answer, as clients send it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exams.errors import Refused
from exams.services.delivery import Pulse, SaveMessage
from exams.shapes import ResponseValue

__all__ = [
    "LARGEST_MESSAGE",
    "PulseBody",
    "SaveBody",
    "parse_message",
    "parse_pulse",
    "read_message",
    "read_pulse",
]

# Bytes. Every response that may be given fits: 26 parts of 10,000 characters are 1.6 MB where a program
# writes each as \uXXXX. What is too long for its question is refused when the message has been read.
LARGEST_MESSAGE = 2 * 1024 * 1024
MOST_SEQ = 2**53 - 1  # what a browser counts exactly
MOST_SEEN = 100

Device = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
NoticeId = Annotated[int, Field(ge=0, le=MOST_SEQ, strict=True)]


class SaveBody(BaseModel):
    """The JSON body of a save."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: Device
    seq: Annotated[int, Field(ge=1, le=MOST_SEQ, strict=True)]
    base_revision: Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
    response: ResponseValue

    def to_message(self) -> SaveMessage:
        """The service's value of the same meaning."""
        return SaveMessage(
            device=self.device, seq=self.seq, base_revision=self.base_revision, response=self.response
        )


class PulseBody(BaseModel):
    """The JSON body of a pulse."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: Device
    position: Annotated[int, Field(ge=1, le=2**15 - 1, strict=True)] | None = None
    unsent: Annotated[int, Field(ge=0, le=2**15 - 1, strict=True)] = 0
    claim: Annotated[bool, Field(strict=True)] = False
    since: NoticeId = 0
    acknowledged: Annotated[tuple[NoticeId, ...], Field(max_length=MOST_SEEN)] = ()

    def to_pulse(self) -> Pulse:
        """The service's value of the same meaning."""
        return Pulse(
            device=self.device,
            position=self.position,
            unsent=self.unsent,
            claim=self.claim,
            since=self.since,
            acknowledged=self.acknowledged,
        )


def read_pulse(body: bytes) -> Pulse:
    """The pulse in ``body``. Raises Refused ``bad_message``, which says where it is wrong."""
    try:
        return PulseBody.model_validate_json(body).to_pulse()
    except ValidationError as error:
        raise _refusal(error) from error


def parse_pulse(data: Any) -> Pulse:
    """The pulse in a body that was read as JSON already. Raises Refused ``bad_message``."""
    try:
        return PulseBody.model_validate(data).to_pulse()
    except ValidationError as error:
        raise _refusal(error) from error


def read_message(body: bytes) -> SaveMessage:
    """The message in ``body``. Raises Refused ``bad_message``, which says where it is wrong."""
    try:
        return SaveBody.model_validate_json(body).to_message()
    except ValidationError as error:
        raise _refusal(error) from error


def parse_message(data: Any) -> SaveMessage:
    """The message in a body that was read as JSON already. Raises Refused ``bad_message``."""
    try:
        return SaveBody.model_validate(data).to_message()
    except ValidationError as error:
        raise _refusal(error) from error


def _refusal(error: ValidationError) -> Refused:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return Refused("bad_message", where=where, problem=first["msg"])
