"""The one rounding: an item's score is rounded once, and its parts add up to it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scoring import share_of, share_points, total_score

CREDITS = st.builds(
    lambda part, whole: Fraction(min(part, whole), whole), st.integers(0, 12), st.integers(1, 12)
)
POINTS = st.decimals(min_value=0, max_value=1000, places=2)
PARTS = st.lists(st.tuples(st.integers(1, 100), CREDITS), min_size=1, max_size=26)


def once_rounded(points: Decimal, parts: list[tuple[int, Fraction]]) -> Decimal:
    """The exact score of the item, rounded half up to hundredths by integers alone."""
    exact = (
        Fraction(points)
        * sum(weight * credit for weight, credit in parts)
        / sum(weight for weight, _ in parts)
    )
    return Decimal((exact * 200 + 1).__floor__() // 2) / 100


@given(POINTS, PARTS)
def test_parts_add_up_to_the_score_rounded_once(points: Decimal, parts: list[tuple[int, Fraction]]) -> None:
    weights, credits_ = zip(*parts, strict=True)

    shares = share_points(points, weights, credits_)

    assert sum(shares) == once_rounded(points, parts)


@given(POINTS, PARTS)
def test_every_share_is_hundredths_between_nothing_and_the_whole(
    points: Decimal, parts: list[tuple[int, Fraction]]
) -> None:
    weights, credits_ = zip(*parts, strict=True)

    shares = share_points(points, weights, credits_)

    assert all(0 <= share <= points and share.as_tuple().exponent == -2 for share in shares)


@given(POINTS, PARTS, st.data())
def test_more_credit_never_lowers_the_score(
    points: Decimal, parts: list[tuple[int, Fraction]], data: st.DataObject
) -> None:
    weights, credits_ = zip(*parts, strict=True)
    place = data.draw(st.integers(0, len(parts) - 1))
    raised = [*credits_[:place], Fraction(1), *credits_[place + 1 :]]

    assert sum(share_points(points, weights, raised)) >= sum(share_points(points, weights, credits_))


@given(POINTS, st.lists(st.integers(1, 100), min_size=1, max_size=26))
def test_full_credit_everywhere_earns_exactly_the_points(points: Decimal, weights: list[int]) -> None:
    assert sum(share_points(points, weights, [Fraction(1)] * len(weights))) == points


@pytest.mark.parametrize(
    ("points", "weights", "credits_", "shares"),
    [
        ("4", [1], ["1"], ["4.00"]),
        ("4", [1, 1], ["1", "0"], ["2.00", "0.00"]),
        ("1", [1, 1, 1], ["1", "1", "1"], ["0.33", "0.34", "0.33"]),
        ("3", [2, 1], ["1/2", "1"], ["1.00", "1.00"]),
        ("0.01", [1, 1], ["1", "1"], ["0.01", "0.00"]),
        ("0.01", [1], ["1/2"], ["0.01"]),  # half a hundredth goes up
        ("1000", [100, 1], ["0", "1"], ["0.00", "9.90"]),
        ("0", [1], ["1"], ["0.00"]),
    ],
)
def test_share_points_by_hand(
    points: str, weights: list[int], credits_: list[str], shares: list[str]
) -> None:
    result = share_points(Decimal(points), weights, [Fraction(credit) for credit in credits_])

    assert [str(share) for share in result] == shares


@pytest.mark.parametrize(
    ("points", "weights", "shares_", "shares"),
    [
        ("4", [1], ["-1/4"], ["-1.00"]),
        ("4", [1, 1], ["1", "-1"], ["2.00", "-2.00"]),
        ("1", [1, 1, 1], ["-1", "-1", "-1"], ["-0.33", "-0.34", "-0.33"]),
        ("0.01", [1], ["-1/2"], ["0.00"]),  # half a hundredth goes up
        ("3", [2, 1], ["-1/2", "1"], ["-1.00", "1.00"]),
    ],
)
def test_penalties_are_shared_out_as_points_are(
    points: str, weights: list[int], shares_: list[str], shares: list[str]
) -> None:
    result = share_points(Decimal(points), weights, [Fraction(share) for share in shares_])

    assert [str(share) for share in result] == shares


NET = st.builds(lambda credit, penalty: credit - penalty, CREDITS, CREDITS)


@given(POINTS, st.lists(st.tuples(st.integers(1, 100), NET), min_size=1, max_size=26))
def test_parts_add_up_to_the_score_rounded_once_with_penalties_too(
    points: Decimal, parts: list[tuple[int, Fraction]]
) -> None:
    weights, shares_ = zip(*parts, strict=True)

    assert sum(share_points(points, weights, shares_)) == once_rounded(points, parts)


@pytest.mark.parametrize(
    ("credit", "certificate", "share"),
    [("1/2", {}, "1/2"), ("0", {"penalty": "1/4"}, "-1/4"), ("0", {"penalty": "1"}, "-1")],
)
def test_share_is_the_credit_less_the_penalty(credit: str, certificate: dict[str, str], share: str) -> None:
    assert share_of(Fraction(credit), certificate) == Fraction(share)


@pytest.mark.parametrize(
    ("scores", "total"),
    [([], "0.00"), (["2.00", "-0.50"], "1.50"), (["-2.00", "0.50"], "0.00"), (["-1.00"], "0.00")],
)
def test_attempt_never_scores_below_nothing(scores: list[str], total: str) -> None:
    assert str(total_score([Decimal(score) for score in scores])) == total


def test_shares_need_a_credit_for_every_weight() -> None:
    with pytest.raises(ValueError, match="argument"):
        share_points(Decimal(1), [1, 1], [Fraction(1)])
