"""Judges of what is answered by options: picked, put in order, or given to lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from grading.engine import Outcome, Verdict
from grading.keys import (
    ChoiceKey,
    FiveOptionKey,
    MatchingKey,
    MultipleChoiceKey,
    OrderingKey,
    TrueFalseKey,
)
from grading.marking.judging import Asked, Judge, picked_by, unreadable, verdict_of
from grading.responses import MatchResponse, PartResponse

__all__ = ["JUDGES"]

TRUE_WORDS = frozenset({"true", "t", "참", "o", "○", "yes", "맞다", "옳다"})
FALSE_WORDS = frozenset({"false", "f", "거짓", "x", "×", "no", "틀리다", "그르다"})
FIVE_PLACES: Final[Mapping[str, int]] = {
    sign: place for signs in ("12345", "①②③④⑤") for place, sign in enumerate(signs)
}


def _judge_choice(key: ChoiceKey, response: PartResponse, asked: Asked) -> Verdict:
    return _one_option(key.correct, picked_by(response), asked)


def _judge_five(key: FiveOptionKey, response: PartResponse, asked: Asked) -> Verdict:
    """A number from 1 to 5, or its circled sign, says the same as the option at that place."""
    return _one_option(key.correct, {_named(word, asked.options) for word in picked_by(response)}, asked)


def _named(word: str, options: Sequence[str]) -> str:
    """The option that ``word`` names: its id, or what people call it: ``3``, ``③``, ``3번``."""
    place = FIVE_PLACES.get(word.removesuffix("번").strip())
    return word if word in options or place is None or place >= len(options) else options[place]


def _one_option(right: str, picked: set[str], asked: Asked) -> Verdict:
    if len(picked) != 1:
        return unreadable("one_option_expected", count=len(picked))
    if not picked <= set(asked.options):
        return unreadable("unknown_option", options=sorted(picked - set(asked.options)))
    if picked == {right}:
        return verdict_of("right_option", Outcome.CORRECT, picked=sorted(picked))
    return verdict_of("wrong_option", Outcome.INCORRECT, picked=sorted(picked))


def _judge_several(key: MultipleChoiceKey, response: PartResponse, asked: Asked) -> Verdict:
    picked, options = picked_by(response), set(asked.options)
    if not picked <= options:
        return unreadable("unknown_option", options=sorted(picked - options))
    correct = set(key.correct)
    right, wrong = picked & correct, picked - correct
    facts: dict[str, Any] = {
        "picked": sorted(picked),
        "right": len(right),
        "wrong": len(wrong),
        "of": len(correct),
    }
    if picked == correct:
        return verdict_of("right_options", Outcome.CORRECT, **facts)
    credit = Fraction(0)
    if key.policy == "per_option":
        credit = max(credit, Fraction(len(right) - len(wrong), len(correct)))
    if key.policy == "each_option":
        credit = Fraction(len(options) - len(picked ^ correct), len(options))
    if not credit:
        return verdict_of("wrong_options", Outcome.INCORRECT, **facts)
    return verdict_of("some_right_options", Outcome.PARTIAL, credit=credit, **facts)


def _judge_true_false(key: TrueFalseKey, response: PartResponse, _asked: Asked) -> Verdict:
    words = picked_by(response)
    said = {True for word in words if word in TRUE_WORDS} | {False for word in words if word in FALSE_WORDS}
    if len(words) != 1 or not said:
        return unreadable("true_or_false_expected")
    if said == {key.correct}:
        return verdict_of("right_option", Outcome.CORRECT, picked=sorted(words))
    return verdict_of("wrong_option", Outcome.INCORRECT, picked=sorted(words))


def _judge_order(key: OrderingKey, response: PartResponse, asked: Asked) -> Verdict:
    if not isinstance(response, MatchResponse):
        return unreadable("pairs_expected")
    unknown = _unknown(response, asked)
    if unknown:
        return unreadable("unknown_option", options=unknown)
    given = [response.match.get(place, "") for place in asked.stems]
    at_place = sum(option == right for option, right in zip(given, key.order, strict=True))
    facts: dict[str, Any] = {"given": given, "right": at_place, "of": len(key.order)}
    if tuple(given) == key.order:
        return verdict_of("right_order", Outcome.CORRECT, **facts)
    if key.policy == "per_place":
        credit = Fraction(at_place, len(key.order))
    elif key.policy == "per_neighbour":
        neighbours = set(pairwise(key.order)) & set(pairwise(_each_once(given)))
        facts |= {"right": len(neighbours), "of": len(key.order) - 1}
        credit = Fraction(len(neighbours), len(key.order) - 1)
    else:
        credit = Fraction(0)
    if not credit:
        return verdict_of("wrong_order", Outcome.INCORRECT, **facts)
    code = "some_right_places" if key.policy == "per_place" else "some_right_neighbours"
    return verdict_of(code, Outcome.PARTIAL, credit=credit, **facts)


def _each_once(given: Sequence[str]) -> list[str]:
    """``given`` with an option only at its first place: chosen twice, it would have more neighbours."""
    return ["" if option in given[:place] else option for place, option in enumerate(given)]


def _judge_pairs(key: MatchingKey, response: PartResponse, asked: Asked) -> Verdict:
    if not isinstance(response, MatchResponse):
        return unreadable("pairs_expected")
    given = response.match
    unknown = _unknown(response, asked)
    if unknown:
        return unreadable("unknown_option", options=unknown)
    right = sum(given.get(stem) == option for stem, option in key.pairs.items())
    facts: dict[str, Any] = {"right": right, "of": len(key.pairs)}
    if right == len(key.pairs):
        return verdict_of("right_pairs", Outcome.CORRECT, **facts)
    if not right or key.policy == "all_or_nothing":
        return verdict_of("wrong_pairs", Outcome.INCORRECT, **facts)
    return verdict_of("some_right_pairs", Outcome.PARTIAL, credit=Fraction(right, len(key.pairs)), **facts)


def _unknown(response: MatchResponse, asked: Asked) -> list[str]:
    given = response.match
    return sorted({*(set(given) - set(asked.stems)), *(set(given.values()) - set(asked.options))})


JUDGES: Final[Mapping[type, Judge]] = {
    ChoiceKey: _judge_choice,
    FiveOptionKey: _judge_five,
    MultipleChoiceKey: _judge_several,
    TrueFalseKey: _judge_true_false,
    OrderingKey: _judge_order,
    MatchingKey: _judge_pairs,
}
