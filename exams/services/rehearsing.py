"""What responses would get before anyone sits the question: the verdict on each part, what was looked at on
the way to it, and how the stored responses stand. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from exams.content import Content
from exams.errors import QuestionError
from exams.services.trying import ask_parts, find_difference
from grading.engine import Outcome, Verdict
from grading.engine.variants import Values
from grading.keys import ClozeKey, FormedKey, Key, WorkingKey, look_at_form
from grading.marking import AskedPart, mark_parts
from grading.responses import PartResponse, TextResponse

__all__ = ["Look", "Rehearsed", "StoredState", "rehearse", "stored_states"]

EXTRAS: Mapping[str, Any] = {"alternatives": (), "mistakes": (), "follow": None}
# Marking a foreseen answer, one that a rule knows, or one that follows from an earlier one says so itself.
FORESEEN, FOLLOWED = "foreseen_answer", "follows_own_value"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that marking looks at: the ``value``; a ``form`` by its test; an ``alternative`` by its
    number from 1; a ``mistake`` by its rule; what would ``follow``; a ``blank`` by its id; a ``line`` by its
    number. ``outcome`` is what that alone says (of a line, what was found of it), ``applies`` whether it is
    there at all, ``decides`` whether the verdict rests on it."""

    what: Literal["value", "form", "alternative", "mistake", "follow", "blank", "line"]
    name: str
    outcome: str
    applies: bool
    decides: bool
    credit: Fraction


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One part: what was asked and given, the verdict, and what was looked at."""

    asked: AskedPart
    verdict: Verdict
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class StoredState:
    """A stored response: its number from 1, in how many variants it gets what is stored, and what is
    different in the first one where it does not."""

    number: int
    as_stored: int
    of: int
    different: QuestionError | None


def rehearse(
    content: Content, keys: Mapping[str, Key], values: Values, given: Mapping[str, PartResponse]
) -> list[Rehearsed]:
    """What ``given`` would get in the variant of ``values``, part by part."""
    asked = ask_parts(content, keys, values, given)
    verdicts = mark_parts(asked)
    return [
        Rehearsed(part, verdict, tuple(_looks(asked, place, verdict)))
        for place, (part, verdict) in enumerate(zip(asked, verdicts, strict=True))
    ]


def stored_states(content: Content, keys: Mapping[str, Key], *, drawn: Sequence[Values]) -> list[StoredState]:
    """How every stored response is marked now, in the variants of these values."""
    states = []
    for number, test in enumerate(content.tests, start=1):
        where = f"tests[{number}]"
        found = [find_difference(content, keys, values, test, where=where) for values in drawn]
        different = [one for one in found if one is not None]
        states.append(
            StoredState(number, len(found) - len(different), len(found), next(iter(different), None))
        )
    return states


def _looks(asked: Sequence[AskedPart], place: int, final: Verdict) -> Iterator[Look]:
    part = asked[place]
    if part.response is None or part.response.is_empty:
        return
    if isinstance(part.key, ClozeKey | WorkingKey):
        yield from _blanks(final)
        yield from _lines(final)
        return
    bare = part.key.model_copy(update=_present(part.key, {**EXTRAS, "forms": ()}))
    value = _marked(asked, place, bare)
    others = [*_forms(part, value, final), *_extras(asked, place, bare, value, final)]
    decides = not any(look.decides for look in others)
    yield Look("value", "", value.outcome.value, True, decides, value.credit)
    yield from others


def _present(key: Key, update: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in update.items() if hasattr(key, name)}


def _marked(asked: Sequence[AskedPart], place: int, key: Key) -> Verdict:
    """The verdict on one part by another key; the other parts stay as they are."""
    parts = [*asked[:place], replace(asked[place], key=key), *asked[place + 1 :]]
    return mark_parts(parts)[place]


def _blanks(final: Verdict) -> Iterator[Look]:
    for blank in final.reason.values.get("blanks") or []:
        share = Fraction(blank["credit"])
        yield Look("blank", str(blank["id"]), str(blank["verdict"]), share > 0, False, share)


def _lines(final: Verdict) -> Iterator[Look]:
    decisive = final.reason.values.get("line")
    for step in final.reason.values.get("steps") or []:
        found, number = str(step["found"]), step["line"]
        yield Look("line", str(number), found, found != "wrong", number == decisive, Fraction(0))


def _forms(part: AskedPart, value: Verdict, final: Verdict) -> Iterator[Look]:
    """The forms, where the value is right: only then are they looked at."""
    if value.outcome is not Outcome.CORRECT or not isinstance(part.key, FormedKey):
        return
    typed = part.response if isinstance(part.response, TextResponse) else TextResponse(text="")
    for form in part.key.forms:
        outcome, _reason = look_at_form(
            form, typed.text, symbols=part.symbols, notation=typed.notation, locale=typed.locale
        )
        decides = final.reason.values.get("form") == form.test
        has = outcome is Outcome.CORRECT
        yield Look(
            "form", form.test, outcome.value, has, decides, Fraction(1) if has else part.key.form_share
        )


def _extras(
    asked: Sequence[AskedPart], place: int, bare: Key, value: Verdict, final: Verdict
) -> Iterator[Look]:
    """Foreseen answers, mistakes and what follows, each tried alone."""
    key = asked[place].key

    def alone(what: Literal["alternative", "mistake", "follow"], name: str, **only: Any) -> Look:
        found = _marked(asked, place, bare.model_copy(update=only))
        applies = found.reason != value.reason
        decides = applies and _decides(what, name, final)
        return Look(what, name, found.outcome.value, applies, decides, found.credit)

    for number, foreseen in enumerate(getattr(key, "alternatives", ()), start=1):
        yield alone("alternative", str(number), alternatives=(foreseen,))
    follow = getattr(key, "follow", None)
    if follow is not None:
        yield alone("follow", "", follow=follow)
    for mistake in getattr(key, "mistakes", ()):
        yield alone("mistake", mistake.rule, mistakes=(mistake,))


def _decides(what: str, name: str, final: Verdict) -> bool:
    told = final.reason.values
    match what:
        case "alternative":
            return final.reason.code == FORESEEN and str(told.get("alternative")) == name
        case "mistake":
            return str(told.get("rule")) == name
        case _:
            return final.reason.code == FOLLOWED
