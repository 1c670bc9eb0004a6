"""Terms of a formula and the numbers that parameters make in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from grading.engine.variants.formula_items import Atom, Bracket, Command, Group, Item, Placeholder, Script
from grading.engine.variants.objects import Rounded, Value

__all__ = [
    "Amount",
    "State",
    "Term",
    "amount_of",
    "has_letters",
    "is_kind",
    "is_raised_by",
    "is_zero",
    "split_terms",
    "starts_factor",
    "state_after",
]

# What stands to the left inside a term.
State = Literal["start", "operator", "function", "factor", "point", "opaque"]

_FRACTIONS = frozenset({r"\frac", r"\dfrac", r"\tfrac"})
_TIMES = frozenset({r"\cdot", r"\times", "·", "×", "*"})
_DEGREES = frozenset({r"\circ", r"\prime", r"\degree"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that parameters make: its value, and its size in LaTeX without the sign."""

    value: Fraction
    size: str

    @property
    def is_fraction(self) -> bool:
        return self.size.startswith("\\")


@dataclass(slots=True)
class Term:
    """The space before a term, its sign as written, the space after that, its items, the space at its end."""

    lead: str = ""
    sign: str = ""
    gap: str = ""
    items: list[Item] = field(default_factory=list)
    tail: str = ""


def is_kind(item: Item | None, *kinds: str) -> bool:
    """Whether ``item`` is text or a command of one of ``kinds``."""
    return isinstance(item, Atom | Command) and item.kind in kinds


def amount_of(item: Item, values: Mapping[str, Value]) -> Amount | None:
    """The number an item is: that of a placeholder, or of a fraction of whole numbers with one in it."""
    if isinstance(item, Placeholder):
        return _amount_of_value(values[item.name])
    if not isinstance(item, Command) or item.parts[0] not in _FRACTIONS:
        return None
    groups = [part for part in item.parts[1:] if isinstance(part, Group)]
    numbers = [_whole(group, values) for group in groups]
    if len(numbers) != 2 or not any(
        isinstance(group.items[0], Placeholder) for group in groups if group.items
    ):
        return None
    above, below = numbers
    if above is None or not below:
        return None
    return Amount(Fraction(above, below), f"{item.parts[0]}{{{abs(above)}}}{{{abs(below)}}}")


def _amount_of_value(value: Value) -> Amount | None:
    if isinstance(value, Rounded):
        return Amount(value.value, value.size)
    if not isinstance(value, Fraction):
        return None
    size = abs(value.numerator)
    whole = value.denominator == 1
    return Amount(value, str(size) if whole else rf"\frac{{{size}}}{{{value.denominator}}}")


def _whole(group: Group, values: Mapping[str, Value]) -> int | None:
    """The integer that is all of a group."""
    match group.items:
        case (Placeholder(name),):
            value = values[name]
            return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else None
        case (Atom("number", text),) if text.isdigit():
            return int(text)
        case _:
            return None


def split_terms(items: Sequence[Item]) -> list[Term]:
    """The terms of a run, cut before each ``+`` or ``-`` that is not a factor's own sign."""
    terms = [Term()]
    for item in items:
        term = terms[-1]
        cuts = is_kind(item, "sign") and not (term.items and is_kind(_significant(term.items), "operator"))
        if cuts and isinstance(item, Atom):
            terms.append(Term(sign=item.text))
        else:
            term.items.append(item)
    if not any(not is_kind(item, "space") for item in terms[0].items) and len(terms) > 1:
        space = terms.pop(0)
        terms[0].lead = _text(space.items)
    for term, follower in zip(terms, [*terms[1:], None], strict=True):
        _move_spaces(term, follower)
    return terms


def _significant(items: Sequence[Item]) -> Item | None:
    """The last item that is not space."""
    return next((item for item in reversed(items) if not is_kind(item, "space")), None)


def _text(items: Sequence[Item]) -> str:
    return "".join(item.text for item in items if isinstance(item, Atom))


def _move_spaces(term: Term, follower: Term | None) -> None:
    """The space around a term's items becomes its gap, and the lead of the next term or its own tail."""
    while term.items and is_kind(term.items[0], "space"):
        term.gap += _text(term.items[:1])
        del term.items[0]
    end = len(term.items)
    while end and is_kind(term.items[end - 1], "space"):
        end -= 1
    space = _text(term.items[end:])
    del term.items[end:]
    if follower is None:
        term.tail = space
    else:
        follower.lead = space


def state_after(item: Item, state: State) -> State:
    """What stands on the left after ``item``."""
    if isinstance(item, Script) or is_kind(item, "space") or item == Group(()):
        return state
    if is_kind(item, "operator", "sign"):
        return "operator"
    if is_kind(item, "function"):
        return "function"
    if is_kind(item, "opaque"):
        return "opaque"
    return "point" if is_kind(item, "point") else "factor"


def starts_factor(item: Item | None) -> bool:
    """Whether a coefficient 1 is left out before ``item``."""
    return isinstance(item, Placeholder | Bracket) or is_kind(item, "letter", "operand", "function")


def is_raised_by(follower: Item | None) -> bool:
    """Whether what follows acts on the whole number, sign and all: a power, an index, ``!``."""
    if isinstance(follower, Atom):
        return follower.kind == "mark" and follower.text in ("!", "'")
    if not isinstance(follower, Script):
        return False
    raised = follower.parts[-1]
    if isinstance(raised, Group):
        return not all(isinstance(item, Atom) and item.text in _DEGREES for item in raised.items)
    return raised not in _DEGREES


def has_letters(item: Item, values: Mapping[str, Value]) -> bool:
    """Whether a sum with ``item`` in it is more than arithmetic with numbers."""
    if isinstance(item, Bracket):
        return any(has_letters(inner, values) for inner in item.items)
    return is_kind(item, "letter", "operand", "function") and amount_of(item, values) is None


def is_zero(items: Sequence[Item], values: Mapping[str, Value]) -> bool:
    """Whether a term is a product in which a parameter is 0, and nothing that must be shown."""
    significant = [item for item in items if not is_kind(item, "space")]
    state: State = "start"
    zero = False
    for index, item in enumerate(significant):
        if is_kind(item, "opaque", "mark", "point", "sign"):
            return False
        if isinstance(item, Atom) and item.kind == "operator" and item.text not in _TIMES:
            return False
        amount = amount_of(item, values)
        if amount is not None and amount.value == 0 and state != "function":
            zero = zero or not isinstance(next(iter(significant[index + 1 :]), None), Script)
        state = state_after(item, state)
    return zero
