"""What authors write, as HTML that is safe to show."""

from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest

from exams.rendering import RenderError, render_formula, render_markdown


class Elements(HTMLParser):
    """The tags and attributes of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attributes)


X_SQUARED = (
    "<math><semantics><msup><mi>x</mi><mn>2</mn></msup>"
    '<annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
)


def test_korean_text_with_inline_maths_is_rendered():
    html = render_markdown("함수 **$x^2$**의 그래프")

    assert html == f"<p>함수 <strong>{X_SQUARED}</strong>의 그래프</p>\n"


def test_a_formula_shares_no_characters_with_markdown():
    html = render_markdown("| $|a|$ | b |\n|--|--|\n| $x_1 * y_1 * z_1$ | \\$5 |")

    assert html.count("<td>") == 2
    assert html.count("<msub>") == 3
    assert "<em>" not in html
    assert "<td>$5</td>" in html


def test_a_display_formula_may_run_over_lines():
    html = render_markdown("$$\n\\frac{1}{2}\n\n$$")

    assert html.startswith('<p><math display="block"><semantics><mfrac><mn>1</mn><mn>2</mn></mfrac>')


def test_a_dollar_in_code_is_a_dollar():
    html = render_markdown("`$x$`")

    assert html == "<p><code>$x$</code></p>\n"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://example.com/x.png)",
        "<https://example.com>",
        "[x]: https://example.com\n[x]",
        '$\\text{<script>alert("1")</script>}$',
        "$\\text{</annotation><script>alert(1)</script>}$",
        "`$x$`<b onclick=alert(1)>",
        '~~~"><script>$x$\nx\n~~~',
        "\ue0000\ue001<script>",
    ],
)
def test_nothing_active_comes_out(source):
    html = render_markdown(source)

    found = Elements(html)
    assert found.tags <= {"p", "code", "pre", "math", "semantics", "annotation", "mrow", "mtext", "mi"}
    assert found.attributes <= {"encoding"}


@pytest.mark.parametrize(
    "latex", [r"\href{javascript:alert(1)}{x}", r"\url{x}", r"\class{a}{x}", r"\style{a}{x}"]
)
def test_a_command_that_could_reach_outside_is_refused(latex):
    with pytest.raises(RenderError) as caught:
        render_formula(latex)

    assert caught.value.code == "unknown_command"


@pytest.mark.parametrize(
    ("latex", "code", "position"),
    [
        ("{" * 1900 + "}" * 1900, "too_deep", 100),
        (r"\left(" * 101 + r"\right)" * 101, "too_deep", 600),
        (r"\sqrt{" * 500, "too_deep", 600),
        (r"\sqrt " * 600 + "x", "too_deep", 600),
        (r"\frac1" * 600, "too_deep", 600),
        ("(" * 1900 + ")" * 1900, "too_deep", 100),
        ("x" * 4001, "too_long", 4000),
        ("(" * 40, "unpaired_brackets", 0),
        (r"\bigl(" * 40, "unpaired_brackets", 0),
        (r"\lang x)" * 9 + "{(}" * 40, "unpaired_brackets", 0),
        ("(x）" * 40, "unpaired_brackets", 0),
        (r"\unknown", "unknown_command", 0),
        (r"가\unknown", "unknown_command", 1),
        (r"\frac{1", "cannot_render", 7),
        (r"\newcommand{\a}{\a}\a", "cannot_render", 19),
    ],
)
def test_a_formula_that_cannot_be_shown_is_refused_at_its_place(latex, code, position):
    with pytest.raises(RenderError) as caught:
        render_formula(latex)

    assert (caught.value.code, caught.value.formula, caught.value.position) == (code, latex, position)


@pytest.mark.parametrize(
    "latex",
    [
        r"[0, 1) \cup (2, 3]",
        r"\left[ 0, 1 \right)",
        r"\begin{cases} (x) & [1) \\ \{2\} \end{cases}",
        "]0, 1[",
    ],
)
def test_brackets_that_are_not_twins_are_shown(latex):
    mathml = render_formula(latex)

    assert mathml.startswith("<math><semantics>")


def test_an_unclosed_formula_is_refused_with_its_line():
    with pytest.raises(RenderError) as caught:
        render_markdown("one $x$\ntwo $y")

    assert (caught.value.code, caught.value.formula, caught.value.position) == (
        "unclosed_formula",
        "two $y",
        4,
    )


def test_a_source_too_long_is_refused():
    with pytest.raises(RenderError) as caught:
        render_markdown("x" * 50_001)

    assert caught.value.code == "too_long"


def test_many_threads_render_the_same():
    with ThreadPoolExecutor(8) as pool:
        rendered = list(pool.map(render_markdown, ["넓이 $x^2$"] * 200))

    assert set(rendered) == {f"<p>넓이 {X_SQUARED}</p>\n"}


@pytest.mark.parametrize(
    ("source", "kept_together"),
    [
        ("$x^2$, 그리고", f'<span class="formula">{X_SQUARED},</span> 그리고'),
        ("$x^2$의 값", f'<span class="formula">{X_SQUARED}의</span> 값'),
        ("$x^2$이라 하면", f'<span class="formula">{X_SQUARED}이라</span> 하면'),
        ("$x^2$ and", f"{X_SQUARED} and"),
        ("$x^2$다항식의 차수", f"{X_SQUARED}다항식의 차수"),
    ],
)
def test_a_comma_or_a_particle_stays_with_its_formula(source, kept_together):
    assert render_markdown(source) == f"<p>{kept_together}</p>\n"
