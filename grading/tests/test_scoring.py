"""The one rounding: an item's score is rounded once, and its parts add up to it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scoring import share_points

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


def test_shares_need_a_credit_for_every_weight() -> None:
    with pytest.raises(ValueError, match="argument"):
        share_points(Decimal(1), [1, 1], [Fraction(1)])
