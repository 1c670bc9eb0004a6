"""Plots: what an author says of them, and the drawing of a variant."""

from __future__ import annotations

import itertools
import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import exams.plots
from exams.content import Content, canonical_hash
from exams.errors import QuestionError
from exams.formats.native import read_question
from exams.plots import Plot, PlotError, draw_plot
from exams.plots.expressions import function_of
from exams.plots.frames import Frame, plain_step, step_of
from exams.plots.plane import ASIDE
from exams.plots.sampling import branches
from exams.rendering import render_markdown
from exams.services.trying import check_question, make_values, render_variant
from exams.wording import PLOT_SENTENCES, word_error
from grading.engine.variants import Values
from grading.tests.codes import codes_given_to

NO_VALUES = Values.of({})
PLANE: dict[str, Any] = {"x": [-4, 4], "y": [-3, 9]}
PICTURE = {
    "name": "graph",
    "asset": "a" * 64,
    "media_type": "image/png",
    "width": 10,
    "height": 20,
    "alt": {"ko": "그래프"},
}


def drawn(plot: dict[str, Any], **values: int) -> str:
    return draw_plot(Plot.model_validate(plot), Values.of(values), alt="그래프").to_html()


def polylines(html: str) -> list[list[tuple[float, float]]]:
    """The graphs in a drawing, in pixels."""
    found = re.findall(r'<polyline class="plot-curve[^"]*" points="([^"]*)"', html)
    return [[tuple(map(float, spot.split(","))) for spot in one.split()] for one in found]  # type: ignore[misc]


def pieces(text: str, *, x: tuple[float, float] = (-4, 4), y: tuple[float, float] = (-4, 4)) -> list[Any]:
    frame = Frame.of(x, y, same_scale=False)
    function = function_of(text, NO_VALUES, where="curves[1]")
    return branches(function, frame, start=x[0], end=x[1])


def place_of(text: str, html: str) -> tuple[float, float, str]:
    """Where the only label of this text stands: x, y and the anchor."""
    found = re.findall(
        r'<text class="[^"]*" x="([^"]*)" y="([^"]*)" text-anchor="([^"]*)">(.*?)</text>', html
    )
    [(x, y, anchor)] = [one[:3] for one in found if re.sub(r"<[^>]*>", "", one[3]) == text]
    return float(x), float(y), anchor


def texts(html: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", one) for one in re.findall(r"<text[^>]*>(.*?)</text>", html)]


def question(plot: dict[str, Any], **also: Any) -> dict[str, Any]:
    figure = {"name": "graph", "alt": {"ko": "포물선, 꼭짓점의 x좌표는 {a}"}, "plot": plot}
    return {
        "id": "q",
        "text": {"ko": "그래프를 보시오.\n\n![](graph)"},
        "kind": "integer",
        "key": "{a}",
        "parameters": "a = random integer 1..3",
        "figures": [figure],
        **also,
    }


# --- what is said ---


def test_a_plot_is_stored_as_it_was_said() -> None:
    said = {
        **PLANE,
        "curves": ["x^2", {"of": "sin(x)", "from": 0, "to": 3.14, "dashed": True}],
        "points": [{"at": [1, "{b}"], "label": "P", "open": True}],
    }

    plot = Plot.model_validate(said)

    assert plot.model_dump(mode="json") == {
        "x": ["-4", "4"],
        "y": ["-3", "9"],
        "curves": [{"of": "x^2"}, {"of": "sin(x)", "from": "0", "to": "3.14", "dashed": True}],
        "points": [{"at": ["1", "{b}"], "label": "P", "open": True}],
    }
    assert Plot.model_validate(plot.model_dump(mode="json")) == plot


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"x": [-1, 1]},
        {**PLANE, "line": [0, 1]},
        {**PLANE, "intervals": ["(0, 1)"]},
        {**PLANE, "curve": "x"},
        {**PLANE, "points": [{"at": 1}]},
        {"line": [0, 1], "points": [{"at": [1, 2]}]},
        {"line": [0, 1], "curves": ["x"]},
        {**PLANE, "curves": ["x"] * 9},
        {**PLANE, "x": [True, 4]},
    ],
)
def test_what_is_no_plot_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Plot.model_validate(said)


def test_a_picture_is_stored_as_it_was_before_there_were_plots() -> None:
    content = Content.model_validate({"text": {"ko": "가"}, "parts": [], "figures": [PICTURE]})

    stored = content.to_json()

    assert stored["figures"] == [PICTURE]
    assert Content.model_validate(stored) == content
    assert canonical_hash(stored["figures"]) == canonical_hash([PICTURE])


@pytest.mark.parametrize("also", [{"plot": PLANE}, {"asset": ""}, {"width": 0}])
def test_a_figure_is_a_picture_or_a_plot(also: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Content.model_validate({"text": {"ko": "가"}, "parts": [], "figures": [{**PICTURE, **also}]})


# --- graphs ---


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("x^2", 1),
        ("1/x", 2),
        ("1/x^2", 2),
        ("tan(x)", 3),
        ("x^3/4", 1),
        ("100x", 1),
        ("|x|", 1),
        ("floor(x)", 8),
        ("sqrt(x)", 1),
        ("ln(x)", 1),
        ("x^(1/3)", 1),
        ("(x^2-1)/(x-1)", 2),
        ("sqrt(x^2-1)", 2),
        ("20", 0),
        ("sqrt(-1-x^2)", 0),
    ],
)
def test_a_graph_has_as_many_pieces_as_it_has(text: str, count: int) -> None:
    assert len(pieces(text)) == count


@pytest.mark.parametrize(
    "text", ["x^2", "tan(x)", "1/x", "sin(1/x)", "sin(100x)", "x^9", "e^(e^x)", "exp(1000x)"]
)
def test_a_graph_stays_in_its_frame_and_within_its_size(text: str) -> None:
    frame = Frame.of((-4, 4), (-4, 4), same_scale=False)

    found = pieces(text)

    assert all(frame.holds(spot) for piece in found for spot in piece)
    assert len(drawn({"x": [-4, 4], "y": [-4, 4], "curves": [text], "ticks": False})) < 7_000


def test_a_graph_is_nowhere_further_from_its_function_than_can_be_seen() -> None:
    frame = Frame.of((-4, 4), (-4, 4), same_scale=False)
    (piece,) = pieces("3*sin(x)")

    gaps = []
    for left, right in itertools.pairwise(piece):
        across = (left.x + right.x) / 2
        x = frame.x_low + (across - frame.left) / (frame.right - frame.left) * (frame.x_high - frame.x_low)
        gaps.append(abs(frame.down(3 * math.sin(x)) - (left.y + right.y) / 2))

    assert max(gaps) < 0.5


def test_a_graph_ends_where_its_function_ends() -> None:
    frame = Frame.of((-4, 4), (-4, 4), same_scale=False)
    (piece,) = pieces("sqrt(x-1)")

    assert (round(piece[0].x, 3), round(piece[0].y, 2)) == (
        round(frame.across(1), 3),
        round(frame.down(0), 2),
    )


def test_a_pole_is_left_at_the_edge_of_the_frame() -> None:
    frame = Frame.of((-4, 4), (-4, 4), same_scale=False)
    left, right = pieces("1/x")

    assert (left[-1].y, right[0].y) == (frame.bottom, frame.top)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("y = x^2-1", 3, 8),
        ("x^(1/3)", -8, -2),
        ("x^(2/3)", -8, 4),
        ("cbrt(x)", -8, -2),
        ("log(x)", 100, 2),
        ("log_2 x", 8, 3),
        ("ln(x)", math.e, 1),
        ("2^-x", 1, 0.5),
        ("min(x, 2)", 5, 2),
        ("sin(pi/2)", 0, 1),
        ("1 1/2", 0, 1.5),
    ],
)
def test_an_expression_is_worked_out(text: str, at: float, expected: float) -> None:
    function = function_of(text, NO_VALUES, where="curves[1]")

    assert function(at) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["1/x", "sqrt(x-1)", "ln(x)", "(x-1)^0.5", "tan(x)/x", "0^(-x-1)"])
def test_a_place_without_a_value_is_no_number(text: str) -> None:
    function = function_of(text, NO_VALUES, where="curves[1]")

    assert math.isnan(function(0))


# --- the drawing ---


def test_a_drawing_follows_the_values_of_its_variant() -> None:
    plot = {"x": [-1, 5], "y": [-5, 5], "curves": [{"of": "x^2-{a}x", "label": "y=x^2-{a}x"}]}

    lowest = [max(y for _x, y in polylines(drawn(plot, a=a))[0]) for a in (2, 4)]

    frame = Frame.of((-1, 5), (-5, 5), same_scale=False)
    assert lowest == [pytest.approx(frame.down(-1), abs=0.2), pytest.approx(frame.down(-4), abs=0.2)]
    assert "y=x²−4x" in texts(drawn(plot, a=4))
    assert "y=x²+x" in texts(drawn(plot, a=-1))


def test_a_drawing_is_a_picture_with_words_and_without_styles() -> None:
    html = drawn({**PLANE, "curves": ["x"], "grid": True})

    assert html.startswith('<svg class="plot" role="img" aria-label="그래프" viewBox="0 0 320 250"')
    assert re.findall(r"style=|<style|<script|href|url\(|\bid=", html) == []


def test_what_an_author_writes_is_escaped() -> None:
    plot = Plot.model_validate({**PLANE, "points": [{"at": [1, 1], "label": "<b>&A"}]})

    html = draw_plot(plot, NO_VALUES, alt='"><script>').to_html()

    assert ("<script>" in html, "<b>" in html) == (False, False)
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in html


def test_numbers_at_ticks_have_a_minus_and_letters_are_italic() -> None:
    html = drawn({**PLANE, "points": [{"at": [-2, 4], "label": "A(-2, a)"}]})

    assert {"−2", "A(−2, a)", "x", "y", "O"} <= set(texts(html))
    assert '>A(−2, <tspan class="plot-letter">a</tspan>)<' in html


def test_a_number_at_a_tick_makes_room_for_a_line_through_it() -> None:
    plot = {"x": [-4, 4], "y": [-1, 8]}

    free, crossed = drawn(plot), drawn({**plot, "vertical": [-3], "horizontal": [6]})

    frame = Frame.of((-4, 4), (-1, 8), same_scale=False)
    across, down = frame.across(-3), frame.down(6)
    assert [place_of("−3", one)[::2] for one in (free, crossed)] == [
        (pytest.approx(across, abs=0.1), "middle"),
        (pytest.approx(across - ASIDE, abs=0.1), "end"),
    ]
    assert [place_of("6", one)[1] for one in (free, crossed)] == [
        pytest.approx(down + 4.5, abs=0.1),
        pytest.approx(down - ASIDE - 2, abs=0.1),
    ]


def test_the_name_of_an_axis_makes_room_for_a_graph() -> None:
    plot = {"x": [-4, 4], "y": [-4, 4]}

    free, crossed = drawn(plot), drawn({**plot, "curves": ["-14x"]})

    assert (place_of("y", free)[2], place_of("y", crossed)[2]) == ("end", "start")


def test_an_open_point_is_a_circle() -> None:
    html = drawn({**PLANE, "points": [{"at": [1, 1]}, {"at": [2, 2], "open": True}]})

    assert re.findall(r'<circle class="([^"]*)"', html) == ["plot-dot", "plot-open"]


def test_a_region_is_cut_off_at_the_frame() -> None:
    html = drawn({**PLANE, "regions": [{"of": "x^3", "from": 0, "to": 3}]})

    (points,) = re.findall(r'<polygon class="plot-region" points="([^"]*)"', html)
    heights = [float(spot.split(",")[1]) for spot in points.split()]
    frame = Frame.of((-4, 4), (-3, 9), same_scale=False)
    assert (min(heights), max(heights)) == (frame.top, pytest.approx(frame.down(0), abs=0.1))


def test_a_line_out_of_view_is_left_out() -> None:
    html = drawn({**PLANE, "vertical": [1, 7], "horizontal": [{"at": 2, "dashed": False}, 10], "axes": False})

    assert re.findall(r'<line class="([^"]*)"', html) == ["plot-dashed", "plot-thin"]


def test_the_same_scale_makes_squares_of_squares() -> None:
    frame = Frame.of((-4, 4), (-2, 4), same_scale=True)

    assert frame.across(1) - frame.across(0) == pytest.approx(frame.down(0) - frame.down(1))


def test_a_number_line_shows_which_ends_belong() -> None:
    html = drawn({"line": [-5, 5], "intervals": ["(-2, 3]"], "points": [{"at": 4, "label": "P"}]})

    assert re.findall(r'<circle class="([^"]*)"', html) == ["plot-open", "plot-dot", "plot-dot"]
    assert {"−4", "0", "4", "P"} <= set(texts(html))


def test_an_interval_without_an_end_has_an_arrow() -> None:
    html = drawn({"line": [-5, 5], "intervals": ["(-inf, {b}]"]}, b=2)

    assert html.count("plot-arrow") == 3
    assert len(re.findall("<circle", html)) == 1


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (-4, 4, ["−4", "−3", "−2", "−1", "1", "2", "3", "4"]),
        (0, 1, ["0.2", "0.4", "0.6", "0.8", "1"]),
        (0, 1000, ["200", "400", "600", "800", "1000"]),
    ],
)
def test_steps_are_those_that_people_take(low: float, high: float, ticks: list[str]) -> None:
    step = step_of(low, high, pixels=296, across=True)

    assert [text for _place, text in step.ticks(low, high)] == ticks


def test_a_step_of_pi_counts_in_pi() -> None:
    ticks = plain_step(math.pi / 2).ticks(-math.pi, 2 * math.pi)

    assert [text for _place, text in ticks] == ["−π", "−π/2", "π/2", "π", "3π/2", "2π"]
    assert plain_step(0.5).ratio == Fraction(1, 2)


@pytest.mark.parametrize(
    ("said", "code", "where"),
    [
        ({**PLANE, "curves": ["x", "x^^2"]}, "unreadable_key", "curves[2]"),
        ({**PLANE, "curves": ["z+1"]}, "unreadable_key", "curves[1]"),
        ({**PLANE, "curves": ["{b}x"]}, "unreadable_key", "curves[1]"),
        ({**PLANE, "curves": ["x=2"]}, "plot_expression", "curves[1]"),
        ({**PLANE, "curves": ["x^2+100"]}, "plot_out_of_view", "curves[1]"),
        ({**PLANE, "curves": [{"of": "x", "from": 3, "to": 1}]}, "plot_range", "curves[1]"),
        ({**PLANE, "curves": [{"of": "x", "from": 7}]}, "plot_range", "curves[1]"),
        ({**PLANE, "curves": [{"of": "x", "from": "x"}]}, "plot_number", "curves[1].from"),
        ({**PLANE, "curves": [{"of": "x", "label": r"\foo"}]}, "plot_label", "curves[1]"),
        ({**PLANE, "points": [{"at": [9, 1]}]}, "plot_out_of_view", "points[1]"),
        ({**PLANE, "points": [{"at": ["1/0", 1]}]}, "plot_number", "points[1]"),
        ({**PLANE, "x": [4, -4]}, "plot_range", "x"),
        ({**PLANE, "x": ["inf", 4]}, "plot_number", "x"),
        ({**PLANE, "x": [0, "10^30"]}, "plot_number", "x"),
        ({**PLANE, "y": [0, "10^-30"]}, "plot_number", "y"),
        ({**PLANE, "curves": ["x+10^999"]}, "plot_out_of_view", "curves[1]"),
        ({**PLANE, "curves": ["1e999x"]}, "unreadable_key", "curves[1]"),
        ({**PLANE, "y_step": 0}, "plot_number", "y_step"),
        ({**PLANE, "y_step": "10^-9"}, "plot_number", "y_step"),
        ({"line": [3, 1]}, "plot_range", "line"),
        ({"line": [0, 5], "intervals": ["3"]}, "plot_interval", "intervals[1]"),
        ({"line": [0, 5], "intervals": ["(3, 9)"]}, "plot_out_of_view", "intervals[1]"),
        ({"line": [0, 5], "points": [{"at": 6}]}, "plot_out_of_view", "points[1]"),
        ({"line": [0, 5], "x_step": 0}, "plot_number", "x_step"),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_place(said: dict[str, Any], code: str, where: str) -> None:
    with pytest.raises(PlotError) as caught:
        drawn(said)

    assert (caught.value.code, caught.value.where) == (code, where)


# --- in a question ---


def test_a_question_shows_the_plot_of_each_variant() -> None:
    read = read_question(question({**PLANE, "curves": ["(x-{a})^2"]}))

    shown = [render_variant(read.content, values)["ko"].text for values in make_values(read.content, seed=1)]

    assert read.pictures == ()
    assert len(set(shown)) == 3
    assert all('<svg class="plot" role="img" aria-label="포물선, 꼭짓점의 x좌표는' in one for one in shown)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("plot", "sentence"),
    [
        ({**PLANE, "curves": ["x^^2"]}, "figure graph, curves[1]: “x^^2” cannot be read: "),
        ({**PLANE, "curves": ["x+100"]}, "figure graph, curves[1]: nothing of “x+100” is in view"),
    ],
)
def test_a_question_with_a_plot_that_cannot_be_drawn_is_refused(plot: dict[str, Any], sentence: str) -> None:
    read = read_question(question(plot))

    with pytest.raises(QuestionError) as caught:
        check_question(read.content, read.keys)

    assert word_error(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("figure", "code", "where"),
    [
        ({"name": "graph", "plot": PLANE}, "missing", "figures[1].alt"),
        ({"name": "graph", "alt": {"ko": "가"}, "plot": PLANE, "svg": "<svg/>"}, "figure", "figures[1].svg"),
        ({"name": "graph", "alt": {"ko": "가"}, "plot": {"x": [0, 1]}}, "bad_shape", "figures.0.plot"),
    ],
)
def test_a_figure_of_a_bank_file_is_a_plot_with_words(figure: dict[str, Any], code: str, where: str) -> None:
    with pytest.raises(QuestionError) as caught:
        read_question(question({}, figures=[figure]))

    assert (caught.value.code, caught.value.values["where"]) == (code, where)


def test_a_plot_stands_in_a_text_like_any_figure() -> None:
    plot = draw_plot(Plot.model_validate({**PLANE, "curves": ["x"]}), NO_VALUES, alt="직선")

    html = render_markdown("왼쪽 ![](graph) 오른쪽", figures={"graph": plot})

    assert html == f"<p>왼쪽 {plot.to_html()} 오른쪽</p>\n"


@pytest.mark.usefixtures("in_english")
def test_codes_of_plots_are_exactly_those_with_words() -> None:
    folder = Path(exams.plots.__file__).parent

    assert codes_given_to("PlotError", inside=folder) | {"plot_and_picture"} == set(PLOT_SENTENCES) | {
        "unreadable_key"
    }


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("code", sorted(PLOT_SENTENCES))
def test_sentence_about_a_plot_is_whole(code: str) -> None:
    error = QuestionError("figure", where="figure graph", problem=code, text="x", low="1", high="2")

    assert ("%(" in word_error(error), word_error(error).startswith("figure graph: ")) == (False, True)
