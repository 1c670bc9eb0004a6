"""Keys as a bank file may write them for short, turned into what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["NO_BLANKS", "expand_key"]

NO_BLANKS: Mapping[str, str] = {}
# Where a key written for short belongs; of the other kinds it is the answer.
KEY_FIELD = {
    "choice": "correct",
    "five_option": "correct",
    "multiple_choice": "correct",
    "true_false": "correct",
    "ordering": "order",
    "matching": "pairs",
    "integer": "value",
    "number": "value",
    "expression": "expression",
    "working": "lines",
    "short_text": "accepted",
    "essay": "guidance",
}


def expand_key(kind: str, raw: Any, *, blanks: Mapping[str, str] = NO_BLANKS) -> dict[str, Any]:
    """The stored form of a key's short form: ``key: o3``, ``key: 12``, ``key: "x^2-3x"``; of a cloze, whose
    ``blanks`` are kinds by id, ``key: {b1: "x+1", b2: 7}``."""
    if kind == "cloze":
        return {"v": 1, "kind": kind, **_expand_blanks(raw, blanks)}
    if isinstance(raw, Mapping):
        expanded = {str(name): value for name, value in raw.items()}
    else:
        expanded = {KEY_FIELD.get(kind, "answer"): raw}
    numbers = ("value", "absolute", "relative", "expression", "form_credit")
    texts: dict[str, Any] = {
        name: str(expanded[name]) for name in numbers if _is_plain_number(expanded.get(name))
    }
    if kind == "short_text" and "accepted" in expanded:
        texts["accepted"] = _expand_accepted(expanded["accepted"])
    if "forms" in expanded:
        texts["forms"] = _expand_forms(expanded["forms"])
    return {"v": 1, "kind": kind, **expanded, **texts}


def _expand_blanks(raw: Any, kinds: Mapping[str, str]) -> dict[str, Any]:
    """Blanks with their keys; a key that names no kind is of the kind of its blank."""
    fields = dict(raw) if isinstance(raw, Mapping) and "blanks" in raw else {"blanks": raw}
    if not isinstance(fields["blanks"], Mapping):
        return fields
    keys = {
        str(blank): expand_key(str(key["kind"]), key)
        if isinstance(key, Mapping) and "kind" in key
        else expand_key(kinds.get(str(blank), "expression"), key)
        for blank, key in fields["blanks"].items()
    }
    return {**fields, "blanks": keys}


def _expand_accepted(raw: Any) -> list[Any]:
    """One text or a list of them, each by itself or with its credit."""
    return [
        {str(name): str(value) if _is_plain_number(value) else value for name, value in one.items()}
        if isinstance(one, Mapping)
        else {"text": str(one) if _is_plain_number(one) else one}
        for one in (raw if isinstance(raw, list) else [raw])
    ]


def _expand_forms(raw: Any) -> list[Any]:
    """``factored``, ``[factored, exact]``, ``{decimal_places: 2}`` or a list of all of these; what a form is
    told may be a number."""
    forms: list[Any] = []
    for one in raw if isinstance(raw, list) else [raw]:
        if not isinstance(one, Mapping):
            forms.append({"test": one})
        elif "test" in one:
            forms.append({str(name): _told(value) for name, value in one.items()})
        else:
            forms += [{"test": str(test), "options": _told(options)} for test, options in one.items()]
    return forms


def _told(value: Any) -> Any:
    if value is None:
        return ""
    return str(value) if _is_plain_number(value) else value


def _is_plain_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
