"""Parameters inside LaTeX, printed as people write them.

A formula is cut at relations, commas and the like into runs, a run at its signs into terms. In a term
the first number lends its sign to the term, a 1 before a factor is left out, and a term that is 0 is
left out of a sum that has letters in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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
from grading.engine.variants.formula_objects import write_objects
from grading.engine.variants.formula_terms import (
    Amount,
    State,
    Term,
    amount_of,
    has_letters,
    is_kind,
    is_raised_by,
    is_zero,
    split_terms,
    starts_factor,
    state_after,
)
from grading.engine.variants.objects import Value

__all__ = ["fill_formula"]

_SINGLE_LETTER = re.compile(r"[A-Za-z]|\\[A-Za-z]+")
_COMMAND_AT_END = re.compile(r"\\[A-Za-z]+\Z")


def fill_formula(latex: str, values: Mapping[str, Value]) -> str:
    """``latex`` with every brace group that holds exactly a name of ``values`` as that value.

    ParameterError "formula_too_long" beyond 4,000 characters, "too_deep" beyond 60 levels.
    """
    if not any(f"{{{name}}}" in latex for name in values):
        return latex
    return _level(write_objects(parse_formula(latex, values), values), values)


def _level(items: Sequence[Item], values: Mapping[str, Value]) -> str:
    """The items of one nesting level."""
    text = ""
    run: list[Item] = []
    for place, item in enumerate(items):
        if _is_first_power(items, place, values):
            continue
        if is_kind(item, "separator"):
            text = _joined(_joined(text, _run(run, values)), _raw(item, values))
            run = []
        else:
            run.append(item)
    return _joined(text, _run(run, values))


def _is_first_power(items: Sequence[Item], place: int, values: Mapping[str, Value]) -> bool:
    """Whether an item is an exponent that a parameter makes 1, on a letter or a round bracket; an upper limit
    of an integral or a square bracket is none."""
    item, base = items[place], items[place - 1] if place else None
    if not isinstance(item, Script) or item.parts[0] != "^":
        return False
    is_base = is_kind(base, "letter") or (isinstance(base, Bracket) and base.opening in ("(", r"\left("))
    match item.parts[-1]:
        case Group((Placeholder(name),)):
            has_index = any(isinstance(follower, Script) for follower in items[place + 1 : place + 2])
            return is_base and values[name] == 1 and not has_index
    return False


def _joined(left: str, right: str) -> str:
    """Both, with a space where a command's name would swallow a letter."""
    swallows = right[:1].isalpha() and right[:1].isascii() and _COMMAND_AT_END.search(left)
    return f"{left} {right}" if swallows else left + right


def _run(items: Sequence[Item], values: Mapping[str, Value]) -> str:
    terms = split_terms(items)
    written = any(has_letters(item, values) for item in items)
    kept = [term for term in terms if not (written and is_zero(term.items, values))]
    if not kept:
        space = terms[0].lead + ("" if terms[0].sign else terms[0].gap)
        return f"{space}0{terms[-1].tail}"
    text = ""
    for index, term in enumerate(kept):
        flips, body = _body(term.items, values)
        becomes_first = index == 0 and (flips or term is not terms[0])
        text = _joined(
            text, _first(terms[0], term, flips, body) if becomes_first else _signed(term, flips, body)
        )
    return text + terms[-1].tail


def _signed(term: Term, flips: bool, body: str) -> str:
    """A term with its sign where it stands in the source."""
    sign = term.sign
    if flips:
        sign = "-" if sign == "+" else "+"
    return _joined(term.lead + sign + term.gap, body)


def _first(original: Term, term: Term, flips: bool, body: str) -> str:
    """A term at the head of its sum, where a plus is not written; ``original`` stood there."""
    space = original.lead + ("" if original.sign else original.gap)
    negative = flips != (term.sign not in ("", "+"))
    return space + ("-" if negative else "") + body


def _body(items: Sequence[Item], values: Mapping[str, Value]) -> tuple[bool, str]:
    """Whether the term's sign turns over, and its factors."""
    flips = False
    state: State = "start"
    text = ""
    for index, item in enumerate(items):
        amount = amount_of(item, values)
        if amount is None:
            text = _joined(text, _factor(item, items[:index], values))
            state = state_after(item, state)
            continue
        follower = next((later for later in items[index + 1 :] if not is_kind(later, "space")), None)
        raised = is_raised_by(follower)
        if state == "start" and amount.value < 0 and not raised:
            flips = not flips
            amount = Amount(-amount.value, amount.size)
        if amount.size == "1" and amount.value > 0 and starts_factor(follower) and state != "point":
            continue
        text = _with_amount(text, _written(amount, state, raised), state)
        text += r" \cdot " if is_kind(follower, "number") and state != "point" else ""
        state = "factor"
    return flips, text.lstrip()


def _written(amount: Amount, state: State, raised: bool) -> str:
    """A number with its own sign and the brackets it needs."""
    signed = f"-{amount.size}" if amount.value < 0 else amount.size
    bracketed = raised and (amount.value < 0 or amount.is_fraction)
    if amount.value < 0 and state in ("operator", "function", "factor"):
        bracketed = True
    if not bracketed:
        return signed
    return rf"\left({signed}\right)" if amount.is_fraction else f"({signed})"


def _with_amount(text: str, number: str, state: State) -> str:
    if state == "factor" and number[:1] != "(" and not number.startswith(r"\left("):
        return rf"{text.rstrip()} \cdot {number}"
    spaced = number[:1].isdigit() and _COMMAND_AT_END.search(text)
    return f"{text} {number}" if spaced else text + number


def _factor(item: Item, before: Sequence[Item], values: Mapping[str, Value]) -> str:
    """An item that is no amount; ``(x - {h})`` is ``x`` when h is 0, unless something is applied to it."""
    if not isinstance(item, Bracket) or item.opening not in ("(", r"\left("):
        return _raw(item, values)
    inside = _level(item.items, values)
    previous = next((one for one in reversed(before) if not is_kind(one, "space")), None)
    multiplied = isinstance(previous, Placeholder | Bracket | None) or is_kind(previous, "number", "operator")
    if multiplied and len(item.items) > 1 and _SINGLE_LETTER.fullmatch(inside.strip()):
        return inside.strip()
    return item.opening + inside + item.closing


def _raw(item: Item | str, values: Mapping[str, Value]) -> str:
    """An item as it is written, with what is inside it filled."""
    match item:
        case str():
            return item
        case Atom(text=text):
            return text
        case Placeholder(name):
            return str(values[name])
        case Group(items):
            return "{" + _level(items, values) + "}"
        case Bracket(opening, items, closing):
            return opening + _level(items, values) + closing
        case Script(parts) | Command(parts=parts):
            return "".join(_raw(part, values) for part in parts)
