"""A stored question as the tree of values that the forms show: the way back from ``assembling``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from exams.content import Content, Part, StoredTest
from exams.forms.questions.rows import Tree
from exams.forms.questions.stored_tests import write_response
from grading.keys import (
    ChoiceKey,
    EssayKey,
    ExpressionKey,
    FormedKey,
    IntegerKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    NumberKey,
    ShortTextKey,
    TrueFalseKey,
)

__all__ = ["blank_row", "blank_tree", "open_question"]

MOST_LETTERS = 26


def blank_tree() -> Tree:
    """A new question: one part with four options."""
    body = {"points": "1", "variants": "20", "parameters": ""}
    return {"body": body, "parts": [blank_row("parts", [])], "figures": [], "tests": []}


def blank_row(name: str, rows: Collection[Mapping[str, Any]]) -> Tree:
    """A new row beside ``rows``, with an id that none of them has."""
    taken = {str(row.get("id") or "") for row in rows}
    match name:
        case "parts":
            options: list[Tree] = []
            for _place in range(4):
                options.append(blank_row("options", options))
            letters = (chr(ord("a") + place) for place in range(MOST_LETTERS))
            part = next((letter for letter in letters if letter not in taken), f"p{len(taken)}")
            return {"id": part, "kind": "choice", "weight": 1, "shuffle": True, "options": options}
        case "options" | "stems":
            sign = "o" if name == "options" else "s"
            number = next(n for n in range(1, len(taken) + 2) if f"{sign}{n}" not in taken)
            return {"id": f"{sign}{number}"}
        case "accepted":
            return {"credit": "1"}
    return {}


def open_question(content: Content, keys: Mapping[str, Key]) -> Tree:
    """What the forms show of a stored question."""
    return {
        "body": {
            "points": str(content.points),
            "parameters": content.parameters,
            "variants": str(content.variants),
            **_texts("text", content.text),
            **_texts("solution", content.solution),
        },
        "parts": [_part(part, keys.get(part.id)) for part in content.parts],
        "figures": [
            {"name": figure.name, "asset": figure.asset, **_texts("alt", figure.alt)}
            for figure in content.figures
        ],
        "tests": [_test(test) for test in content.tests],
    }


def _texts(name: str, text: Mapping[str, str]) -> Tree:
    return {f"{name}_{language}": value for language, value in text.items()}


def _part(part: Part, key: Key | None) -> Tree:
    tree: Tree = {
        "id": part.id,
        "kind": part.kind,
        "weight": part.weight,
        "shuffle": part.shuffle,
        "options": [{"id": option.id, **_texts("text", option.text)} for option in part.options],
        "stems": [{"id": stem.id, **_texts("text", stem.text)} for stem in part.stems],
        "natural_log": part.symbols.natural_log,
        "closed": part.symbols.closed,
        **_texts("text", part.text),
    }
    for name in ("variables", "functions", "constants"):
        tree[name] = ", ".join(getattr(part.symbols, name))
    if key is not None:
        tree |= _key(key, tree)
    return tree


def _key(key: Key, tree: Tree) -> Tree:
    match key:
        case ChoiceKey(correct=correct):
            return {"options": [{**row, "right": row["id"] == correct} for row in tree["options"]]}
        case MultipleChoiceKey(correct=correct):
            rows = [{**row, "right": row["id"] in correct} for row in tree["options"]]
            return {"options": rows, "policy": key.policy}
        case TrueFalseKey(correct=correct):
            return {"truth": "true" if correct else "false"}
        case IntegerKey(value=value):
            return {"value": value}
        case NumberKey(value=value):
            kind = "absolute" if key.absolute is not None else "relative" if key.relative is not None else ""
            tolerance = {"tolerance_kind": kind, "tolerance": key.absolute or key.relative or ""}
            return {"value": value, **tolerance, **_forms(key)}
        case ExpressionKey(expression=expression):
            return {"value": expression, **_forms(key)}
        case ShortTextKey(accepted=accepted):
            return {
                "accepted": [{"text": one.text, "credit": one.credit} for one in accepted],
                "case_sensitive": key.case_sensitive,
                "wildcards": key.wildcards,
            }
        case MatchingKey(pairs=pairs):
            rows = [{**row, "option": pairs.get(row["id"], "")} for row in tree["stems"]]
            return {"stems": rows, "policy": key.policy}
        case EssayKey(guidance=guidance):
            return _texts("guidance", {str(language): text for language, text in guidance.items()})
    return {}


def _forms(key: FormedKey) -> Tree:
    rows = [{"test": form.test, "options": form.options} for form in key.forms]
    return {"forms": rows, "form_credit": key.form_credit}


def _test(test: StoredTest) -> Tree:
    tree = _texts("note", test.note)
    tree |= {f"response_{part}": write_response(response) for part, response in test.response.items()}
    return tree | {f"verdict_{part}": verdict.value for part, verdict in test.verdict.items()}
