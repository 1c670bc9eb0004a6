"""The figures of a bank file's question: drawings as SVG text, other pictures as base64."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any

from exams.errors import QuestionError
from exams.pictures import Picture, PictureError, read_picture, read_svg

__all__ = ["read_figures"]

FIELDS = frozenset({"name", "alt", "svg", "data", "media_type"})
MOST_FIGURES = 20


def read_figures(raw: Sequence[Any]) -> tuple[list[dict[str, Any]], tuple[Picture, ...]]:
    """The figures as content stores them, still to be checked in shape, and the pictures they show.
    Raises QuestionError: ``not_a_mapping``, ``missing``, ``unknown_field``, ``bad_shape``, ``figure``."""
    if len(raw) > MOST_FIGURES:
        raise QuestionError("figure", where="figures", problem="too_many_figures", most=MOST_FIGURES)
    figures, pictures = [], []
    for number, entry in enumerate(raw, start=1):
        where = f"figures[{number}]"
        picture = _read_figure(entry, where)
        pictures.append(picture)
        figures.append(
            {
                "name": entry["name"],
                "alt": entry["alt"],
                "asset": picture.sha256,
                "media_type": picture.media_type,
                "width": picture.width,
                "height": picture.height,
            }
        )
    return figures, tuple(pictures)


def _read_figure(entry: Any, where: str) -> Picture:
    if not isinstance(entry, Mapping):
        raise QuestionError("not_a_mapping", where=where)
    unknown = sorted({str(name) for name in entry} - FIELDS)
    if unknown:
        raise QuestionError("unknown_field", where=f"{where}.{unknown[0]}")
    is_drawing = "svg" in entry
    for name in ("name", "alt", *(() if is_drawing else ("data", "media_type"))):
        if name not in entry:
            raise QuestionError("missing", where=f"{where}.{name}")
    try:
        if is_drawing:
            return read_svg(str(entry["svg"]))
        return read_picture(_decode(entry["data"], where), str(entry["media_type"]))
    except PictureError as error:
        raise QuestionError("figure", where=where, problem=error.code, **error.values) from error


def _decode(raw: Any, where: str) -> bytes:
    try:
        return base64.b64decode(re.sub(r"\s+", "", str(raw)), validate=True)
    except (binascii.Error, ValueError) as error:
        raise QuestionError("figure", where=f"{where}.data", problem="not_base64") from error
