"""Laws of what answers earn, over keys of every kind and answers of every shape, fitting or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import Outcome, Symbols, Verdict
from grading.keys import Foreseen, ForeseenKey, Key, KeyProblem, SymbolList, check_key, load_key
from grading.kinds import KINDS
from grading.marking import check_alternatives, mark_response
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse
from grading.tests.test_marking_cases import CASES, respond


@dataclass(frozen=True, slots=True)
class Part:
    """A key and what stands around it."""

    key: Key
    options: tuple[str, ...]
    stems: tuple[str, ...]
    symbols: Symbols
    earlier: Mapping[str, str]

    def marked(self, response: PartResponse | None, **changes: object) -> Verdict:
        """By the key, with ``changes`` to its fields."""
        return mark_response(
            self.key.model_copy(update=changes),
            response,
            options=self.options,
            stems=self.stems,
            symbols=self.symbols,
            earlier=self.earlier,
        )

    def may_foresee(self, foreseen: Foreseen) -> bool:
        """Whether a key with this alternative alone could be saved."""
        key = self.key.model_copy(update={"alternatives": (foreseen,)})
        around = {"options": self.options, "stems": self.stems, "symbols": self.symbols}
        try:
            check_key(key, **around, earlier=tuple(self.earlier))
            check_alternatives(key, **around)
        except KeyProblem:
            return False
        return True


PARTS = [
    Part(
        key=load_key(case.key),
        options=case.options,
        stems=case.stems,
        symbols=SymbolList(variables=tuple(case.letters), closed=case.closed).to_symbols(),
        earlier=case.earlier,
    )
    for case in CASES
]
GIVEN = [respond(case) for case in CASES]
KINDS_OF_CASES = sorted({part.key.kind for part in PARTS})
# A kind first and a row of it then, so that every kind is tried as often.
OF_KIND = {kind: [n for n, part in enumerate(PARTS) if part.key.kind == kind] for kind in KINDS_OF_CASES}
FORESEEING = [kind for kind in KINDS_OF_CASES if isinstance(PARTS[OF_KIND[kind][0]].key, ForeseenKey)]
IDS = st.sampled_from(["o1", "o2", "o3", "o9", "s1", "s2", "1", "2", "b1", "p", "true"])
ANYTHING = st.one_of(
    st.sampled_from(GIVEN),
    st.text(max_size=12).map(lambda text: TextResponse(text=text)),
    st.sampled_from([one.text for one in GIVEN if isinstance(one, TextResponse)]).map(
        lambda text: TextResponse(text=text, notation="latex", locale="en")
    ),
    st.lists(IDS, max_size=4).map(lambda ids: ChoiceResponse(choice=tuple(ids))),
    st.dictionaries(IDS, IDS, max_size=4).map(lambda pairs: MatchResponse(match=pairs)),
    st.dictionaries(IDS, st.sampled_from(["x", "3", "(", "최솟값", ""]), max_size=4).map(
        lambda blanks: BlanksResponse(blanks=blanks)
    ),
)
SHARES = st.sampled_from(["0", "1/4", "1/3", "1/2", "0.75"])
PART = (
    st.sampled_from(KINDS_OF_CASES)
    .flatmap(lambda kind: st.sampled_from(OF_KIND[kind]))
    .map(PARTS.__getitem__)
)


@st.composite
def foreseeing(draw: st.DrawFn, *, most: int) -> tuple[Part, PartResponse | None, list[Foreseen]]:
    """A part that may foresee answers, an answer to it, and up to ``most`` foreseen ones that could be saved:
    they are what was given to keys of its kind, often the answer itself."""
    rows = OF_KIND[draw(st.sampled_from(FORESEEING))]
    part = PARTS[draw(st.sampled_from(rows))]
    answers = draw(st.lists(st.sampled_from(rows), min_size=1, max_size=most))
    response = GIVEN[draw(st.sampled_from([*answers, *rows[:1]]))]
    foreseen = [Foreseen(answer=spelled(GIVEN[row]) or "x", credit=draw(SHARES)) for row in answers]
    return part, response, [one for one in foreseen if part.may_foresee(one)]


def spelled(response: PartResponse | None) -> str:
    """As the author of a key would foresee it."""
    match response:
        case TextResponse(text=text):
            return text.strip()[:500]
        case ChoiceResponse(choice=choice):
            return ", ".join(choice)
        case MatchResponse(match=match):
            return ", ".join(match.values())
    return ""


def test_rows_are_of_every_kind() -> None:
    assert set(KINDS_OF_CASES) == set(KINDS)


@settings(max_examples=400)
@given(PART, ANYTHING)
def test_credit_is_a_share_that_fits_the_verdict_and_stays_the_same(
    part: Part, response: PartResponse | None
) -> None:
    verdict = part.marked(response)

    whole = {Outcome.CORRECT: 1, Outcome.INCORRECT: 0, Outcome.UNREADABLE: 0, Outcome.UNDECIDED: 0}
    assert verdict.credit == whole[verdict.outcome] if verdict.outcome in whole else 0 < verdict.credit < 1
    assert part.marked(response) == verdict


@settings(max_examples=200)
@given(PART, ANYTHING, SHARES)
def test_penalty_changes_neither_verdict_nor_credit(
    part: Part, response: PartResponse | None, penalty: str
) -> None:
    free, charged = part.marked(response, penalty="0"), part.marked(response, penalty=penalty)

    is_taken = free.outcome is Outcome.INCORRECT and free.reason.code != "unanswered" and penalty != "0"
    assert (charged.outcome, charged.credit, charged.reason) == (free.outcome, free.credit, free.reason)
    assert charged.certificate.get("penalty") == (str(Fraction(penalty)) if is_taken else None)


@settings(max_examples=200)
@given(foreseeing(most=1))
def test_foreseen_answer_at_the_end_never_lowers_a_credit(
    drawn: tuple[Part, PartResponse | None, list[Foreseen]],
) -> None:
    part, response, last = drawn

    before = part.marked(response)
    after = part.marked(response, alternatives=(*part.key.alternatives, *last))

    assert after.credit >= before.credit
    assert after.outcome is before.outcome or before.outcome in (Outcome.INCORRECT, Outcome.PARTIAL)


@settings(max_examples=200)
@given(foreseeing(most=4))
def test_first_foreseen_answer_that_fits_decides(
    drawn: tuple[Part, PartResponse | None, list[Foreseen]],
) -> None:
    part, response, foreseen = drawn
    telling = [one.model_copy(update={"message": {"ko": "이유"}}) for one in foreseen]
    alone = [
        number
        for number, one in enumerate(telling, start=1)
        if by_foreseen(part.marked(response, alternatives=(one.model_copy(update={"credit": "0.99"}),)))
    ]

    verdict = part.marked(response, alternatives=tuple(telling))

    assert by_foreseen(verdict) in (None, *alone[:1])
    assert by_foreseen(verdict) is None or verdict.credit == Fraction(telling[alone[0] - 1].credit)


def by_foreseen(verdict: Verdict) -> int | None:
    """The number of the foreseen answer that decided, if one did."""
    return verdict.reason.values.get("alternative") if verdict.reason.code == "foreseen_answer" else None
