"""The message that carries an answer, as clients send it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exams.errors import Refused
from exams.services.delivery import SaveMessage
from exams.shapes import ResponseValue

__all__ = ["LARGEST_MESSAGE", "SaveBody", "parse_message", "read_message"]

LARGEST_MESSAGE = 64 * 1024
MOST_SEQ = 2**53 - 1  # what a browser counts exactly


class SaveBody(BaseModel):
    """The JSON body of a save."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
    seq: Annotated[int, Field(ge=1, le=MOST_SEQ, strict=True)]
    base_revision: Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
    response: ResponseValue

    def to_message(self) -> SaveMessage:
        """The service's value of the same meaning."""
        return SaveMessage(
            device=self.device, seq=self.seq, base_revision=self.base_revision, response=self.response
        )


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
