"""How an answer that is not right may still earn something: foreseen answers, mistakes that are known by a
rule, and what follows from a student's own earlier value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Final, Literal, Self, cast

from pydantic import Field, model_validator

from grading.keys.shapes.base import KeyShape, KeyText, LessThanWhole, Message, Shape, Share

__all__ = ["MISTAKES_OF", "Follow", "Foreseen", "ForeseenKey", "FormulaKey", "Mistake", "MistakeRule"]

MOST_FORESEEN: Final = 20
MistakeRule = Literal[
    "sign",
    "reciprocal",
    "constant_factor",
    "constant_of_integration",
    "angle_unit",
    "off_by_one_term",
    "unsimplified",
]
OF_VALUES: Final = frozenset(
    {"sign", "reciprocal", "constant_factor", "angle_unit", "off_by_one_term", "unsimplified"}
)
# What can go wrong in this way, by kind; the other kinds have no rules.
MISTAKES_OF: Final[Mapping[str, frozenset[str]]] = {
    "integer": OF_VALUES - {"unsimplified"},
    "number": OF_VALUES,
    "quantity": OF_VALUES - {"off_by_one_term", "unsimplified"},
    "expression": OF_VALUES,
    "derivative": OF_VALUES,
    "antiderivative": frozenset({"constant_of_integration", "sign", "constant_factor"}),
}


class Foreseen(Shape):
    """An answer that is not right and was foreseen: what it earns, and what its student is told. It is judged
    as the key's own answer would be. Of an options kind ``answer`` is the id, or the ids with commas
    between."""

    answer: KeyText
    credit: LessThanWhole = "0"
    message: Message = {}


class Mistake(Shape):
    """A mistake that is known by a ``rule`` of its own, whatever the key says."""

    rule: MistakeRule
    credit: LessThanWhole = "0"
    message: Message = {}


class Follow(Shape):
    """What would be right if a student's own answer to an earlier part were: ``answer`` names the part as
    ``{@a}``."""

    answer: KeyText
    credit: Share = "1"
    message: Message = {}


class ForeseenKey(KeyShape):
    """A key with ``alternatives``: the first one that an answer is equal to decides. ``main`` names the field
    that spells what is right."""

    sparse: ClassVar[frozenset[str]] = KeyShape.sparse | {"alternatives"}
    main: ClassVar[str] = "answer"

    alternatives: Annotated[tuple[Foreseen, ...], Field(max_length=MOST_FORESEEN)] = ()

    @property
    def spelled(self) -> str:
        """What is right, as the author typed it."""
        return cast(str, getattr(self, self.main))

    def respelled(self, text: str) -> Self:
        """The same key for another right answer; nothing is foreseen of it."""
        nothing = {name: () for name in ("alternatives", "mistakes") if hasattr(self, name)}
        follow = {"follow": None} if hasattr(self, "follow") else {}
        return self.model_copy(update={self.main: text, **nothing, **follow})


class FormulaKey(ForeseenKey):
    """A key that is mathematics: it also knows ``mistakes`` by rules, each once, in the order in which they
    are looked for, and may follow through."""

    sparse: ClassVar[frozenset[str]] = ForeseenKey.sparse | {"mistakes", "follow"}

    mistakes: Annotated[tuple[Mistake, ...], Field(max_length=len(OF_VALUES) + 1)] = ()
    follow: Follow | None = None

    @model_validator(mode="after")
    def rules_fit_the_kind(self) -> Self:
        rules = [mistake.rule for mistake in self.mistakes]
        kind = str(getattr(self, "kind", ""))
        for rule in rules:
            if rule not in MISTAKES_OF.get(kind, ()):
                raise ValueError(f"{kind} has no rule {rule}")
        if len(set(rules)) != len(rules):
            raise ValueError("a rule is named twice")
        return self
