"""Lines above and below what they belong to."""

from grading.formulas import render_formula


def test_render_formula_draws_a_line_above_that_spans_what_it_belongs_to():
    html = render_formula(r"\overline{AB}")

    assert '<mo stretchy="true">\u203e</mo></mover>' in html


def test_render_formula_keeps_the_line_below():
    html = render_formula(r"\underline{x}")

    assert '<mo stretchy="true">\u0332</mo></munder>' in html
