"""The kinds of question, and what each is answered by. A new kind begins with a row here
(docs/adding-a-question-kind.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

__all__ = ["BLANK_KINDS", "FOLLOWED_KINDS", "KINDS", "AnsweredBy", "BlankKind", "Kind", "KindTraits"]

Kind = Literal[
    "choice",
    "five_option",
    "multiple_choice",
    "true_false",
    "ordering",
    "matching",
    "integer",
    "number",
    "quantity",
    "expression",
    "equation",
    "inequality",
    "set",
    "list",
    "matrix",
    "derivative",
    "antiderivative",
    "property",
    "working",
    "cloze",
    "short_text",
    "essay",
]
BlankKind = Literal["integer", "number", "expression", "equation", "inequality", "set", "short_text"]
AnsweredBy = Literal["options", "pairs", "formula", "lines", "blanks", "words"]


@dataclass(frozen=True, slots=True)
class KindTraits:
    """What a kind is made of.

    ``answered_by`` names the answer field: ``options`` are picked, ``pairs`` give an option to each stem (of
    ``ordering`` to each place), a ``formula`` is typed and shown as it is read, ``lines`` are several of
    them, ``blanks`` are fields in a text, ``words`` are not read as mathematics. ``options`` and ``stems``
    are how many there are, least and most; ``has_symbols``: the part has a symbol list.
    """

    answered_by: AnsweredBy
    options: tuple[int, int] = (0, 0)
    stems: tuple[int, int] = (0, 0)
    has_symbols: bool = False

    @property
    def has_options(self) -> bool:
        """The author writes options."""
        return self.options[1] > 0


FORMULA: Final = KindTraits("formula", has_symbols=True)
MANY: Final = (2, 20)

KINDS: Final[Mapping[str, KindTraits]] = {
    "choice": KindTraits("options", options=MANY),
    "five_option": KindTraits("options", options=(5, 5)),
    "multiple_choice": KindTraits("options", options=MANY),
    "true_false": KindTraits("options"),
    "ordering": KindTraits("pairs", options=MANY),
    "matching": KindTraits("pairs", options=MANY, stems=MANY),
    "integer": KindTraits("formula"),
    "number": FORMULA,
    "quantity": FORMULA,
    "expression": FORMULA,
    "equation": FORMULA,
    "inequality": FORMULA,
    "set": FORMULA,
    "list": FORMULA,
    "matrix": FORMULA,
    "derivative": FORMULA,
    "antiderivative": FORMULA,
    "property": FORMULA,
    "working": KindTraits("lines", has_symbols=True),
    "cloze": KindTraits("blanks", has_symbols=True),
    "short_text": KindTraits("words"),
    "essay": KindTraits("words"),
}
# Their answers are one number or expression, from which a later part may be worked out.
FOLLOWED_KINDS: Final = frozenset(
    {"integer", "number", "quantity", "expression", "derivative", "antiderivative", "property"}
)
BLANK_KINDS: Final[frozenset[str]] = frozenset(get_args(BlankKind))
