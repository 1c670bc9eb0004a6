"""Words, pairs and essays: what earns what."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from pydantic import ValidationError

from grading.engine import Outcome
from grading.engine.variants import Values
from grading.keys import (
    EssayKey,
    KeyProblem,
    MatchingKey,
    ShortTextKey,
    check_key,
    fill_key,
    load_key,
)
from grading.marking import mark_response
from grading.responses import ChoiceResponse, MatchResponse, TextResponse

CORRECT, PARTIAL, INCORRECT = Outcome.CORRECT, Outcome.PARTIAL, Outcome.INCORRECT
UNDECIDED, UNREADABLE = Outcome.UNDECIDED, Outcome.UNREADABLE


def words(*accepted: str, **settings: bool) -> ShortTextKey:
    texts = [dict(zip(("text", "credit"), (*one.split("|"), "1"), strict=False)) for one in accepted]
    return ShortTextKey.model_validate({"accepted": texts, **settings})


TRIANGLE = words("이등변삼각형", "삼각형|1/2")
WORDS = [
    # key, answer, outcome, credit, code
    (TRIANGLE, "이등변삼각형", CORRECT, 1, "accepted_text"),
    (TRIANGLE, " 이등변  삼각형\n", CORRECT, 1, "accepted_text"),
    (TRIANGLE, "이등변\u3000삼각형", CORRECT, 1, "accepted_text"),
    (TRIANGLE, "\u110b\u1175등변삼각형", CORRECT, 1, "accepted_text"),  # letters in pieces, as macOS types
    (TRIANGLE, "이등변\u200b삼각형", CORRECT, 1, "accepted_text"),  # a space that nobody sees
    (TRIANGLE, "삼각형", PARTIAL, Fraction(1, 2), "accepted_partly"),
    (TRIANGLE, "정삼각형", INCORRECT, 0, "different_text"),
    (TRIANGLE, "  ", INCORRECT, 0, "unanswered"),
    (TRIANGLE, "\x01\x02", UNREADABLE, 0, "no_text"),
    (TRIANGLE, "\ufffd", UNREADABLE, 0, "no_text"),
    (words("mean value"), "Mean  VALUE", CORRECT, 1, "accepted_text"),
    (words("mean value"), "ｍｅａｎ value", CORRECT, 1, "accepted_text"),
    (words("mean value"), "meanvalue", INCORRECT, 0, "different_text"),
    (words("x축"), "x 축", CORRECT, 1, "accepted_text"),
    (words("Straße"), "STRASSE", CORRECT, 1, "accepted_text"),
    (words("AB", case_sensitive=True), "ab", INCORRECT, 0, "different_text"),
    (words("AB", case_sensitive=True), "AB", CORRECT, 1, "accepted_text"),
    (words("a*c"), "abc", INCORRECT, 0, "different_text"),
    (words("a*c", wildcards=True), "abc", CORRECT, 1, "accepted_text"),
    (words("a*c", wildcards=True), "ac", CORRECT, 1, "accepted_text"),
    (words("a*c", wildcards=True), "acd", INCORRECT, 0, "different_text"),
    (words("a*a", wildcards=True), "a", INCORRECT, 0, "different_text"),
    (words("*평균*", wildcards=True), "산술 평균이다", CORRECT, 1, "accepted_text"),
    (words("a*b*c", wildcards=True), "a c b", INCORRECT, 0, "different_text"),
    (words(r"2\*3", wildcards=True), "2*3", CORRECT, 1, "accepted_text"),
    (words(r"2\*3", wildcards=True), "253", INCORRECT, 0, "different_text"),
    (words("yes", "*|1/4", wildcards=True), "yes", CORRECT, 1, "accepted_text"),  # the best one counts
    (words("yes", "*|1/4", wildcards=True), "maybe", PARTIAL, Fraction(1, 4), "accepted_partly"),
    (words("[.]+(", "^$"), "[.]+(", CORRECT, 1, "accepted_text"),
]


@pytest.mark.parametrize(("key", "text", "outcome", "credit", "code"), WORDS)
def test_words_earn_the_credit_of_the_best_text_they_fit(
    key: ShortTextKey, text: str, outcome: Outcome, credit: Fraction, code: str
) -> None:
    verdict = mark_response(key, TextResponse(text=text))

    assert (verdict.outcome, verdict.credit, verdict.reason.code) == (outcome, credit, code)


def test_no_pattern_makes_marking_slow() -> None:
    key = words("*a" * 200 + "b", wildcards=True)
    began = time.perf_counter()

    verdict = mark_response(key, TextResponse(text="a" * 2000))

    assert verdict.outcome is INCORRECT
    assert time.perf_counter() - began < 1


PAIRS = MatchingKey(pairs={"s1": "o1", "s2": "o2", "s3": "o2"})
STEMS, OPTIONS = ("s1", "s2", "s3"), ("o1", "o2", "o3")
MATCHES = [
    # match, (outcome, credit) per pair, outcome all or nothing
    ({"s1": "o1", "s2": "o2", "s3": "o2"}, (CORRECT, 1), CORRECT),
    ({"s1": "o1", "s2": "o2", "s3": "o1"}, (PARTIAL, Fraction(2, 3)), INCORRECT),
    ({"s1": "o1"}, (PARTIAL, Fraction(1, 3)), INCORRECT),
    ({"s1": "o3", "s2": "o1"}, (INCORRECT, 0), INCORRECT),
    ({}, (INCORRECT, 0), INCORRECT),
    ({"s9": "o1"}, (UNREADABLE, 0), UNREADABLE),
    ({"s1": "o9"}, (UNREADABLE, 0), UNREADABLE),
]


@pytest.mark.parametrize(("match", "per_pair", "strictly"), MATCHES)
def test_pairs_count_by_the_policy(
    match: dict[str, str], per_pair: tuple[Outcome, Fraction], strictly: Outcome
) -> None:
    given = MatchResponse(match=match)
    strict = PAIRS.model_copy(update={"policy": "all_or_nothing"})

    lenient = mark_response(PAIRS, given, options=OPTIONS, stems=STEMS)

    assert (lenient.outcome, lenient.credit) == per_pair
    assert mark_response(strict, given, options=OPTIONS, stems=STEMS).outcome is strictly


@pytest.mark.parametrize("given", [TextResponse(text="s1=o1"), ChoiceResponse(choice=("o1",))])
def test_something_else_than_pairs_cannot_be_read_as_pairs(given: TextResponse | ChoiceResponse) -> None:
    verdict = mark_response(PAIRS, given, options=OPTIONS, stems=STEMS)

    assert (verdict.outcome, verdict.reason.code) == (UNREADABLE, "pairs_expected")


@pytest.mark.parametrize(
    ("text", "outcome", "code"),
    [("근거는 다음과 같다.\n1.", UNDECIDED, "needs_person"), (" \n", INCORRECT, "unanswered")],
)
def test_essay_waits_for_a_person_unless_it_is_empty(text: str, outcome: Outcome, code: str) -> None:
    verdict = mark_response(EssayKey(), TextResponse(text=text))

    assert (verdict.outcome, verdict.credit, verdict.reason.code) == (outcome, 0, code)


@pytest.mark.parametrize(
    "stored",
    [
        {"kind": "short_text", "accepted": []},
        {"kind": "short_text", "accepted": [{"text": "a", "credit": "1/2"}]},
        {"kind": "short_text", "accepted": [{"text": "a"}, {"text": "b", "credit": "0"}]},
        {"kind": "short_text", "accepted": [{"text": "a"}, {"text": "b", "credit": "2"}]},
        {"kind": "short_text", "accepted": [{"text": "a"}, {"text": "b", "credit": "1/0"}]},
        {"kind": "short_text", "accepted": [{"text": "a"}, {"text": "b", "credit": "1e-99999999"}]},
        {"kind": "matching", "pairs": {"s1": "o1"}},
        {"kind": "matching", "pairs": {"s1": "o1", "s2": "o2"}, "policy": "luck"},
        {"kind": "essay", "guidance": {"fr": "bien"}},
    ],
)
def test_key_that_makes_no_sense_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        load_key(stored)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (words("\u200b"), "empty_text"),
        (words("{k}개"), "unknown_parameter"),
        (MatchingKey(pairs={"s1": "o1", "s2": "o1"}), "missing_stem"),
        (MatchingKey(pairs={"s1": "o1", "s2": "o1", "s3": "o1", "s4": "o1"}), "unknown_stem"),
        (MatchingKey(pairs={"s1": "o1", "s2": "o1", "s3": "o9"}), "unknown_option"),
    ],
)
def test_key_that_does_not_fit_its_part_is_refused(key: ShortTextKey | MatchingKey, code: str) -> None:
    with pytest.raises(KeyProblem) as problem:
        check_key(key, options=OPTIONS, stems=STEMS)

    assert problem.value.code == code


def test_parameters_stand_in_words_as_in_prose() -> None:
    values = Values.from_json({"k": "-3"})

    filled = fill_key(words("{k}만큼"), values)

    assert filled == words("-3만큼")
    assert fill_key(EssayKey(guidance={"ko": "{k}를 쓰면 된다."}), values).guidance == {  # type: ignore[union-attr]
        "ko": "-3를 쓰면 된다."
    }
