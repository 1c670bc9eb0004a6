"""Who can do what: abilities of students, difficulties of questions, and the chance that the two give.

As in item response theory, someone of ability θ answers a question of difficulty b and slope a rightly
with probability g + (1 − g) / (1 + exp(−a(θ − b))), where g is what guessing gives. Everything is drawn
from names, so that the same people do as well in one exam as in the next, whenever it is run.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from exams.shapes import OutlineItem

__all__ = ["Difficulty", "ability_in", "chance", "draw", "rank_difficulties"]

# Where the two classes of the demo differ, by the letter in the class's name: in all they do, and by area.
CLASS_LEVEL = {"A": 0.2, "B": -0.15}
AREA_LEVEL = {
    ("A", "12미적Ⅰ"): 0.35,
    ("A", "12미적Ⅱ"): 0.25,
    ("A", "12확통"): -0.45,
    ("A", "9수03"): -0.3,
    ("B", "12확통"): 0.55,
    ("B", "9수04"): 0.45,
    ("B", "12대수"): -0.25,
}
KNOWN = {"student": 0.7}  # whose results every visitor looks at
TOPIC_SPREAD = 0.35
EASIEST, HARDEST = -2.1, 1.9
SCATTER = 0.3
GUESSED = 0.12
# In every bank one question that does not tell who can do mathematics, for the report to find.
SLOPES = {"diag-kinds-of-numbers": 0.15, "csat-26": -0.35, "calc-least-slope": 0.2}
EASY = ("practice-", 2.0)  # questions that everyone should manage, and by how much they are easier
_AREA = re.compile(r"[0-9]+[가-힣]+[ⅠⅡ]?(?:(?<=수)[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Difficulty:
    """Of one question on one paper: ``level`` on the scale of abilities, ``slope`` how sharply it divides."""

    level: float
    slope: float
    guessed: float


def draw(*words: object) -> random.Random:
    """A generator that these words seed: the same words, the same draws, for ever."""
    return random.Random(" ".join(map(str, words)))  # noqa: S311 - draws to replay, not secrets


def ability_in(topic: str, *, login: str, classroom: str) -> float:
    """How able ``login`` is in ``topic``, a code: 0 is the middle of a year, most lie between −2 and 2."""
    letter = next((letter for letter in CLASS_LEVEL if classroom.endswith(f"{letter}반")), "")
    found = _AREA.match(topic)
    base = KNOWN.get(login, draw("ability", login).gauss(CLASS_LEVEL.get(letter, 0), 1))
    shift = AREA_LEVEL.get((letter, found[0]), 0) if found else 0
    return base + shift + draw("ability", login, topic).gauss(0, TOPIC_SPREAD)


def rank_difficulties(items: Sequence[OutlineItem], codes: Sequence[str]) -> dict[int, Difficulty]:
    """The difficulty at every position: what is worth more is harder, and of what is worth the same, the
    later. ``codes`` are the external ids of the questions, which decide the rest."""
    by_worth = sorted(items, key=lambda item: (item.points, item.position))
    steps = max(len(items) - 1, 1)
    ranks = {item.position: rank / steps for rank, item in enumerate(by_worth)}
    return {
        item.position: _difficulty(item, code, rank=ranks[item.position])
        for item, code in zip(items, codes, strict=True)
    }


def _difficulty(item: OutlineItem, code: str, *, rank: float) -> Difficulty:
    source = draw("difficulty", code)
    level = EASIEST + (HARDEST - EASIEST) * rank + source.uniform(-SCATTER, SCATTER)
    slope = source.uniform(1.3, 2.3)
    if code.startswith(EASY[0]):
        level -= EASY[1]
    kinds = {part.kind for part in item.parts}
    guessed = GUESSED if kinds <= {"choice", "five_option", "true_false"} else 0
    return Difficulty(level, SLOPES.get(code, slope), guessed)


def chance(ability: float, difficulty: Difficulty) -> float:
    """That someone of ``ability`` answers rightly."""
    knows = 1 / (1 + math.exp(-difficulty.slope * (ability - difficulty.level)))
    return difficulty.guessed + (1 - difficulty.guessed) * knows
