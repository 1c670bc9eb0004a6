"""Orders, five options, options one by one, blanks, and words with their endings: what earns what."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from grading.engine import Outcome, Symbols
from grading.keys import ClozeKey, FiveOptionKey, MultipleChoiceKey, OrderingKey, ShortTextKey, load_key
from grading.marking import mark_response
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse

CORRECT, PARTIAL, INCORRECT = Outcome.CORRECT, Outcome.PARTIAL, Outcome.INCORRECT
UNDECIDED, UNREADABLE = Outcome.UNDECIDED, Outcome.UNREADABLE
FIVE = ("o1", "o2", "o3", "o4", "o5")
FOUR = FIVE[:4]
PLACES = ("1", "2", "3", "4")
X = Symbols(variables=("x",), closed=True)


def order(policy: str) -> OrderingKey:
    return OrderingKey.model_validate({"order": FOUR, "policy": policy})


def placed(*options: str) -> MatchResponse:
    """The options from the first place on; an empty one leaves its place free."""
    return MatchResponse(
        match={str(place): option for place, option in enumerate(options, start=1) if option}
    )


ALL, PLACE, NEIGHBOUR = "all_or_nothing", "per_place", "per_neighbour"
ORDERS = [
    (ALL, placed("o1", "o2", "o3", "o4"), CORRECT, 1, "right_order"),
    (ALL, placed("o1", "o2", "o4", "o3"), INCORRECT, 0, "wrong_order"),
    (ALL, placed("o1", "o2", "o3"), INCORRECT, 0, "wrong_order"),
    (ALL, placed(), INCORRECT, 0, "unanswered"),
    (PLACE, placed("o1", "o2", "o4", "o3"), PARTIAL, Fraction(1, 2), "some_right_places"),
    (PLACE, placed("o1", "o2", "o3"), PARTIAL, Fraction(3, 4), "some_right_places"),
    (PLACE, placed("", "", "", "o4"), PARTIAL, Fraction(1, 4), "some_right_places"),
    (PLACE, placed("o2", "o3", "o4", "o1"), INCORRECT, 0, "wrong_order"),
    (PLACE, placed("o1", "o1", "o1", "o1"), PARTIAL, Fraction(1, 4), "some_right_places"),
    (NEIGHBOUR, placed("o2", "o3", "o4", "o1"), PARTIAL, Fraction(2, 3), "some_right_neighbours"),
    (NEIGHBOUR, placed("o4", "o3", "o2", "o1"), INCORRECT, 0, "wrong_order"),
    (NEIGHBOUR, placed("o1", "o2", "o1", "o2"), PARTIAL, Fraction(1, 3), "some_right_neighbours"),
    (NEIGHBOUR, placed("o1", "o2", "o2", "o3"), PARTIAL, Fraction(1, 3), "some_right_neighbours"),
    (NEIGHBOUR, placed("o1", "", "o2", "o3"), PARTIAL, Fraction(1, 3), "some_right_neighbours"),
    (PLACE, placed("o9"), UNREADABLE, 0, "unknown_option"),
    (PLACE, MatchResponse(match={"5": "o1"}), UNREADABLE, 0, "unknown_option"),
    (PLACE, TextResponse(text="o1, o2, o3, o4"), UNREADABLE, 0, "pairs_expected"),
]


@pytest.mark.parametrize(("policy", "given", "outcome", "credit", "code"), ORDERS)
def test_order_counts_by_its_policy(
    policy: str, given: PartResponse, outcome: Outcome, credit: Fraction, code: str
) -> None:
    verdict = mark_response(order(policy), given, options=FOUR, stems=PLACES)

    assert (verdict.outcome, verdict.credit, verdict.reason.code) == (outcome, credit, code)


def test_foreseen_order_earns_what_it_is_foreseen_to() -> None:
    key = OrderingKey.model_validate(
        {"order": FOUR, "alternatives": [{"answer": "o4, o3, o2, o1", "credit": "1/4"}]}
    )

    verdict = mark_response(key, placed("o4", "o3", "o2", "o1"), options=FOUR, stems=PLACES)

    assert (verdict.outcome, verdict.credit) == (PARTIAL, Fraction(1, 4))


FIVES = [
    (ChoiceResponse(choice=("o3",)), CORRECT, "right_option"),
    (ChoiceResponse(choice=("o2",)), INCORRECT, "wrong_option"),
    (TextResponse(text="3"), CORRECT, "right_option"),
    (TextResponse(text=" ③ "), CORRECT, "right_option"),
    (TextResponse(text="３"), CORRECT, "right_option"),
    (TextResponse(text="3번"), CORRECT, "right_option"),
    (TextResponse(text="o3"), CORRECT, "right_option"),
    (TextResponse(text="4"), INCORRECT, "wrong_option"),
    (TextResponse(text="3, ③"), CORRECT, "right_option"),
    (TextResponse(text="3, 4"), UNREADABLE, "one_option_expected"),
    (TextResponse(text="6"), UNREADABLE, "unknown_option"),
    (TextResponse(text="0"), UNREADABLE, "unknown_option"),
    (TextResponse(text="33"), UNREADABLE, "unknown_option"),
]


@pytest.mark.parametrize(("given", "outcome", "code"), FIVES)
def test_one_of_five_is_named_by_its_number_too(given: PartResponse, outcome: Outcome, code: str) -> None:
    verdict = mark_response(FiveOptionKey(correct="o3"), given, options=FIVE)

    assert (verdict.outcome, verdict.reason.code) == (outcome, code)


EACH = [
    (("o1", "o2"), CORRECT, 1, "right_options"),
    (("o1",), PARTIAL, Fraction(4, 5), "some_right_options"),
    (("o1", "o3"), PARTIAL, Fraction(3, 5), "some_right_options"),
    (("o3",), PARTIAL, Fraction(2, 5), "some_right_options"),
    (FIVE, PARTIAL, Fraction(2, 5), "some_right_options"),
    (("o3", "o4", "o5"), INCORRECT, 0, "wrong_options"),
    ((), INCORRECT, 0, "unanswered"),
]


@pytest.mark.parametrize(("given", "outcome", "credit", "code"), EACH)
def test_each_option_counts_as_picked_or_left(
    given: tuple[str, ...], outcome: Outcome, credit: Fraction, code: str
) -> None:
    key = MultipleChoiceKey(correct=("o1", "o2"), policy="each_option")

    verdict = mark_response(key, ChoiceResponse(choice=given), options=FIVE)

    assert (verdict.outcome, verdict.credit, verdict.reason.code) == (outcome, credit, code)


BLANKS = ("b1", "b2", "b3")
PROOF: dict[str, Any] = {
    "b1": {"kind": "expression", "expression": "x-3"},
    "b2": {"kind": "integer", "value": "7"},
    "b3": {"kind": "short_text", "accepted": [{"text": "최솟값"}, {"text": "극솟값", "credit": "1/2"}]},
}


def cloze(policy: str = "per_blank") -> ClozeKey:
    key = load_key({"kind": "cloze", "blanks": PROOF, "policy": policy})
    assert isinstance(key, ClozeKey)
    return key


def typed(*texts: str, locale: Any = "ko") -> BlanksResponse:
    return BlanksResponse(blanks=dict(zip(BLANKS, texts, strict=False)), locale=locale)


CLOZES = [
    ("per_blank", typed("-3+x", "7", "최솟값"), CORRECT, 1, "right_blanks"),
    ("per_blank", typed("x-3", "007", " 최솟 값"), CORRECT, 1, "right_blanks"),
    ("per_blank", typed("x-3", "7"), PARTIAL, Fraction(2, 3), "some_right_blanks"),
    ("per_blank", typed("x+3", "8", "극솟값"), PARTIAL, Fraction(1, 6), "some_right_blanks"),
    ("per_blank", typed("x+3", "8", "최댓값"), INCORRECT, 0, "wrong_blanks"),
    ("per_blank", typed("x-(3", "7", "최솟값"), PARTIAL, Fraction(2, 3), "some_right_blanks"),
    ("per_blank", typed("x-(3", "8"), UNREADABLE, 0, "unbalanced_bracket"),
    ("per_blank", typed("y-3"), UNREADABLE, 0, "unknown_symbol"),
    ("per_blank", typed(" ", "", ""), INCORRECT, 0, "unanswered"),
    ("per_blank", BlanksResponse(blanks={"b9": "1"}), UNREADABLE, 0, "unknown_option"),
    ("per_blank", TextResponse(text="x-3"), UNREADABLE, 0, "blanks_expected"),
    ("all_or_nothing", typed("x-3", "7", "최솟값"), CORRECT, 1, "right_blanks"),
    ("all_or_nothing", typed("x-3", "7", "극솟값"), INCORRECT, 0, "not_all_blanks"),
    ("all_or_nothing", typed("x+3", "8", "최댓값"), INCORRECT, 0, "wrong_blanks"),
    ("all_or_nothing", typed("x-3", "7.", "최솟값"), UNREADABLE, 0, "integer_expected"),
]


@pytest.mark.parametrize(("policy", "given", "outcome", "credit", "code"), CLOZES)
def test_blanks_earn_their_mean_or_all_or_nothing(
    policy: str, given: PartResponse, outcome: Outcome, credit: Fraction, code: str
) -> None:
    verdict = mark_response(cloze(policy), given, stems=BLANKS, symbols=X)

    assert (verdict.outcome, verdict.credit, verdict.reason.code) == (outcome, credit, code)


def test_each_blank_says_what_became_of_it() -> None:
    verdict = mark_response(cloze(), typed("x-(3", "8", "최솟값"), stems=BLANKS, symbols=X)

    said = [
        (one["id"], one["verdict"], one["credit"], one["code"]) for one in verdict.reason.values["blanks"]
    ]
    assert said == [
        ("b1", "unreadable", "0", "unbalanced_bracket"),
        ("b2", "incorrect", "0", "different_number"),
        ("b3", "correct", "1", "accepted_text"),
    ]


def test_blank_that_cannot_be_decided_leaves_the_whole_to_a_person() -> None:
    verdict = mark_response(cloze(), typed("9^9^9^9", "7", "최솟값"), stems=BLANKS, symbols=X)

    assert (verdict.outcome, verdict.credit) == (UNDECIDED, 0)


def words(*accepted: str, endings: bool = True, **settings: bool) -> ShortTextKey:
    return ShortTextKey.model_validate(
        {"accepted": [{"text": text} for text in accepted], "endings": endings, **settings}
    )


SHAPE = words("평행사변형")
GRAPH = words("포물선", "x축", "이차함수", "3", "존재")
ENDINGS = [
    (SHAPE, "평행사변형", True),
    (SHAPE, "평행사변형이다", True),
    (SHAPE, "평행사변형 이다.", True),
    (SHAPE, "평행사변형입니다", True),
    (SHAPE, "평행사변형이에요!", True),
    (SHAPE, "평행사변형임", True),
    (SHAPE, "평행사변형은", True),
    (SHAPE, "평행사변형으로", True),
    (SHAPE, "평행사변형.", True),
    (SHAPE, "평행사변형는", False),
    (SHAPE, "평행사변형이 아니다", False),
    (SHAPE, "평행사변형이다이다", False),
    (SHAPE, "사변형이다", False),
    (words("평행사변형", endings=False), "평행사변형이다", False),
    (GRAPH, "이차함수다", True),
    (GRAPH, "이차함수예요", True),
    (GRAPH, "이차함수로", True),
    (GRAPH, "포물선다", False),
    (GRAPH, "X축이다", True),
    (GRAPH, "3이다", True),
    (GRAPH, "3는", False),
    (GRAPH, "존재함", True),
    (GRAPH, "존재하지 않는다", False),
    (words("바다"), "바", False),
    (words("*사변형", wildcards=True), "평행사변형이다", True),
    (words("square"), "square.", True),
]


@pytest.mark.parametrize(("key", "text", "is_right"), ENDINGS)
def test_one_ending_behind_the_text_does_not_matter_where_the_key_says_so(
    key: ShortTextKey, text: str, is_right: bool
) -> None:
    verdict = mark_response(key, TextResponse(text=text))

    assert (verdict.outcome is CORRECT) == is_right


LETTERS = [
    ("ㄱ, ㄴ", True),
    ("ㄱ,ㄴ", True),
    ("ㄱㄴ", True),
    ("ㄱ·ㄴ", True),
    ("ㄱㆍㄴ", True),
    ("ㄱ / ㄴ", True),
    ("ㄱ，ㄴ", True),
    ("ㄱ、ㄴ", True),
    ("\u1100, \u1102", True),  # letters as a syllable begins with them
    ("\u11a8, \u11ab", True),  # and ends
    ("ﾡ, ﾤ", True),  # half as wide
    ("ㄴ, ㄱ", False),
    ("ㄱ, ㄴ, ㄷ", False),
    ("ㄱ", False),
    ("가, 나", False),
]


@pytest.mark.parametrize(("text", "is_right"), LETTERS)
@pytest.mark.parametrize("accepted", ["ㄱ, ㄴ", "ㄱㄴ"])
def test_single_letters_are_the_same_however_they_are_separated(
    accepted: str, text: str, is_right: bool
) -> None:
    key = ShortTextKey.model_validate({"accepted": [{"text": accepted}]})

    assert (mark_response(key, TextResponse(text=text)).outcome is CORRECT) == is_right
