"""The one way from what the forms hold to a question's content; ``key_assembling`` has its keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exams.content import Content
from exams.forms.questions.body import BodyForm
from exams.forms.questions.fields import by_language
from exams.forms.questions.figures import FigureForm, load_plot
from exams.forms.questions.parts import PartForm
from exams.forms.questions.stored_tests import TestForm, take_response
from exams.pictures import Picture

__all__ = ["assemble"]


def assemble(
    body: BodyForm,
    parts: Sequence[PartForm],
    figures: Sequence[FigureForm],
    tests: Sequence[TestForm],
    *,
    pictures: Mapping[str, Picture],
) -> Content:
    """What valid forms ask; ``pictures`` are those that figures show, by their SHA-256.
    Raises ``pydantic.ValidationError`` for what the forms could not know."""
    said = body.cleaned_data
    return Content.model_validate(
        {
            "text": by_language(said, "text"),
            "points": said["points"],
            "parts": [_part(form) for form in parts],
            "figures": [_figure(form.cleaned_data, pictures) for form in figures],
            "parameters": said["parameters"],
            "variants": said["variants"],
            "solution": by_language(said, "solution"),
            "tests": [_test(form) for form in tests],
        }
    )


def _part(form: PartForm) -> dict[str, Any]:
    said, takes = form.cleaned_data, form.takes
    part: dict[str, Any] = {
        "id": said["id"],
        "kind": said["kind"],
        "text": by_language(said, "text"),
        "shuffle": said["shuffle"],
        "weight": said["weight"],
    }
    for name in ("options", "stems"):
        if takes[name]:
            rows = [row.cleaned_data for row in form.rows[name].forms]
            part[name] = [{"id": row["id"], "text": by_language(row, "text")} for row in rows]
    if takes["options"]:
        part["options"].sort(key=lambda option: form.shown_ids.index(option["id"]))
    if takes["blanks"]:
        blanks = [row.cleaned_data for row in form.rows["blanks"].forms]
        part["blanks"] = [{"id": blank["id"], "kind": blank["kind"]} for blank in blanks]
    if takes["symbols"]:
        names = ("variables", "functions", "constants", "natural_log", "closed")
        part["symbols"] = {name: said[name] for name in names}
    return part


def _figure(said: Mapping[str, Any], pictures: Mapping[str, Picture]) -> dict[str, Any]:
    if said["plot"]:
        return {"name": said["name"], "alt": by_language(said, "alt"), "plot": load_plot(said["plot"])}
    picture = pictures[said["asset"]]
    return {
        "name": said["name"],
        "asset": said["asset"],
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "alt": by_language(said, "alt"),
    }


def _test(form: TestForm) -> dict[str, Any]:
    said = form.cleaned_data
    given = {
        part: take_response(kind, said[f"response_{part}"], said[f"kept_{part}"])
        for part, kind, _name in form.parts
    }
    verdicts = {part: said[f"verdict_{part}"] for part, _kind, _name in form.parts}
    credits = {part: said[f"credit_{part}"] for part, _kind, _name in form.parts}
    return {
        "response": {part: response for part, response in given.items() if response is not None},
        "verdict": {part: verdict for part, verdict in verdicts.items() if verdict},
        "credit": {part: credit for part, credit in credits.items() if credit},
        "note": by_language(said, "note"),
    }
