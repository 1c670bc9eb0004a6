"""The figures of a bank file's question: plots, drawings as SVG text, other pictures as base64."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any

from exams.errors import QuestionError
from exams.pictures import Picture, PictureError, read_picture, read_svg

__all__ = ["read_figures"]

FIELDS = frozenset({"name", "alt", "svg", "data", "media_type", "plot"})
MOST_FIGURES = 20


def read_figures(raw: Sequence[Any]) -> tuple[list[dict[str, Any]], tuple[Picture, ...]]:
    """The figures as content stores them, still to be checked in shape, and the pictures they show.
    Raises QuestionError: ``not_a_mapping``, ``missing``, ``unknown_field``, ``bad_shape``, ``figure``."""
    if len(raw) > MOST_FIGURES:
        raise QuestionError("figure", where="figures", problem="too_many_figures", most=MOST_FIGURES)
    figures, pictures = [], []
    for number, entry in enumerate(raw, start=1):
        where = f"figures[{number}]"
        _check_fields(entry, where)
        if "plot" in entry:
            figures.append({name: entry[name] for name in ("name", "alt", "plot")})
            continue
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


def _check_fields(entry: Any, where: str) -> None:
    """What a figure is made of: a plot, a drawing, or the data of a picture, and nothing beside it."""
    if not isinstance(entry, Mapping):
        raise QuestionError("not_a_mapping", where=where)
    unknown = sorted({str(name) for name in entry} - FIELDS)
    if unknown:
        raise QuestionError("unknown_field", where=f"{where}.{unknown[0]}")
    also = sorted({"svg", "data", "media_type"} & set(entry)) if "plot" in entry else []
    if also:
        raise QuestionError("figure", where=f"{where}.{also[0]}", problem="plot_and_picture")
    needed = () if "plot" in entry or "svg" in entry else ("data", "media_type")
    for name in ("name", "alt", *needed):
        if name not in entry:
            raise QuestionError("missing", where=f"{where}.{name}")


def _read_figure(entry: Mapping[str, Any], where: str) -> Picture:
    try:
        if "svg" in entry:
            return read_svg(str(entry["svg"]))
        return read_picture(_decode(entry["data"], where), str(entry["media_type"]))
    except PictureError as error:
        raise QuestionError("figure", where=where, problem=error.code, **error.values) from error


def _decode(raw: Any, where: str) -> bytes:
    try:
        return base64.b64decode(re.sub(r"\s+", "", str(raw)), validate=True)
    except (binascii.Error, ValueError) as error:
        raise QuestionError("figure", where=f"{where}.data", problem="not_base64") from error
