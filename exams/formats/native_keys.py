"""Keys as a bank file may write them for short, turned into what is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["NO_BLANKS", "expand_key"]

NO_BLANKS: Mapping[str, str] = {}
# What is stored as text and may be written as a number.
WRITTEN_AS_NUMBERS = (
    *("value", "answer", "absolute", "relative", "expression"),
    *("form_credit", "number_credit", "penalty"),
)
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
        return {"v": 1, "kind": kind, **_with_texts(_expand_blanks(raw, blanks))}
    if isinstance(raw, Mapping):
        expanded = {str(name): value for name, value in raw.items()}
    else:
        expanded = {KEY_FIELD.get(kind, "answer"): raw}
    if kind == "short_text" and "accepted" in expanded:
        expanded["accepted"] = _expand_accepted(expanded["accepted"])
    for name, expand in EXPANDED.items():
        if name in expanded:
            expanded[name] = expand(expanded[name])
    return {"v": 1, "kind": kind, **_with_texts(expanded)}


def _with_texts(key: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: str(key[name]) for name in WRITTEN_AS_NUMBERS if _is_plain_number(key.get(name))}
    return {**key, **texts}


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
        for one in _listed(raw)
    ]


def _expand_forms(raw: Any) -> list[Any]:
    """``factored``, ``[factored, exact]``, ``{decimal_places: 2}`` or a list of all of these; what a form is
    told may be a number."""
    forms: list[Any] = []
    for one in _listed(raw):
        if not isinstance(one, Mapping):
            forms.append({"test": one})
        elif "test" in one:
            forms.append({str(name): _told(value) for name, value in one.items()})
        else:
            forms += [{"test": str(test), "options": _told(options)} for test, options in one.items()]
    return forms


def _expand_alternatives(raw: Any) -> list[Any]:
    """Answers by themselves or with what they earn; of several options the answer may be a list of ids."""
    return [
        {str(name): _expand_answer(value) for name, value in one.items()}
        if isinstance(one, Mapping)
        else {"answer": _expand_answer(one)}
        for one in _listed(raw)
    ]


def _expand_answer(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _told(value)


def _expand_mistakes(raw: Any) -> list[Any]:
    """``sign``, ``{sign: 1/3}``, ``{rule: sign, credit: 1/3}``, or a list of all of these."""
    mistakes: list[Any] = []
    for one in _listed(raw):
        if not isinstance(one, Mapping):
            mistakes.append({"rule": one})
        elif "rule" in one:
            mistakes.append({str(name): _told(value) for name, value in one.items()})
        else:
            mistakes += [{"rule": str(rule), "credit": _told(credit)} for rule, credit in one.items()]
    return mistakes


def _expand_follow(raw: Any) -> Any:
    """``3*{@a}``, or with what it earns. Nothing follows from nothing."""
    if raw is None:
        return None
    if isinstance(raw, Mapping):
        return {str(name): _told(value) for name, value in raw.items()}
    return {"answer": _told(raw)}


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]


def _told(value: Any) -> Any:
    if value is None:
        return ""
    return str(value) if _is_plain_number(value) else value


def _is_plain_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


EXPANDED: Mapping[str, Callable[[Any], Any]] = {
    "forms": _expand_forms,
    "alternatives": _expand_alternatives,
    "mistakes": _expand_mistakes,
    "follow": _expand_follow,
}
