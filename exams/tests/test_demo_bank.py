"""The banks of the demo keep what they promise, in every variant that publishing makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest

import exams
from accounts.models import School, User
from exams.content import canonical_hash
from exams.formats.native import BankQuestion, read_bank, read_question
from exams.models import Question
from exams.services.authoring import import_bank
from exams.services.publishing import seed_of
from exams.services.trying import ask_parts, fill_response, make_values, make_variants
from grading.engine import Verdict
from grading.engine.variants import Values
from grading.keys import ChoiceKey, ClozeKey, EssayKey, FormulaKey, ShortTextKey, WorkingKey, fill_key
from grading.kinds import Kind
from grading.marking import mark_parts
from grading.responses import PartResponse
from mathtest.demo.answering import spelled_by

BANKS = {path.stem: path.read_bytes() for path in (Path(exams.__file__).parent / "banks").glob("*.yaml")}
DEMO = BANKS["demo"]
BY_BANK = {
    name: [read_question(entry) for _name, entry in read_bank(data).entries] for name, data in BANKS.items()
}
QUESTIONS = [question for name in sorted(BY_BANK) for question in BY_BANK[name]]
TASTE, CSAT = BY_BANK["demo"], BY_BANK["csat"]
every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.external_id)
every_bank = pytest.mark.parametrize("bank", sorted(BANKS))

TRIED = {"correct", "incorrect", "unreadable"}
# What the verdicts on some kinds are instead: words are never unreadable, and an essay is read by a person.
TRIED_BY_KIND = {"short_text": {"correct", "incorrect"}, "essay": {"undecided"}}


def variants_of(question: BankQuestion) -> list[Values]:
    """The values of all variants that publishing would make."""
    return make_values(question.content, seed=seed_of(canonical_hash(question.content.to_json())))


def marked(question: BankQuestion, values: Values, given: Mapping[str, PartResponse]) -> list[Verdict]:
    """The verdicts on the parts of one variant, in order."""
    return mark_parts(ask_parts(question.content, question.keys, values, given))


def localized_leaves(value: Any) -> Iterator[dict[str, str]]:
    """Every ``{"ko": …, "en": …}`` of a stored content, wherever it stands."""
    if isinstance(value, dict) and value and set(value) <= {"ko", "en"}:
        yield value
        return
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        yield from localized_leaves(each)


@every_bank
def test_bank_is_taken_whole(bank: str, school: School, teacher: User) -> None:
    report = import_bank(BANKS[bank], school=school, owner=teacher)

    count = len(BY_BANK[bank])
    assert (report.taken, report.unchanged, report.refused) == (count, 0, [])
    assert Question.objects.exclude(topic=None).count() == count


@every_bank
def test_every_topic_of_a_bank_is_used(bank: str) -> None:
    assert set(read_bank(BANKS[bank]).topics) == {question.topic for question in BY_BANK[bank]}


def test_the_banks_together_are_a_bank_worth_looking_at() -> None:
    numbers = {
        "questions": len(QUESTIONS),
        "topics": len({question.topic for question in QUESTIONS}),
        "parameters": sum(bool(question.content.parameters) for question in QUESTIONS),
        "figures": sum(bool(question.content.figures) for question in QUESTIONS),
    }

    assert numbers["questions"] >= 60
    assert numbers["topics"] >= 12
    assert numbers["parameters"] >= 20
    assert numbers["figures"] >= 6


def test_no_two_questions_have_the_same_id() -> None:
    ids = [question.external_id for question in QUESTIONS]

    assert sorted(set(ids)) == sorted(ids)


def test_the_banks_have_every_kind() -> None:
    kinds = Counter(part.kind for question in QUESTIONS for part in question.content.parts)

    assert {kind for kind, count in kinds.items() if count >= 2} == set(get_args(Kind))


def test_the_banks_show_how_mistakes_earn_something() -> None:
    keys = [question.keys.values() for question in QUESTIONS]
    numbers = {
        "alternatives": sum(any(getattr(key, "alternatives", ()) for key in each) for each in keys),
        "mistakes": sum(any(getattr(key, "mistakes", ()) for key in each) for each in keys),
        "follow": sum(any(getattr(key, "follow", None) for key in each) for each in keys),
        "working": sum(any(isinstance(key, WorkingKey) for key in each) for each in keys),
        "cloze": sum(any(isinstance(key, ClozeKey) for key in each) for each in keys),
        "forms": sum(any(getattr(key, "forms", ()) for key in each) for each in keys),
        "penalty": sum(any(key.penalty != "0" for key in each) for each in keys),
        "rubric": sum(any(getattr(key, "rubric", ()) for key in each) for each in keys),
    }
    promised = {
        **{"alternatives": 20, "mistakes": 10, "follow": 4, "working": 5},
        **{"cloze": 3, "forms": 5, "penalty": 2, "rubric": 2},
    }

    assert {name: min(count, promised[name]) for name, count in numbers.items()} == promised


def test_a_question_that_takes_points_says_so() -> None:
    silent = [
        question.external_id
        for question in QUESTIONS
        if any(key.penalty != "0" for key in question.keys.values())
        and not ("잃는다" in question.content.text["ko"] and "costs" in question.content.text["en"])
    ]

    assert silent == []


@every_question
def test_what_students_are_told_is_in_korean_and_in_english(question: BankQuestion) -> None:
    told = [
        leaf
        for key in question.keys.values()
        for leaf in localized_leaves(key.model_dump(mode="json"))
        if not (leaf.get("ko", "").strip() and leaf.get("en", "").strip())
    ]

    assert told == []


def test_demo_bank_has_every_kind_that_is_marked_by_the_engine_alone() -> None:
    kinds = {part.kind for question in TASTE for part in question.content.parts}

    assert kinds == {"choice", "multiple_choice", "true_false", "integer", "number", "expression"}


def test_demo_bank_has_questions_with_parameters_and_with_parts() -> None:
    with_parameters = [question for question in TASTE if question.content.parameters]
    with_parts = [question for question in TASTE if len(question.content.parts) > 1]

    assert (len(with_parameters) >= 4, len(with_parts) >= 1) == (True, True)


def test_mock_exam_is_shaped_like_the_csat() -> None:
    points = [int(question.content.points) for question in CSAT]
    kinds = "".join("c" if question.content.parts[0].kind == "choice" else "i" for question in CSAT)

    assert (len(CSAT), sum(points), set(points)) == (30, 100, {2, 3, 4})
    assert kinds == "c" * 15 + "i" * 7 + "c" * 6 + "i" * 2
    assert [question.external_id for question in CSAT] == [f"csat-{number:02}" for number in range(1, 31)]


def test_right_options_of_the_mock_exam_are_balanced() -> None:
    keys = [question.keys["a"] for question in CSAT]
    places = Counter(key.correct for key in keys if isinstance(key, ChoiceKey))

    assert sorted(places) == ["o1", "o2", "o3", "o4", "o5"]
    assert sorted(Counter(key.correct for key in keys[:15] if isinstance(key, ChoiceKey)).values()) == [3] * 5
    assert max(places.values()) - min(places.values()) <= 1


def test_mock_exam_gets_harder_towards_the_end_of_each_section() -> None:
    points = [int(question.content.points) for question in CSAT]

    for start, end in ((0, 15), (15, 22), (22, 28), (28, 30)):
        assert points[start:end] == sorted(points[start:end])


@every_question
def test_every_question_has_a_worked_solution(question: BankQuestion) -> None:
    assert {language for language, text in question.content.solution.items() if len(text) > 10} == {
        "ko",
        "en",
    }


@every_question
def test_every_text_is_in_korean_and_in_english(question: BankQuestion) -> None:
    leaves = list(localized_leaves(question.content.to_json()))

    assert len(leaves) >= 2 + len(question.content.tests)
    assert [leaf for leaf in leaves if not (leaf.get("ko", "").strip() and leaf.get("en", "").strip())] == []


@every_question
def test_every_part_is_tried_right_wrong_and_unreadable(question: BankQuestion) -> None:
    for part in question.content.parts:
        verdicts = {test.verdict[part.id].value for test in question.content.tests}
        assert verdicts - {"partial"} == TRIED_BY_KIND.get(part.kind, TRIED)


@every_question
def test_what_is_partly_right_is_stored_with_its_credit(question: BankQuestion) -> None:
    untold = [
        (number, part)
        for number, test in enumerate(question.content.tests, start=1)
        for part, verdict in test.verdict.items()
        if verdict == "partial" and part not in test.credit
    ]

    assert untold == []


@every_question
def test_at_least_four_responses_are_stored(question: BankQuestion) -> None:
    assert len(question.content.tests) >= 4


@every_question
def test_stored_responses_get_their_verdict_in_every_variant(question: BankQuestion) -> None:
    expected, got = [], []
    for values in variants_of(question):
        for test in question.content.tests:
            parts = {part.id: part for part in question.content.parts}
            given = {
                part: fill_response(response, values, part=parts[part])
                for part, response in test.response.items()
            }
            for part, verdict in zip(parts, marked(question, values, given), strict=True):
                credit = test.credit.get(part, str(verdict.credit))
                got.append((values.to_json(), part, verdict.outcome, verdict.credit))
                expected.append((values.to_json(), part, test.verdict[part], Fraction(credit)))

    assert len(got) >= len(question.content.tests)
    assert got == expected


@every_question
def test_key_earns_everything_in_every_variant(question: BankQuestion) -> None:
    keys = {part: key for part, key in question.keys.items() if not isinstance(key, EssayKey)}
    verdicts = []
    for values in variants_of(question):
        given = {part: spelled_by(fill_key(key, values)) for part, key in keys.items()}
        found = zip(question.content.parts, marked(question, values, given), strict=True)
        verdicts += [(part.id, verdict.outcome) for part, verdict in found if part.id in keys]

    assert verdicts == [(part, "correct") for part in keys] * len(variants_of(question))


@every_question
def test_every_variant_is_shown_in_both_languages(question: BankQuestion) -> None:
    variants = list(make_variants(question.content, question.keys, seed=1))

    assert len(variants) == (question.content.variants if question.content.parameters else 1)
    assert {tuple(variant.rendered) for variant in variants} == {("en", "ko")}


@every_question
def test_some_right_response_is_not_the_key_written_again(question: BankQuestion) -> None:
    """For what is typed, a stored right response is another way to write the key."""
    for part in question.content.parts:
        key = question.keys[part.id]
        if not isinstance(key, FormulaKey | ShortTextKey | WorkingKey | ClozeKey):
            continue
        right = [
            test.response[part.id] for test in question.content.tests if test.verdict[part.id] == "correct"
        ]
        assert [response for response in right if response != spelled_by(key)] != []
