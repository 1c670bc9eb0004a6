"""A checked picture: its bytes, what they are, and how large it is shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from exams.pictures.rasters import RASTERS

__all__ = ["Picture", "PictureError", "read_picture"]

LARGEST_RASTER = 2_000_000
LONGEST_SIDE = 5_000


class PictureError(Exception):
    """A picture that is not taken. ``code`` and ``values`` are worded for the author by the web layer."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes that were checked, with their media type and size in CSS pixels."""

    media_type: str
    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """What the picture is stored and addressed by (hex)."""
        return hashlib.sha256(self.content).hexdigest()


def read_picture(data: bytes, media_type: str) -> Picture:
    """The PNG, JPEG, GIF or WebP in ``data``. Raises PictureError: ``unknown_media_type``,
    ``picture_too_large``, ``not_that_picture``, ``picture_too_wide``."""
    if media_type not in RASTERS:
        raise PictureError("unknown_media_type", media_type=media_type)
    if len(data) > LARGEST_RASTER:
        raise PictureError("picture_too_large", most=LARGEST_RASTER)
    size = RASTERS[media_type](data)
    if size is None:
        raise PictureError("not_that_picture", media_type=media_type)
    width, height = size
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
        raise PictureError("picture_too_wide", most=LONGEST_SIDE)
    return Picture(media_type, data, width, height)
