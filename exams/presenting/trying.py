"""What the author sees of responses that were tried: how each was read, what it gets and why, what was looked
at; how the stored responses stand; and which slips the key takes for right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from exams.content import Content, Part
from exams.errors import QuestionError
from exams.key_words import MISTAKE_NAMES
from exams.presenting.lines import WORDS as LINE_WORDS
from exams.presenting.results import explain, lacks_form
from exams.services.mutating import Survivor, find_survivors
from exams.services.rehearsing import Look, Rehearsed, StoredState, rehearse, stored_states
from exams.services.trying import ask_parts, check_variant, fill_response, make_values
from exams.wording import word_error
from grading.engine import Node, Symbols, write_plain
from grading.engine.variants import Values
from grading.keys import Key
from grading.mutants import Mutant
from grading.readings import Reading, read_answer, read_answer_for_page, read_for_page
from grading.responses import BlanksResponse, PartResponse, TextResponse
from grading.scoring import share_of, share_points
from grading.services import reason_to_json
from grading.wording import FORM_NAMES, word_method, word_witness

__all__ = ["Advice", "Said", "Step", "StoredLine", "Trial", "TriedPart", "TriedResponse", "show_trial"]

LANGUAGES = ("ko", "en")
VERDICTS: Mapping[str, str | Promise] = {
    "correct": gettext_lazy("Correct"),
    "partial": gettext_lazy("Partly correct"),
    "incorrect": gettext_lazy("Incorrect"),
    "undecided": gettext_lazy("A teacher will decide"),
    "unreadable": gettext_lazy("Could not be read"),
    "unanswered": gettext_lazy("Not answered"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a student reads in one language: the reason, and what the author says to a foreseen answer."""

    language: str
    explanation: SafeString
    witness: str
    lacks_form: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that marking looked at, what it found, and whether the verdict rests on it."""

    name: str
    found: str
    decides: bool


@dataclass(frozen=True, slots=True)
class TriedPart:
    """What one part of a tried response gets. ``plain`` is its reading as text; ``verdict`` a code, in which
    ``unanswered`` stands apart; ``credit`` a share of the points as people write it."""

    id: str
    name: str
    typed: str
    readings: tuple[Reading, ...]
    plain: str
    verdict: str
    credit: str
    points: Decimal
    worth: Decimal
    said: tuple[Said, ...]
    method: str
    steps: tuple[Step, ...]

    @property
    def verdict_word(self) -> str:
        """The verdict as people call it."""
        return str(VERDICTS[self.verdict])


@dataclass(frozen=True, slots=True)
class TriedResponse:
    """One response to the whole question; ``number`` counts from 1."""

    number: int
    parts: tuple[TriedPart, ...]


@dataclass(frozen=True, slots=True)
class StoredLine:
    """How a stored response stands: ``here`` is what is different in the variant that is looked at, ``first``
    in the first variant where something is."""

    number: int
    as_stored: int
    of: int
    here: str
    first: str


@dataclass(frozen=True, slots=True)
class Advice:
    """An altered answer that is accepted, or that a foreseen answer decides; what was altered; and where."""

    where: str
    math: SafeString
    text: str
    change: str
    alternative: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A question as it stands, tried in variant ``number`` of ``of``."""

    number: int
    of: int
    values: dict[str, str]
    responses: tuple[TriedResponse, ...]
    stored: tuple[StoredLine, ...]
    accepted: tuple[Advice, ...]
    foreseen: tuple[Advice, ...]


Tried = tuple[Mapping[str, str], Mapping[str, PartResponse]]


def show_trial(
    content: Content, keys: Mapping[str, Key], *, seed: int, number: int, given: Iterable[Tried]
) -> Trial:
    """Everything about variant ``number`` (the last one where there are fewer). ``given`` are responses by
    part: as they were typed, and as they were read; values are put in for parameters, as for stored ones.
    Raises QuestionError."""
    drawn = make_values(content, seed=seed)
    number = min(max(number, 1), len(drawn))
    values = drawn[number - 1]
    check_variant(content, keys, values)
    survivors = find_survivors(ask_parts(content, keys, values, {}))
    advice = [(one, _advice(content, one)) for one in survivors]
    responses = [
        _response(content, keys, values, place, typed, responses)
        for place, (typed, responses) in enumerate(given, start=1)
    ]
    here = stored_states(content, keys, drawn=[values])
    everywhere = stored_states(content, keys, drawn=drawn)
    return Trial(
        number=number,
        of=len(drawn),
        values=dict(values.to_json()),
        responses=tuple(responses),
        stored=tuple(_stored(*pair) for pair in zip(here, everywhere, strict=True)),
        accepted=tuple(said for one, said in advice if not one.alternative),
        foreseen=tuple(said for one, said in advice if one.alternative),
    )


def _response(
    content: Content,
    keys: Mapping[str, Key],
    values: Values,
    number: int,
    typed: Mapping[str, str],
    responses: Mapping[str, PartResponse],
) -> TriedResponse:
    filled = {
        part.id: fill_response(responses[part.id], values, part=part)
        for part in content.parts
        if part.id in responses
    }
    rehearsed = rehearse(content, keys, values, filled)
    weights = [part.weight for part in content.parts]
    shares = [share_of(one.verdict.credit, one.verdict.certificate) for one in rehearsed]
    points = share_points(content.points, weights, shares)
    worth = share_points(content.points, weights, [Fraction(1)] * len(weights))
    rows = zip(content.parts, rehearsed, points, worth, strict=True)
    return TriedResponse(number, tuple(_part(content, *row, typed=typed.get(row[0].id, "")) for row in rows))


def _part(
    content: Content, part: Part, one: Rehearsed, points: Decimal, worth: Decimal, *, typed: str
) -> TriedPart:
    verdict, response = one.verdict, one.asked.response
    unanswered = verdict.reason.code == "unanswered"
    return TriedPart(
        id=part.id,
        name=part_name(content, part.id),
        typed=typed,
        readings=tuple(_readings(part, response, one.asked.symbols)),
        plain=_plain(part, response, one.asked.symbols),
        verdict="unanswered" if unanswered else verdict.outcome.value,
        credit=str(verdict.credit),
        points=points,
        worth=worth,
        said=() if unanswered else tuple(_said(one, part, language) for language in LANGUAGES),
        method="" if unanswered else word_method(verdict.outcome.value, verdict.certificate),
        steps=tuple(_step(look, one) for look in one.looks),
    )


def part_name(content: Content, part: str) -> str:
    """``(2)``, where there are several parts."""
    ids = [one.id for one in content.parts]
    return f"({ids.index(part) + 1})" if len(ids) > 1 else ""


def _readings(part: Part, response: PartResponse | None, symbols: Symbols) -> Iterator[Reading]:
    match part.traits.answered_by, response:
        case "formula", TextResponse():
            yield read_answer_for_page(response, kind=part.kind, symbols=symbols)
        case "lines", TextResponse(text=text):
            yield from (read_for_page(line, symbols=symbols) for line in text.splitlines() if line.strip())
        case "blanks", BlanksResponse(blanks=blanks):
            for blank in part.blanks:
                typed = TextResponse(text=blanks.get(blank.id, ""))
                if blank.kind != "short_text" and not typed.is_empty:
                    yield read_answer_for_page(typed, kind=blank.kind, symbols=symbols)


def _plain(part: Part, response: PartResponse | None, symbols: Symbols) -> str:
    """The reading of a formula as text; empty for what cannot be read."""
    if part.traits.answered_by != "formula" or not isinstance(response, TextResponse):
        return ""
    tree = read_answer(response, kind=part.kind, symbols=symbols)
    return write_plain(tree) if isinstance(tree, Node) else ""


def _said(one: Rehearsed, part: Part, language: str) -> Said:
    reason = reason_to_json(one.verdict)
    with translation.override(language):
        return Said(
            language=language,
            explanation=explain(one.verdict.outcome.value, reason, part.symbols),
            witness=word_witness(reason),
            lacks_form=lacks_form(reason),
        )


def _step(look: Look, one: Rehearsed) -> Step:
    credit = f" ({look.credit})" if 0 < look.credit < 1 else ""
    match look.what:
        case "value":
            return Step(_("Value"), f"{VERDICTS[look.outcome]}{credit}", look.decides)
        case "blank":
            name = _("Blank %(id)s") % {"id": look.name}
            return Step(name, f"{VERDICTS[look.outcome]}{credit}", look.decides)
        case "line":
            return Step(_("Line %(n)s") % {"n": look.name}, str(LINE_WORDS[look.outcome]), look.decides)
        case "form":
            name = _("Form: %(names)s") % {"names": FORM_NAMES[look.name]}
            return Step(name, _("has it") if look.applies else _("has it not") + credit, look.decides)
    fits = _("fits") + f" ({look.credit})" if look.applies else _("does not fit")
    return Step(_extra_name(look, one), fits, look.decides)


def _extra_name(look: Look, one: Rehearsed) -> str:
    if look.what == "mistake":
        return _("Mistake: %(name)s") % {"name": MISTAKE_NAMES[look.name]}
    if look.what == "follow":
        return _("Follows from the own earlier answer")
    answer = getattr(one.asked.key, "alternatives", ())[int(look.name) - 1].answer
    return _("Foreseen answer %(number)s: %(answer)s") % {"number": look.name, "answer": answer}


def _stored(here: StoredState, everywhere: StoredState) -> StoredLine:
    return StoredLine(
        number=everywhere.number,
        as_stored=everywhere.as_stored,
        of=everywhere.of,
        here=_difference(here.different),
        first=_difference(everywhere.different),
    )


def _difference(error: QuestionError | None) -> str:
    if error is None:
        return ""
    where = _("Response %(n)s") % {"n": error.values["where"].strip("tes[]")}
    return word_error(QuestionError(error.code, **{**error.values, "where": where}))


def _advice(content: Content, one: Survivor) -> Advice:
    part = next(part for part in content.parts if part.id == one.part)
    names = [part_name(content, one.part), one.blank and _("Blank %(id)s") % {"id": one.blank}]
    return Advice(
        where=", ".join(filter(None, names)),
        math=read_for_page(one.mutant.text, symbols=part.symbols.to_symbols()).math,
        text=one.mutant.text,
        change=_change(one.mutant),
        alternative=one.alternative,
    )


def _change(mutant: Mutant) -> str:
    told = {"place": mutant.place, "before": mutant.before, "after": mutant.after}
    match mutant.change:
        case "sign" if mutant.place:
            return _("sign of term %(place)d") % told
        case "sign":
            return pgettext("what was altered", "sign")
        case "entry":
            return _("entry %(place)d") % told
    return f"{CHANGES[mutant.change]}: {mutant.before} → {mutant.after}"


CHANGES: Mapping[str, str | Promise] = {
    "number": pgettext_lazy("what was altered", "number"),
    "exponent": pgettext_lazy("what was altered", "exponent"),
    "relation": pgettext_lazy("what was altered", "relation"),
    "end": pgettext_lazy("what was altered", "end of the interval"),
}
