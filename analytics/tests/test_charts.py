"""The geometry of the histogram."""

import pytest

from analytics.charts import BASELINE, TALLEST, draw_histogram, draw_item_map


def test_draw_histogram_draws_heights_in_proportion_and_never_hides_a_student():
    chart = draw_histogram([0, 1, 200, 400], edges=["0", "5", "10", "15", "20"])

    assert [bar.height for bar in chart.bars] == [0, 2, TALLEST // 2, TALLEST]
    assert [bar.y + bar.height for bar in chart.bars] == [BASELINE] * 4
    assert [tick.label for tick in chart.ticks] == ["0", "5", "10", "15", "20"]


@pytest.mark.parametrize("number", [1, 3, 10])
def test_draw_histogram_keeps_bars_apart_and_inside_the_axis(number):
    chart = draw_histogram([1] * number, edges=[str(edge) for edge in range(number + 1)])

    assert chart.left <= chart.bars[0].x
    assert chart.bars[-1].x + chart.bars[-1].width <= chart.right <= chart.width
    assert all(left.x + left.width < right.x for left, right in zip(chart.bars, chart.bars[1:], strict=False))


def test_item_that_cost_points_stands_at_the_left_edge_of_the_map():
    drawn = draw_item_map([(1, -0.6, 0.5, True), (2, 0.0, 0.5, False)], weak=0.2)

    assert [dot.x for dot in drawn.dots] == [drawn.left, drawn.left]


def test_draw_histogram_of_nobody_has_empty_bars():
    chart = draw_histogram([0, 0], edges=["0", "1", "2"])

    assert [(bar.height, bar.count) for bar in chart.bars] == [(0, 0), (0, 0)]
