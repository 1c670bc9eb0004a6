"""What the address of a live board asks for."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.http import urlencode

from exams.presenting.teaching.live.boards import FILTERS, SORTS

__all__ = ["Choices", "read_choices"]

# Orders that would tell on a wall whose name is whose, or who has more time.
NAMED_SORTS = frozenset({"name", "left"})


@dataclass(frozen=True, slots=True)
class Choices:
    """One way to look at a board. ``question`` is a position, 0 for the class; ``verdicts`` is empty where
    they are shown as long as names are: a board without names may stand on a wall."""

    state: str = ""
    sort: str = ""
    names: str = ""
    question: int = 0
    verdicts: str = ""

    @property
    def hides_names(self) -> bool:
        """Students are told apart by their places."""
        return self.names == "hidden"

    @property
    def shows_verdicts(self) -> bool:
        """Right or wrong so far stands beside the answers."""
        return self.verdicts == "shown" or (not self.verdicts and not self.hides_names)

    @property
    def query(self) -> str:
        """As an address says it, with the question mark: ``?state=paused``."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return f"?{urlencode({name: value for name, value in said.items() if value})}"

    def link(self, **changes: Any) -> str:
        """The address of the same board with something else."""
        return replace(self, **changes).query


def read_choices(query: Mapping[str, str]) -> Choices:
    """What ``query`` asks for; words that mean nothing are left out."""
    question = query.get("question", "")
    number = int(question) if question.isascii() and question.isdigit() and len(question) < 6 else 0
    names = _one_of(query.get("names", ""), ("hidden",))
    sorts = [sort for sort in SORTS if not (names and sort in NAMED_SORTS)]
    return Choices(
        state=_one_of(query.get("state", ""), FILTERS),
        sort=_one_of(query.get("sort", ""), sorts),
        names=names,
        question=number,
        verdicts=_one_of(query.get("verdicts", ""), ("shown", "hidden")),
    )


def _one_of(word: str, words: Container[str]) -> str:
    return word if word in words else ""
