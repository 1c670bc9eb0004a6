"""From a stored key to what the forms show: the way back from ``key_assembling``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.forms.questions.rows import Tree
from grading.keys import (
    ChoiceKey,
    ClozeKey,
    EssayKey,
    FiveOptionKey,
    ForeseenKey,
    FormulaKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    OrderingKey,
    ShortTextKey,
    TrueFalseKey,
    WorkingKey,
)

__all__ = ["open_key", "texts_of"]

# Fields that are called the same in keys and forms.
SAME = (
    *("policy", "unit", "number_credit", "written_as", "variable", "constant", "absolute_values"),
    *("properties", "form_credit", "steps", "case_sensitive", "wildcards", "endings", "penalty"),
)
TOLERANCES = ("absolute", "relative", "figures")


def open_key(key: Key, part: Tree) -> Tree:
    """What the form of ``part`` shows of its key; of ``part`` the rows are read."""
    tree = {name: getattr(key, name) for name in SAME if hasattr(key, name)}
    if hasattr(key, "forms"):
        tree["forms"] = [{"test": form.test, "options": form.options} for form in key.forms]
    if isinstance(key, ForeseenKey):
        tree["alternatives"] = [_earned(one, "answer") for one in key.alternatives]
    return tree | (_open_formula(key) if isinstance(key, FormulaKey) else _open_other(key, part))


def texts_of(name: str, text: Mapping[Any, str]) -> Tree:
    """``text_ko`` and ``text_en`` of a text by language."""
    return {f"{name}_{language}": value for language, value in text.items()}


def _open_formula(key: FormulaKey) -> Tree:
    tree: Tree = {"value": key.spelled, "mistakes": [_earned(one, "rule") for one in key.mistakes]}
    for name in TOLERANCES:
        if getattr(key, name, None) is not None:
            tree |= {"tolerance_kind": name, "tolerance": str(getattr(key, name))}
    if key.follow is not None:
        tree |= {"follow_answer": key.follow.answer, "follow_credit": key.follow.credit}
        tree |= texts_of("follow_message", key.follow.message)
    return tree


def _open_other(key: Key, part: Tree) -> Tree:
    match key:
        case ChoiceKey(correct=correct) | FiveOptionKey(correct=correct):
            return _marked(part, {correct})
        case MultipleChoiceKey(correct=several):
            return _marked(part, set(several))
        case OrderingKey(order=order):
            return _in_order(part, order)
        case TrueFalseKey(correct=truth):
            return {"truth": "true" if truth else "false"}
        case MatchingKey(pairs=pairs):
            return {"stems": [{**row, "option": pairs.get(row["id"], "")} for row in part["stems"]]}
    return _open_words(key, part)


def _open_words(key: Key, part: Tree) -> Tree:
    match key:
        case WorkingKey(lines=lines):
            return {"lines": "\n".join(lines)}
        case ClozeKey(blanks=blanks):
            return {"blanks": [{**row, **_blank(blanks.get(row["id"]))} for row in part["blanks"]]}
        case ShortTextKey(accepted=accepted):
            return {"accepted": [{"text": one.text, "credit": one.credit} for one in accepted]}
        case EssayKey(guidance=guidance, rubric=rubric):
            rows = [{"id": row.id, "points": row.points, **texts_of("text", row.text)} for row in rubric]
            return {**texts_of("guidance", guidance), "rubric": rows}
    return {}


def _earned(one: Any, name: str) -> Tree:
    return {name: getattr(one, name), "credit": one.credit, **texts_of("message", one.message)}


def _marked(part: Tree, right: set[str]) -> Tree:
    return {"options": [{**row, "right": row["id"] in right} for row in part["options"]]}


def _in_order(part: Tree, order: tuple[str, ...]) -> Tree:
    """The options as they should stand, and in which order they are shown."""
    rows = {row["id"]: row for row in part["options"]}
    wanted = [rows[option] for option in order if option in rows]
    rest = [row for row in part["options"] if row["id"] not in order]
    return {"options": [*wanted, *rest], "shown_order": " ".join(rows)}


def _blank(key: Any) -> Tree:
    return {} if key is None else {"kind": key.kind, **open_key(key, {})}
