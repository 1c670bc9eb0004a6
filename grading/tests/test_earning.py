"""What an answer that is not right earns: alternatives, follow-through, and which of them wins."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.engine import Outcome, Symbols, Verdict
from grading.keys import (
    AntiderivativeKey,
    ChoiceKey,
    ClozeKey,
    DerivativeKey,
    EquationKey,
    ExpressionKey,
    FiveOptionKey,
    Follow,
    Foreseen,
    ForeseenKey,
    FormRequirement,
    InequalityKey,
    IntegerKey,
    ListKey,
    MatrixKey,
    Mistake,
    MultipleChoiceKey,
    NumberKey,
    OrderingKey,
    PropertyKey,
    QuantityKey,
    SetKey,
    TrueFalseKey,
)
from grading.keys.shapes.earning import MistakeRule
from grading.marking import AskedPart, mark_parts, mark_response
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse

CORRECT, PARTIAL, INCORRECT = Outcome.CORRECT, Outcome.PARTIAL, Outcome.INCORRECT
UNDECIDED, UNREADABLE = Outcome.UNDECIDED, Outcome.UNREADABLE
OPTIONS = ("o1", "o2", "o3", "o4", "o5")
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
X = Symbols(variables=("x",))


def typed(text: str) -> TextResponse:
    return TextResponse(text=text)


def foreseen(answer: str, credit: str = "1/2", message: str = "") -> Foreseen:
    return Foreseen(answer=answer, credit=credit, message={"ko": message} if message else {})


def told(verdict: Verdict) -> tuple[Outcome, Fraction, str]:
    return verdict.outcome, verdict.credit, verdict.reason.code


ALTERNATIVES: list[tuple[ForeseenKey, PartResponse]] = [
    (ChoiceKey(correct="o1", alternatives=(foreseen("o2"),)), ChoiceResponse(choice=("o2",))),
    (FiveOptionKey(correct="o1", alternatives=(foreseen("o2"),)), typed("②")),
    (
        MultipleChoiceKey(correct=("o1", "o2"), alternatives=(foreseen("o1, o3"),)),
        ChoiceResponse(choice=("o3", "o1")),
    ),
    (
        OrderingKey(order=("o1", "o2", "o3"), alternatives=(foreseen("o2, o1, o3"),)),
        MatchResponse(match={"1": "o2", "2": "o1", "3": "o3"}),
    ),
    (IntegerKey(value="12", alternatives=(foreseen("24"),)), typed("024")),
    (NumberKey(value="3.14", absolute="0.01", alternatives=(foreseen("6.28"),)), typed("6.285")),
    (QuantityKey(answer="5 m/s", alternatives=(foreseen("7 m/s"),)), typed("0.007 km/s")),
    (ExpressionKey(expression="x^2-3x", alternatives=(foreseen("x^2+3x"),)), typed("x(x+3)")),
    (EquationKey(answer="y=2x+1", alternatives=(foreseen("y=2x-1"),)), typed("y=-1+2x")),
    (InequalityKey(answer="x>3", alternatives=(foreseen("x>=3"),)), typed("3<=x")),
    (SetKey(answer="{1,2}", alternatives=(foreseen("{1,-2}"),)), typed("{-2,1}")),
    (ListKey(answer="(1,2)", alternatives=(foreseen("(2,1)"),)), typed("(4/2,1)")),
    (MatrixKey(answer="[[1,2],[3,4]]", alternatives=(foreseen("[[1,3],[2,4]]"),)), typed("[[1,3],[2,4]]")),
    (DerivativeKey(answer="3x^2", alternatives=(foreseen("x^2"),)), typed("x x")),
    (AntiderivativeKey(answer="x^3+C", alternatives=(foreseen("6x+C"),)), typed("6x+k")),
    (
        PropertyKey(answer="x^2-1", properties="degree=2; roots=1, -1", alternatives=(foreseen("x-1"),)),
        typed("x-1"),
    ),
]


@pytest.mark.parametrize(("key", "response"), ALTERNATIVES, ids=lambda value: getattr(value, "kind", ""))
def test_alternative_of_every_kind_is_judged_as_the_key_would_be(
    key: ForeseenKey, response: PartResponse
) -> None:
    stems = ("1", "2", "3") if isinstance(key, OrderingKey) else ()

    verdict = mark_response(key, response, options=OPTIONS, stems=stems, symbols=Symbols())

    assert told(verdict) == (PARTIAL, HALF, "foreseen_answer")
    assert verdict.certificate["earned"] == {"by": "alternative", "number": 1}


SEVERAL = (
    foreseen("x", "1/3"),
    foreseen("x+0", "1/2", "둘째"),
    foreseen("2x", "0", "두 배"),
    foreseen("3x", "0"),
)
WHICH = [
    # answer, outcome, credit, reason, number of the alternative
    ("x^2", CORRECT, Fraction(1), "equal_exactly", None),
    ("x", PARTIAL, THIRD, "foreseen_answer", 1),  # the first of two that are equal
    ("x+x", INCORRECT, 0, "foreseen_answer", 3),  # nothing but its message
    ("3x", INCORRECT, 0, "differs_at_point", None),  # it says nothing, so the key does
    ("4x", INCORRECT, 0, "differs_at_point", None),
    ("x+(", UNREADABLE, 0, "missing_operand", None),
    ("9^9^9^9", UNDECIDED, 0, "too_costly", None),
    ("", INCORRECT, 0, "unanswered", None),
]


@pytest.mark.parametrize(("text", "outcome", "credit", "code", "number"), WHICH)
def test_first_alternative_that_is_equal_decides(
    text: str, outcome: Outcome, credit: Fraction, code: str, number: int | None
) -> None:
    verdict = mark_response(ExpressionKey(expression="x^2", alternatives=SEVERAL), typed(text), symbols=X)

    assert told(verdict) == (outcome, credit, code)
    assert verdict.reason.values.get("alternative") == number


def test_reason_has_the_authors_message_and_the_certificate_that_of_the_key() -> None:
    key = ExpressionKey(expression="x^2", alternatives=(foreseen("2x", "1/2", "부호를 보세요"),))
    bare = mark_response(ExpressionKey(expression="x^2"), typed("2x"), symbols=X)

    verdict = mark_response(key, typed("2x"), symbols=X)

    assert verdict.reason.values == {"alternative": 1, "message": {"ko": "부호를 보세요"}}
    assert verdict.witness == bare.witness
    assert {**bare.certificate, "earned": {"by": "alternative", "number": 1}} == verdict.certificate


PARTLY = [
    # picked, credit of the alternative o1+o3, what is earned, reason
    (("o1",), "3/4", HALF, "some_right_options"),
    (("o1", "o2", "o3"), "3/4", Fraction(3, 4), "foreseen_answer"),
    (("o1", "o2", "o3"), "1/2", HALF, "some_right_options"),
    (("o1", "o2", "o3"), "1/4", HALF, "some_right_options"),
]


@pytest.mark.parametrize(("picked", "credit", "earned", "code"), PARTLY)
def test_better_credit_wins_over_partial(
    picked: tuple[str, ...], credit: str, earned: Fraction, code: str
) -> None:
    key = MultipleChoiceKey(
        correct=("o1", "o2"), policy="per_option", alternatives=(foreseen("o1, o2, o3", credit),)
    )

    verdict = mark_response(key, ChoiceResponse(choice=picked), options=OPTIONS)

    assert told(verdict) == (PARTIAL, earned, code)


def test_alternative_has_the_forms_of_the_key() -> None:
    forms = (FormRequirement(test="factored"),)
    key = ExpressionKey(expression="x(x-3)", forms=forms, alternatives=(foreseen("x(x+3)"),))

    factored = mark_response(key, typed("(x+3)x"), symbols=X)
    expanded = mark_response(key, typed("x^2+3x"), symbols=X)

    assert told(factored) == (PARTIAL, HALF, "foreseen_answer")
    assert expanded.outcome is INCORRECT


def test_blank_has_alternatives_of_its_own() -> None:
    key = ClozeKey(
        blanks={
            "b1": ExpressionKey(expression="x", alternatives=(foreseen("-x"),)),
            "b2": IntegerKey(value="2"),
        }
    )

    verdict = mark_response(key, BlanksResponse(blanks={"b1": "-x", "b2": "2"}), stems=("b1", "b2"))

    assert (verdict.outcome, verdict.credit) == (PARTIAL, Fraction(3, 4))


WINS = [
    # credits of alternative, follow-through and rule for one and the same answer; what is earned, by what
    ("1/2", "1/3", "1/4", HALF, "foreseen_answer"),
    ("1/3", "1/2", "1/4", HALF, "follows_own_value"),
    ("1/4", "1/3", "1/2", HALF, "mistake_sign"),
    ("1/2", "1/2", "1/2", HALF, "foreseen_answer"),
    ("1/3", "1/2", "1/2", HALF, "follows_own_value"),
    ("0", "1", "1/2", Fraction(1), "follows_own_value"),
]


@pytest.mark.parametrize(("by_alternative", "by_follow", "by_rule", "credit", "code"), WINS)
def test_what_earns_most_counts_and_of_equal_credits_the_first(
    by_alternative: str, by_follow: str, by_rule: str, credit: Fraction, code: str
) -> None:
    key = ExpressionKey(
        expression="x",
        alternatives=(foreseen("-x", by_alternative),),
        follow=Follow(answer="-{@a}", credit=by_follow),
        mistakes=(Mistake(rule="sign", credit=by_rule),),
    )
    parts = [
        AskedPart(id="a", key=ExpressionKey(expression="x"), response=typed("x"), symbols=X),
        AskedPart(id="b", key=key, response=typed("-x"), symbols=X),
    ]

    verdict = mark_parts(parts)[1]

    assert (verdict.credit, verdict.reason.code) == (credit, code)


@pytest.mark.parametrize(("message", "code"), [("", "mistake_sign"), ("부호!", "foreseen_answer")])
def test_with_no_credit_whatever_tells_something_comes_first(message: str, code: str) -> None:
    key = ExpressionKey(
        expression="x", alternatives=(foreseen("-x", "0", message),), mistakes=(Mistake(rule="sign"),)
    )

    assert told(mark_response(key, typed("-x"), symbols=X)) == (INCORRECT, 0, code)


PENALTY = [
    # answer, whether the penalty is taken
    ("x^2", False),
    ("x^3", True),
    ("x+x", False),  # partly right
    ("3x", True),  # foreseen, and worth nothing
    ("", False),
    ("x+(", False),
    ("9^9^9^9", False),
]


@pytest.mark.parametrize(("text", "is_taken"), PENALTY)
def test_penalty_is_taken_for_wrong_answers_only(text: str, is_taken: bool) -> None:
    key = ExpressionKey(
        expression="x^2", penalty="0.25", alternatives=(foreseen("2x"), foreseen("3x", "0", "아니요"))
    )

    verdict = mark_response(key, typed(text), symbols=X)

    assert verdict.certificate.get("penalty") == ("1/4" if is_taken else None)
    assert verdict.credit >= 0


def test_penalty_of_a_kind_without_alternatives_is_taken_too() -> None:
    verdict = mark_response(TrueFalseKey(correct=True, penalty="1"), typed("거짓"))

    assert (verdict.credit, verdict.certificate["penalty"]) == (0, "1")


TEXTS = st.sampled_from(
    [
        "x",
        "-x",
        "2x",
        "x+1",
        "x-1",
        "1/x",
        "x^2",
        "x/2",
        "2*x/2",
        "3x+x-2x",
        "0",
        "1",
        "sqrt(x)",
        "(",
        "x=1",
        "",
    ]
)
SHARES = st.sampled_from(["0", "1/4", "1/3", "1/2", "0.75"])
RULES: list[MistakeRule] = [
    *("sign", "reciprocal", "constant_factor", "angle_unit", "off_by_one_term", "unsimplified")
]
READABLE = TEXTS.filter(lambda text: text not in ("(", "x=1", ""))
ALTERNATIVE = st.builds(Foreseen, answer=READABLE, credit=SHARES)
KEYS = st.builds(
    ExpressionKey,
    expression=READABLE,
    alternatives=st.lists(ALTERNATIVE, max_size=4).map(tuple),
    mistakes=st.lists(
        st.builds(Mistake, rule=st.sampled_from(RULES), credit=SHARES),
        max_size=3,
        unique_by=lambda one: one.rule,
    ).map(tuple),
    penalty=SHARES,
)


@given(KEYS, TEXTS)
def test_credit_is_a_share_and_the_same_every_time(key: ExpressionKey, text: str) -> None:
    verdict = mark_response(key, typed(text), symbols=X)

    assert 0 <= verdict.credit <= 1
    assert mark_response(key, typed(text), symbols=X) == verdict


@given(KEYS, ALTERNATIVE, TEXTS)
def test_alternative_at_the_end_never_lowers_a_credit(key: ExpressionKey, last: Foreseen, text: str) -> None:
    more = key.model_copy(update={"alternatives": (*key.alternatives, last)})

    before, after = (mark_response(each, typed(text), symbols=X) for each in (key, more))

    assert after.credit >= before.credit


@given(KEYS)
def test_keys_own_text_always_earns_everything(key: ExpressionKey) -> None:
    assert mark_response(key, typed(key.expression), symbols=X).credit == 1
