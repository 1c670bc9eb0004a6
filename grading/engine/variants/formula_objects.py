"""Polynomials and matrices among the items of a formula, as the items of what they look like.

A polynomial that is all of a sum or one of its terms joins the sum: ``1 + {p}`` is 1 + x² − 3x, and its
signs turn over behind a minus only inside brackets. As a factor it stands in brackets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from grading.engine.variants.formula_items import (
    Atom,
    Bracket,
    Command,
    Group,
    Item,
    Placeholder,
    Script,
    parse_formula,
)
from grading.engine.variants.formula_terms import is_kind
from grading.engine.variants.objects import Matrix, Polynomial, Value

__all__ = ["write_objects"]


def write_objects(items: Sequence[Item], values: Mapping[str, Value]) -> tuple[Item, ...]:
    """``items`` with every placeholder of a polynomial or a matrix written out, at every depth."""
    if not any(isinstance(value, Polynomial | Matrix) for value in values.values()):
        return tuple(items)
    written: list[Item] = []
    for place, item in enumerate(items):
        value = values[item.name] if isinstance(item, Placeholder) else None
        if isinstance(value, Matrix):
            written.append(Atom("operand", value.to_latex()))
        elif isinstance(value, Polynomial):
            _write_polynomial(written, value, follower=_next_item(items[place + 1 :]))
        else:
            written.append(_inside(item, values))
    return tuple(written)


def _inside(item: Item, values: Mapping[str, Value]) -> Item:
    """``item`` with what is inside it written out."""
    match item:
        case Group(items) | Bracket(_, items, _):
            return replace(item, items=write_objects(items, values))
        case Script(parts):
            raised = tuple(part if isinstance(part, str) else _inside(part, values) for part in parts)
            return Script(tuple(part for part in raised if isinstance(part, str | Group | Command)))
        case Command(kind, parts):
            if kind == "opaque":
                return Command(kind, tuple(_said(part, values) for part in parts))
            return Command(kind, tuple(_argument(part, values) for part in parts))
        case _:
            return item


def _said(part: str | Group | Placeholder, values: Mapping[str, Value]) -> str | Group | Placeholder:
    """Among words an object is its plain text."""
    if not isinstance(part, Placeholder):
        return part
    return str(values[part.name])


def _argument(part: str | Group | Placeholder, values: Mapping[str, Value]) -> str | Group | Placeholder:
    if isinstance(part, str):
        return part
    if isinstance(part, Group):
        return Group(write_objects(part.items, values))
    value = values[part.name]
    return Group(write_objects((part,), values)) if isinstance(value, Polynomial | Matrix) else part


def _next_item(items: Sequence[Item]) -> Item | None:
    return next((item for item in items if not is_kind(item, "space")), None)


def _write_polynomial(written: list[Item], value: Polynomial, *, follower: Item | None) -> None:
    """Appends the items of ``value``, and its sign in the place of the plus before it."""
    items = parse_formula(value.to_latex(), ())
    before = next((item for item in reversed(written) if not is_kind(item, "space")), None)
    is_letter = len(items) == 1 and is_kind(items[0], "letter")
    is_term = len(value.terms) == 1 and not is_kind(items[0], "sign")
    ends = follower is None or is_kind(follower, "sign", "separator")
    begins = before is None or is_kind(before, "separator") or _is_plus(before)
    joins = ends and (begins or (is_term and is_kind(before, "sign")))
    if not joins and not is_letter:
        written.append(Bracket("(", items, ")"))
        return
    if _is_plus(before) and is_kind(items[0], "sign"):
        place = max(place for place, item in enumerate(written) if _is_plus(item))
        written[place] = items[0]
        items = items[1:]
    written.extend(items)


def _is_plus(item: Item | None) -> bool:
    return isinstance(item, Atom) and item.kind == "sign" and item.text == "+"
