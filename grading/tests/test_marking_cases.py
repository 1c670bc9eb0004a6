"""Answers of every kind, marked by hand first."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from grading.keys import SymbolList, load_key
from grading.kinds import KINDS, Kind
from grading.marking import mark_response
from grading.responses import (
    BlanksResponse,
    ChoiceResponse,
    MatchResponse,
    PartResponse,
    TextResponse,
)
from grading.tests.marking_cases import Case, earning, formulas, options

CASES = (*options.CASES, *formulas.CASES, *earning.CASES)
ENOUGH = 150


def respond(case: Case) -> PartResponse | None:
    """What was given, as a page would send it."""
    given: Any = case.given
    if given is None or isinstance(given, str):
        return None if given is None else TextResponse(text=given)
    if isinstance(given, list):
        return ChoiceResponse(choice=tuple(given))
    return BlanksResponse(blanks=given) if case.key["kind"] == "cloze" else MatchResponse(match=given)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_answer_is_marked_as_by_hand(case: Case) -> None:
    symbols = SymbolList(variables=tuple(case.letters), closed=case.closed).to_symbols()

    verdict = mark_response(
        load_key(case.key),
        respond(case),
        options=case.options,
        stems=case.stems,
        symbols=symbols,
        earlier=case.earlier,
    )

    assert (verdict.outcome.value, verdict.credit, verdict.reason.code) == (
        case.verdict,
        case.credit,
        case.reason,
    )


def test_there_are_cases_of_every_kind() -> None:
    kinds = {case.key["kind"] for case in CASES}

    assert (kinds, set(get_args(Kind)), len(CASES) >= ENOUGH) == (set(KINDS), set(KINDS), True)
