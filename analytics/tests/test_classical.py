"""The statistics against cases worked by hand, their bounds, and a published set of results."""

import math
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from analytics.statistics.classical import (
    Bin,
    Distribution,
    OptionCount,
    OptionStatistics,
    compare_variants,
    count_options,
    count_responses,
    describe_item,
    describe_items,
    describe_options,
    describe_scores,
    estimate_reliability,
    score_histogram,
)
from analytics.statistics.f_distribution import f_cumulative, f_quantile

scores = arrays.arrays(
    float,
    st.tuples(st.integers(0, 12), st.integers(1, 6)),
    elements=st.integers(0, 400).map(lambda n: n / 100),
)


def close(expected):
    return None if expected is None else pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("earned", "worth", "facility", "deviation", "item_rest"),
    [
        # Items 1, 0, 1, 0 against rests 2, 0, 2, 0: they rise and fall together.
        ([[1, 2], [0, 0], [1, 2], [0, 0]], [1, 2], 0.5, math.sqrt(1 / 3), 1.0),
        ([[1, 0], [0, 2], [1, 0], [0, 2]], [1, 2], 0.5, math.sqrt(1 / 3), -1.0),
        # Deviations ±1/2 and (1, 1, −1, −1): they cancel.
        ([[1, 2], [0, 2], [1, 0], [0, 0]], [1, 2], 0.5, math.sqrt(1 / 3), 0.0),
        # Deviations (1, 0, −1) and (1, −1, 0): covariance 1, lengths √2 and √2.
        ([[2, 3], [1, 1], [0, 2]], [2, 3], 0.5, 0.5, 0.5),
        # Everyone alike on the item, or on the rest.
        ([[1, 2], [1, 0]], [1, 2], 1.0, 0.0, None),
        ([[1, 1], [0, 1]], [1, 2], 0.5, math.sqrt(1 / 2), None),
        # The rest differs by rounding alone: 0.1 + 0.2 against 0.3.
        ([[1, 0.1, 0.2], [0, 0.3, 0.0]], [1, 1, 1], 0.5, math.sqrt(1 / 2), None),
        # One item has no rest, one student no spread, no student nothing.
        ([[1], [0]], [1], 0.5, math.sqrt(1 / 2), None),
        ([[1, 1]], [2, 1], 0.5, None, None),
        ([], [1, 1], None, None, None),
        # An item worth nothing.
        ([[0, 1], [0, 0]], [0, 1], None, None, None),
    ],
)
def test_describe_items_of_the_first_item_is_as_worked_by_hand(earned, worth, facility, deviation, item_rest):
    first = describe_items(earned, worth)[0]

    assert (first.facility, first.standard_deviation, first.item_rest) == (
        close(facility),
        close(deviation),
        close(item_rest),
    )


def test_describe_items_does_not_count_an_item_in_its_own_rest():
    # Independent items: with the item inside the total its correlation would be 0.71.
    independent = [[1, 1], [1, 0], [0, 1], [0, 0]]

    described = describe_items(independent, [1, 1])

    assert [item.item_rest for item in described] == [close(0.0), close(0.0)]


@pytest.mark.parametrize("earned", [[[1, 1, 1]], [1, 1], [[[1, 1]]]])
def test_describe_items_refuses_scores_that_do_not_fit_the_items(earned):
    with pytest.raises(ValueError, match="does not fit"):
        describe_items(earned, [1, 1])


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ([], Distribution(0)),
        ([3], Distribution(1, 3.0, 3.0, 3.0, 3.0)),
        ([1, 3], Distribution(2, 2.0, 2.0, 1.5, 2.5, math.sqrt(2))),
        # Deviations −2, −1, 3: squares 14, cubes 18. k2 = 7, k3 = 3 · 18 / (2 · 1) = 27.
        ([1, 2, 6], Distribution(3, 3.0, 2.0, 1.5, 4.0, math.sqrt(7), 27 / 7**1.5)),
        # Deviations −2, −1, 0, 3: squares 14, cubes 18, fourth powers 98. k2 = 14/3, k3 = 4 · 18 / (3 · 2),
        # k4 = 4 · (5 · 98 − 3 · 3 · 14² / 4) / (3 · 2 · 1) = 2/3 · (490 − 441) = 98/3.
        (
            [1, 2, 3, 6],
            Distribution(
                4, 3.0, 2.5, 1.75, 3.75, math.sqrt(14 / 3), 12 / (14 / 3) ** 1.5, 98 / 3 / (14 / 3) ** 2
            ),
        ),
        ([5, 5, 5, 5], Distribution(4, 5.0, 5.0, 5.0, 5.0, 0.0)),
    ],
)
def test_describe_scores_is_as_worked_by_hand(totals, expected):
    described = describe_scores(totals)

    assert asdict(described) == {name: close(value) for name, value in asdict(expected).items()}


@pytest.mark.parametrize(
    ("earned", "worth", "alpha", "error"),
    [
        # Items equal: the total varies four times as much as one, 2 · (1 − 2/4) = 1; no error.
        ([[1, 1], [0, 0]], [1, 1], 1.0, 0.0),
        # Item variances 1/3 each, total variance 2/3: nothing in common; the error is the whole spread.
        ([[1, 1], [1, 0], [0, 1], [0, 0]], [1, 1], 0.0, math.sqrt(2 / 3)),
        # Variances 1/4, 1/3, 1/4, sum 5/6; totals 3, 2, 1, 0, variance 5/3: 3/2 · (1 − 1/2); √(5/3 · 1/4).
        ([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], [1, 1, 1], 0.75, math.sqrt(5 / 12)),
        # An item worth nothing is no item.
        ([[1, 0, 1], [0, 0, 0]], [1, 0, 1], 1.0, 0.0),
        # Opposite items give everyone the same total.
        ([[1, 0], [0, 1]], [1, 1], None, None),
        ([[1, 1]], [1, 1], None, None),
        ([[1], [0]], [1], None, None),
        ([], [1, 1], None, None),
    ],
)
def test_estimate_reliability_is_as_worked_by_hand(earned, worth, alpha, error):
    reliability = estimate_reliability(earned, worth)

    assert (reliability.alpha, reliability.standard_error) == (close(alpha), close(error))


def test_estimate_reliability_without_each_item_is_as_worked_by_hand():
    # As above, alpha 3/4. Without the first or the last: variances 1/3 and 1/4, totals 2, 2, 1, 0 or
    # 2, 1, 0, 0 with variance 11/12: 2 · (1 − 7/12 · 12/11) = 8/11. Without the middle: 1/4 and 1/4,
    # totals 2, 1, 1, 0 with variance 2/3: 2 · (1 − 1/2 · 3/2) = 1/2.
    reliability = estimate_reliability([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], [1, 1, 1])

    assert reliability.if_dropped == (close(8 / 11), close(1 / 2), close(8 / 11))
    assert reliability.error_ratio == close(1 / 2)


def test_estimate_reliability_has_the_interval_of_feldt():
    # 4 students and 3 items: F with 3 and 6 degrees of freedom, by the tables 6.599 at 97.5 % and
    # 1 / 14.73 at 2.5 %.
    reliability = estimate_reliability([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], [1, 1, 1])

    assert reliability.low == pytest.approx(1 - 0.25 * 6.599, abs=1e-3)
    assert reliability.high == pytest.approx(1 - 0.25 / 14.73, abs=1e-3)


def test_estimate_reliability_leaves_out_an_item_worth_nothing():
    reliability = estimate_reliability([[1, 0, 1], [0, 0, 0]], [1, 0, 1])

    assert reliability.if_dropped == (None, None, None)


@pytest.mark.parametrize(
    ("p", "numerator", "denominator", "expected"),
    # Upper points of the F distribution as printed in tables, and the lower ones as their reciprocals.
    [
        (0.95, 1, 1, 161.448),
        (0.95, 5, 10, 3.3258),
        (0.975, 3, 6, 6.5988),
        (0.99, 20, 20, 2.9377),
        (0.975, 10, 10, 3.7168),
        (0.05, 10, 5, 1 / 3.3258),
        (0.5, 7, 7, 1.0),
    ],
)
def test_f_quantile_is_what_the_tables_print(p, numerator, denominator, expected):
    assert f_quantile(p, numerator, denominator) == pytest.approx(expected, rel=1e-4)


@given(p=st.floats(0.001, 0.999), numerator=st.integers(1, 200), denominator=st.integers(1, 5000))
def test_f_quantile_is_undone_by_f_cumulative(p, numerator, denominator):
    assert f_cumulative(f_quantile(p, numerator, denominator), numerator, denominator) == pytest.approx(p)


@pytest.mark.parametrize("p", [0, 1, -0.1, 1.5])
def test_f_quantile_refuses_what_is_no_probability(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        f_quantile(p, 1, 1)


def test_describe_items_gives_weights_as_worked_by_hand():
    # Totals 3, 1, 0; deviations 5/3, −1/3, −4/3. Item one (1, 0, 0): covariance with the total 5/6.
    # Item two (2, 1, 0): 1 · 5/3 + 0 + 1 · 4/3, halved, 3/2. Their roots share 100 %.
    first, second = describe_items([[1, 2], [0, 1], [0, 0]], [1, 2])

    roots = math.sqrt(5 / 6) + math.sqrt(3 / 2)
    assert (first.intended_weight, second.intended_weight) == (close(1 / 3), close(2 / 3))
    assert (first.effective_weight, second.effective_weight) == (
        close(math.sqrt(5 / 6) / roots),
        close(math.sqrt(3 / 2) / roots),
    )


def test_describe_items_gives_no_effective_weight_to_an_item_that_works_against_the_total():
    against, strong = describe_items([[1, 0], [0, 4]], [1, 4])

    assert (against.effective_weight, strong.effective_weight) == (None, close(1.0))


@pytest.mark.parametrize(
    ("earned", "other", "efficiency"),
    [
        # Right for the two best: nothing could tell apart better.
        ([1, 1, 0, 0], [4, 3, 2, 1], 1.0),
        # Covariance of (1, 1, 0, 0) with (2, 1, 2, 0) is 1/6, with (2, 2, 1, 0) it would be 1/2.
        ([1, 1, 0, 0], [2, 1, 2, 0], 1 / 3),
        ([1, 0], [0, 1], -1.0),
        ([1, 1], [0, 1], None),
        ([1, 0], [2, 2], None),
        ([1], [2], None),
        ([], [], None),
    ],
)
def test_describe_item_gives_the_efficiency_worked_by_hand(earned, other, efficiency):
    assert describe_item(earned, other, worth=1).discriminative_efficiency == close(efficiency)


@pytest.mark.parametrize("other", [[1], [[1, 2]]])
def test_describe_item_refuses_other_scores_of_other_students(other):
    with pytest.raises(ValueError, match=r"students on the item|one number a student"):
        describe_item([1, 0], other, worth=1)


def test_describe_options_is_the_distractor_table_worked_by_hand():
    # Rest 4, 2, 1, 1: mean 2. Picking a: deviations ½, ½, −½, −½ with 2, 0, −1, −1 give 2 over 1 · √6.
    table = describe_options([["a"], ["a"], ["b"], []], [4, 2, 1, 1], ["a", "b", "c"])

    assert table == (
        OptionStatistics("a", 2, 0.5, 3.0, close(2 / math.sqrt(6))),
        # b: deviations ¾ for the third, −¼ else: ¾ · (−1) − ¼ · (2 + 0 − 1) = −1 over √¾ · √6.
        OptionStatistics("b", 1, 0.25, 1.0, close(-1 / math.sqrt(4.5))),
        OptionStatistics("c", 0, 0.0, None, None),
    )


def test_describe_options_refuses_scores_of_other_students():
    with pytest.raises(ValueError, match="have a score on the rest"):
        describe_options([["a"]], [1, 2], ["a"])


@pytest.mark.parametrize(
    ("earned", "variants", "expected"),
    [
        # Deviations ±½ give s = √(1/3); means 1 and 0, 1/n + 1/m = 1: z = √3.
        ([1, 1, 0, 0], [1, 1, 2, 2], [(1, 2, 1.0, math.sqrt(3)), (2, 2, 0.0, -math.sqrt(3))]),
        ([1, 0, 1, 0], [1, 1, 2, 2], [(1, 2, 0.5, 0.0), (2, 2, 0.5, 0.0)]),
        ([1, 0], [3, 3], [(3, 2, 0.5, None)]),
        ([1, 1], [1, 2], [(1, 1, 1.0, None), (2, 1, 1.0, None)]),
        ([], [], []),
    ],
)
def test_compare_variants_is_as_worked_by_hand(earned, variants, expected):
    compared = compare_variants(earned, variants, worth=1)

    assert [(row.variant, row.n, row.facility, row.z) for row in compared] == [
        (variant, n, close(facility), close(z)) for variant, n, facility, z in expected
    ]


def test_compare_variants_refuses_variants_of_other_students():
    with pytest.raises(ValueError, match="have a score"):
        compare_variants([1], [1, 2], worth=1)


def test_count_responses_counts_by_attempt_the_most_frequent_first():
    counted = count_responses([("frog", 1), ("toad", 1), ("toad", 3)])

    assert [(row.response, row.by_attempt, row.total) for row in counted] == [
        ("toad", (1, 0, 1), 2),
        ("frog", (1, 0, 0), 1),
    ]


def test_count_responses_refuses_an_attempt_before_the_first():
    with pytest.raises(ValueError, match="from 1"):
        count_responses([("frog", 0)])


@pytest.mark.parametrize(
    ("total", "edges"),
    [
        (0, [0, 0]),
        (0.05, [0, 0.01, 0.02, 0.03, 0.04, 0.05]),
        (1, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        (3, [0, 0.5, 1, 1.5, 2, 2.5, 3]),
        (10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        (11, [0, 2, 4, 6, 8, 10, 11]),
        (25, [0, 5, 10, 15, 20, 25]),
        (100, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]),
        (150, [0, 20, 40, 60, 80, 100, 120, 140, 150]),
    ],
)
def test_score_histogram_has_round_edges_up_to_the_total(total, edges):
    histogram = score_histogram([], total=total)

    assert [histogram[0].low, *(part.high for part in histogram)] == edges


def test_score_histogram_counts_an_edge_in_the_bin_it_opens_and_the_total_in_the_last():
    histogram = score_histogram([0, 0.3, 0.29, 0.6, 0.7, 1, 1], total=1)

    assert [part.count for part in histogram] == [1, 0, 1, 1, 0, 0, 1, 1, 0, 2]


def test_score_histogram_of_scores_outside_counts_them_in_the_nearest_bin():
    histogram = score_histogram([-1, 30], total=25)

    assert histogram == (Bin(0, 5, 1), Bin(5, 10, 0), Bin(10, 15, 0), Bin(15, 20, 0), Bin(20, 25, 1))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([], [("a", 0, None), ("b", 0, None)]),
        ([["a"], ["a"], ["b"], []], [("a", 2, 0.5), ("b", 1, 0.25)]),
        ([["a", "b"], ["b", "b"]], [("a", 1, 0.5), ("b", 2, 1.0)]),
        ([["gone"], ["b"]], [("a", 0, 0.0), ("b", 1, 0.5)]),
    ],
)
def test_count_options_counts_each_student_once_an_option(chosen, expected):
    counted = count_options(chosen, ["a", "b"])

    assert counted == tuple(OptionCount(*row) for row in expected)


@given(earned=scores)
def test_describe_items_stays_within_its_ranges(earned):
    described = describe_items(earned, np.full(earned.shape[1], 4.0))

    assert len(described) == earned.shape[1]
    assert all(item.facility is None or 0 <= item.facility <= 1 for item in described)
    assert all(item.item_rest is None or -1 <= item.item_rest <= 1 for item in described)
    assert all(item.standard_deviation is None or 0 <= item.standard_deviation < 0.7072 for item in described)


@given(earned=scores)
def test_describe_items_is_the_same_whatever_the_order_of_the_students(earned):
    worth = np.full(earned.shape[1], 4.0)

    described = describe_items(earned, worth)

    assert [asdict(item) for item in describe_items(earned[::-1], worth)] == [
        {name: close(value) for name, value in asdict(item).items()} for item in described
    ]


@given(earned=scores)
def test_estimate_reliability_is_at_most_1_and_its_error_no_imaginary_number(earned):
    reliability = estimate_reliability(earned, np.full(earned.shape[1], 4.0))

    assert reliability.alpha is None or reliability.alpha <= 1
    assert (reliability.alpha is None) == (reliability.standard_error is None)
    assert reliability.standard_error is None or reliability.standard_error >= 0


@given(totals=st.lists(st.integers(0, 10_000).map(lambda n: n / 100)), total=st.integers(0, 10_000))
def test_score_histogram_counts_everyone_once_in_bins_without_gaps(totals, total):
    histogram = score_histogram(totals, total=total / 100)

    assert sum(part.count for part in histogram) == len(totals)
    assert 1 <= len(histogram) <= 10
    assert [part.high for part in histogram[:-1]] == [part.low for part in histogram[1:]]
    assert (histogram[0].low, histogram[-1].high) == (0, total / 100)
