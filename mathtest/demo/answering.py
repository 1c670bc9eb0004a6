"""What a simulated student answers: the key or another right way to write it, or one of the plausible
mistakes that are stored with the question, of which the first is by far the commonest."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exams.content import Content, Part, StoredTest
from exams.services.trying import fill_response
from exams.shapes import LayoutItem, ResponseValue
from grading.engine import Outcome
from grading.engine.variants import Values
from grading.keys import (
    BlankKey,
    ChoiceKey,
    ClozeKey,
    EssayKey,
    FiveOptionKey,
    FormulaKey,
    IntegerKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    OrderingKey,
    ShortTextKey,
    TrueFalseKey,
    WorkingKey,
    fill_key,
)
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse
from mathtest.demo.essays import ESSAYS

__all__ = ["Asked", "answer_rightly", "answer_wrongly", "spelled_by", "write_essay"]

BUTTONS = {"참": "true", "거짓": "false"}
AS_THE_KEY = 0.8  # the others write it in another form
WEIGHTS = (5.0, 2.0, 1.0)  # of the mistakes, in the order in which they are stored; the rest as the last
UNREADABLE_WEIGHT = 0.3
BLANK = {
    **{"choice": 0.03, "true_false": 0.02, "multiple_choice": 0.04, "matching": 0.06, "ordering": 0.06},
    **{"five_option": 0.15, "cloze": 0.1, "working": 0.25, "essay": 0.2},
}
BLANK_TYPED = 0.2
SLIP = 0.2
LARGEST_INTEGER = 999


@dataclass(frozen=True, slots=True)
class Asked:
    """A variant: its question with the newest keys, and the values of the parameters."""

    code: str
    topic: str
    content: Content
    keys: Mapping[str, Key]
    values: Values

    @property
    def is_essay(self) -> bool:
        """Something for a teacher to read."""
        return any(part.kind == "essay" for part in self.content.parts)


def answer_rightly(item: LayoutItem, asked: Asked, source: random.Random) -> ResponseValue:
    """A right answer to every part."""
    others = [test for test in asked.content.tests if _fits(test, item) and _is_right(test)]
    if others and source.random() > AS_THE_KEY:
        return _stored(source.choice(others), asked)
    return ResponseValue(
        parts={
            part.id: spelled_by(fill_key(asked.keys[part.id], asked.values)) for part in asked.content.parts
        }
    )


def answer_wrongly(item: LayoutItem, asked: Asked, source: random.Random) -> ResponseValue | None:
    """One of the mistakes, or None: nothing."""
    kind = item.parts[0].kind
    if source.random() < BLANK.get(kind, BLANK_TYPED):
        return None
    if source.random() < SLIP and (slip := _slip(item, asked, source)):
        return slip
    mistakes = [test for test in asked.content.tests if _fits(test, item) and not _is_right(test)]
    if not mistakes:
        return _slip(item, asked, source)
    return _stored(source.choices(mistakes, list(_weights(mistakes)))[0], asked)


def write_essay(asked: Asked, *, quality: float, source: random.Random) -> ResponseValue | None:
    """An essay of about this ``quality``, 0 to 1; None where somebody who knows little leaves it out."""
    if source.random() < BLANK["essay"] * (1 - quality):
        return None
    part = asked.content.parts[0]
    texts: Sequence[PartResponse] = [
        TextResponse(text=essay.text) for essay in ESSAYS.get(asked.code, ())
    ] or [test.response[part.id] for test in asked.content.tests]
    place = (1 - quality) * len(texts) + source.gauss(0, 1.2)
    return ResponseValue(parts={part.id: texts[min(max(int(place), 0), len(texts) - 1)]})


def _weights(mistakes: Sequence[StoredTest]) -> Iterator[float]:
    for rank, test in enumerate(mistakes):
        is_unreadable = Outcome.UNREADABLE in test.verdict.values()
        yield UNREADABLE_WEIGHT if is_unreadable else WEIGHTS[min(rank, len(WEIGHTS) - 1)]


def _stored(test: StoredTest, asked: Asked) -> ResponseValue:
    parts = {part.id: part for part in asked.content.parts}
    return ResponseValue(
        parts={
            part: fill_response(_as_pressed(given, parts[part].kind), asked.values, part=parts[part])
            for part, given in test.response.items()
        }
    )


def _as_pressed(given: PartResponse, kind: str) -> PartResponse:
    """The button that a student would press instead of writing 참 or 거짓."""
    pressed = BUTTONS.get(given.text) if kind == "true_false" and isinstance(given, TextResponse) else None
    return ChoiceResponse(choice=(pressed,)) if pressed else given


def _is_right(test: StoredTest) -> bool:
    return all(verdict == Outcome.CORRECT for verdict in test.verdict.values())


def _fits(test: StoredTest, item: LayoutItem) -> bool:
    """The page could have sent it: stored responses also try words and options that no button sends."""
    for part in item.parts:
        if part.id not in test.response:
            return False
        given = _as_pressed(test.response[part.id], part.kind)
        if isinstance(given, BlanksResponse):
            known = set(given.blanks) <= set(part.stems)
        elif isinstance(given, MatchResponse):
            known = set(given.match) <= set(part.stems) and set(given.match.values()) <= set(part.options)
        elif isinstance(given, ChoiceResponse):
            known = bool(given.choice) and set(given.choice) <= set(part.options)
        else:
            known = not part.options
        if not known:
            return False
    return True


def _slip(item: LayoutItem, asked: Asked, source: random.Random) -> ResponseValue | None:
    """A mistake that no author thought of: another option, or a number next to the right one."""
    if len(item.parts) != 1:
        return None
    part = asked.content.parts[0]
    key = fill_key(asked.keys[part.id], asked.values)
    given = _other_option(part, key, source) or _next_number(key, source)
    return ResponseValue(parts={part.id: given}) if given else None


def _other_option(part: Part, key: Key, source: random.Random) -> PartResponse | None:
    if part.traits.answered_by != "options" or part.kind == "multiple_choice":
        return None
    right = spelled_by(key)
    others = [ChoiceResponse(choice=(option,)) for option in part.option_ids]
    return source.choice([other for other in others if other != right])


def _next_number(key: Key, source: random.Random) -> PartResponse | None:
    if not isinstance(key, IntegerKey):
        return None
    right = int(key.value)
    near = [right + step for step in (-2, -1, 1, 2, 10) if 0 <= right + step <= LARGEST_INTEGER]
    return TextResponse(text=str(source.choice(near)))


def spelled_by(key: Key) -> PartResponse:
    """The answer that the key itself spells."""
    match key:
        case FormulaKey():
            return TextResponse(text=key.spelled)
        case WorkingKey(lines=lines):
            return TextResponse(text="\n".join(lines))
        case ClozeKey(blanks=blanks):
            return BlanksResponse(blanks={blank: _typed(one) for blank, one in blanks.items()})
        case ShortTextKey():
            return TextResponse(text=key.accepted[0].text)
        case EssayKey():
            raise ValueError("an essay has no key to copy")
        case _:
            return _picked(key)


def _picked(
    key: ChoiceKey | FiveOptionKey | MultipleChoiceKey | TrueFalseKey | OrderingKey | MatchingKey,
) -> PartResponse:
    match key:
        case ChoiceKey() | FiveOptionKey():
            return ChoiceResponse(choice=(key.correct,))
        case MultipleChoiceKey():
            return ChoiceResponse(choice=tuple(sorted(key.correct)))
        case TrueFalseKey():
            return ChoiceResponse(choice=("true" if key.correct else "false",))
        case OrderingKey(order=order):
            return MatchResponse(match={str(place): option for place, option in enumerate(order, start=1)})
        case MatchingKey():
            return MatchResponse(match=dict(key.pairs))


def _typed(key: BlankKey) -> str:
    """What the key of a blank spells."""
    return key.spelled if isinstance(key, FormulaKey) else key.accepted[0].text
