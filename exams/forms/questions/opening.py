"""A stored question as the tree of values that the forms show: the way back from ``assembling``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from exams.content import Content, Part, StoredTest
from exams.forms.questions.figures import write_plot
from exams.forms.questions.key_opening import open_key, texts_of
from exams.forms.questions.rows import Tree
from exams.forms.questions.stored_tests import open_response
from grading.keys import Key

__all__ = ["blank_row", "blank_tree", "open_question"]

MOST_LETTERS = 26
# What a new row says at first.
FIRST: Mapping[str, Tree] = {
    "blanks": {"kind": "expression"},
    "rubric": {"points": 1},
    "accepted": {"credit": "1"},
    "alternatives": {"credit": "0"},
    "mistakes": {"credit": "0"},
}


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
        case "options" | "stems" | "blanks" | "rubric":
            sign = "c" if name == "rubric" else name[0]
            number = next(n for n in range(1, len(taken) + 2) if f"{sign}{n}" not in taken)
            return {"id": f"{sign}{number}", **FIRST.get(name, {})}
    return dict(FIRST.get(name, {}))


def open_question(content: Content, keys: Mapping[str, Key]) -> Tree:
    """What the forms show of a stored question."""
    return {
        "body": {
            "points": str(content.points),
            "parameters": content.parameters,
            "variants": str(content.variants),
            **texts_of("text", content.text),
            **texts_of("solution", content.solution),
        },
        "parts": [_part(part, keys.get(part.id)) for part in content.parts],
        "figures": [
            {
                "name": figure.name,
                "asset": figure.asset,
                "plot": write_plot(figure.plot),
                **texts_of("alt", figure.alt),
            }
            for figure in content.figures
        ],
        "tests": [_test(test, {part.id: part.kind for part in content.parts}) for test in content.tests],
    }


def _part(part: Part, key: Key | None) -> Tree:
    tree: Tree = {
        "id": part.id,
        "kind": part.kind,
        "weight": part.weight,
        "shuffle": part.shuffle,
        "options": [{"id": option.id, **texts_of("text", option.text)} for option in part.options],
        "blanks": [{"id": blank.id, "kind": blank.kind} for blank in part.blanks],
        "stems": [{"id": stem.id, **texts_of("text", stem.text)} for stem in part.stems],
        "natural_log": part.symbols.natural_log,
        "closed": part.symbols.closed,
        **texts_of("text", part.text),
    }
    for name in ("variables", "functions", "constants"):
        tree[name] = ", ".join(getattr(part.symbols, name))
    if key is not None:
        tree |= open_key(key, tree)
    return tree


def _test(test: StoredTest, kinds: Mapping[str, str]) -> Tree:
    tree = texts_of("note", test.note)
    for part, response in test.response.items():
        tree[f"response_{part}"], tree[f"kept_{part}"] = open_response(kinds[part], response)
    tree |= {f"credit_{part}": credit for part, credit in test.credit.items()}
    return tree | {f"verdict_{part}": verdict.value for part, verdict in test.verdict.items()}
