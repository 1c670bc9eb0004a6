"""What each construct of Moodle XML becomes, and what is said to be lost."""

from __future__ import annotations

import random
from typing import Any

import pytest

from exams.errors import QuestionError
from exams.formats.native import BankQuestion
from exams.formats.opening import open_file
from exams.services.trying import check_question
from exams.tests.moodle import answer, file_of, moodle_question, multichoice, picture_file
from grading.marking import mark_response
from grading.responses import TextResponse

SHOWN = '<p>Look: <img src="@@PLUGINFILE@@/a.png" alt="A dot"></p>'


def read(xml: str, **options: str) -> BankQuestion:
    file = open_file(file_of(xml), **options)
    question = file.read(file.entries[0][1])
    check_question(question.content, question.keys)
    return question


def lost(question: BankQuestion) -> list[str]:
    return [loss.code for loss in question.losses]


def key(question: BankQuestion, part: str = "a") -> dict[str, Any]:
    return question.keys[part].model_dump(mode="json", exclude={"v"})


def text(html: str) -> str:
    (written,) = read(moodle_question("description", html)).content.text.values()
    return written


TEXTS = {
    "paragraphs": ("<p>a</p><div>b<br>c</div>", "a\n\nb\\\nc"),
    "emphasis": ("a <b> b </b><i>c</i> <em></em>", "a **b** *c*"),
    "emphasis_beside_korean": ("<b>굵게(말)</b>입니다", "굵게(말)입니다"),
    "list": ("<ul><li>a</li><li>b<ol start=3><li>c</ol></ul>", "- a\n\n- b\n\n  3. c"),
    "list_in_a_list": ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
    "table": (
        "<table><tr><th>x</th><th>|y|</th></tr><tr><td>1<td>\\(|a|\\)</table>",
        "| x | \\|y\\| |\n| --- | --- |\n| 1 | $|a|$ |",
    ),
    "table_without_header": ("<table><tr><td>1<td>2</table>", "|  |  |\n| --- | --- |\n| 1 | 2 |"),
    "code": ("<code>a $ `b`</code><pre>x\n  y</pre>", "`` a $ `b` ``\n\n```\nx\n  y\n```"),
    "raised": ("x<sup>2</sup> H<sub>2</sub>O 4<sup>th</sup>", "x${}^{2}$ H${}_{2}$O 4${}^{\\text{th}}$"),
    "inline_formula": (r"<p>\(a < b\) &amp; \( x&lt;y \)</p>", r"$a < b$ & $x<y$"),
    "display_formula": (r"\[x^2\]$$y$$", "$$x^2$$$$y$$"),
    "environment": (r"\begin{align*}a&amp;=b\end{align*}", r"$$\begin{aligned}a&=b\end{aligned}$$"),
    "formula_in_spans": (r'\(a<br> + <span class="x">b</span>\)', "$a + b$"),
    "other_names": (r"\(a \implies b \pmod{5}, \ldots\)", None),
    "dollar": ("It costs $5, not $6.", r"It costs \$5, not \$6."),
    "dollar_in_a_formula": (r"\(\text{$5}\)", r"$\text{\$5}$"),
    "unpaired_formula": (r"<p>f\( a</p><p>b \)</p>", "f\\\\( a\n\nb \\\\)"),
    "line_that_looks_like_a_list": ("3. a<br>- b<br># c", "3\\. a\\\n\\- b\\\n\\# c"),
    "quotation": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    "heading": ("<h3>a</h3>b", "**a**\n\nb"),
    "rule": ("a<hr>b", "a\n\n---\n\nb"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_html_becomes_markdown(name: str) -> None:
    html, markdown = TEXTS[name]

    written = text(html)

    assert markdown is None or written == markdown


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<u>a</u>", "underline"),
        ('<p style="color:red">a</p>', "styling"),
        ("<table><tr><td colspan=2>a</td></tr><tr><td>a<td>b</table>", "merged table cells"),
        ("<table><tr><td>a<br>b<td>c</table>", "lines inside a table cell"),
        ("<ol type=a><li>x</ol>", "list numbering"),
        ("a<video src=x></video>", "video"),
        ('<a href="https://example.org/">a</a>', "https://example.org/"),
        ('a<img src="https://example.org/x.png" alt="x">', "https://example.org/x.png"),
        ('<img src="@@PLUGINFILE@@/a.png">', "a.png"),
    ],
)
def test_markup_without_counterpart_is_named(html: str, what: str) -> None:
    question = read(moodle_question("description", html, files=picture_file()))

    assert [loss.what for loss in question.losses] == [what]


def test_picture_becomes_a_figure_with_its_text() -> None:
    question = read(moodle_question("description", SHOWN, files=picture_file()))

    (figure,) = question.content.figures
    assert question.content.text["en"] == "Look: ![](figure-1)"
    assert (figure.name, figure.alt, figure.width) == ("figure-1", {"en": "A dot"}, 2)
    assert (question.pictures[0].sha256, lost(question)) == (figure.asset, [])


def test_formats_of_a_text_are_read_as_moodle_reads_them() -> None:
    written = {}
    for form in ("html", "plain_text", "moodle_auto_format", "markdown"):
        xml = moodle_question("description", "a *b*\n<i>c</i>").replace('format="html"', f'format="{form}"')
        written[form] = read(xml).content.text["en"]

    assert written == {
        "html": r"a \*b\* *c*",
        "plain_text": "a \\*b\\*\\\n<i>c</i>",
        "moodle_auto_format": "a \\*b\\*\\\n*c*",
        "markdown": "a *b* *c*",
    }


MLANG = '<span lang="en" class="multilang">Two</span> <span lang="ko" class="multilang">둘</span>'


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        (f"{MLANG} 2", {"ko": "둘 2", "en": "Two 2"}),
        ("{mlang ko}둘{mlang}{mlang other}Two{mlang}!", {"ko": "둘!", "en": "Two!"}),
        ("둘", {"ko": "둘"}),
        ("Two", {"en": "Two"}),
    ],
)
def test_texts_stand_in_their_languages(html: str, texts: dict[str, str]) -> None:
    assert read(moodle_question("description", html)).content.text == texts


def test_language_may_be_said() -> None:
    assert read(moodle_question("description", "2 + 2"), language="ko").content.text == {"ko": "2 + 2"}


def test_choice_takes_the_option_that_earns_everything() -> None:
    question = read(multichoice())

    assert (key(question), lost(question)) == ({"kind": "choice", "correct": "o1"}, [])


@pytest.mark.parametrize(
    ("fractions", "correct", "losses"),
    [
        (("50", "50", "-50"), ["o1", "o2"], []),
        (("33.33333", "33.33333", "33.33333", "-33.33333"), ["o1", "o2", "o3"], []),
        (("50", "50", "0"), ["o1", "o2"], ["free_wrong"]),
        (("75", "25", "-50"), ["o1", "o2"], ["unequal_credit"]),
        (("100", "-100", "-50"), ["o1"], ["unequal_cost"]),
    ],
)
def test_several_options_earn_shares(
    fractions: tuple[str, ...], correct: list[str], losses: list[str]
) -> None:
    answers = "".join(answer(fraction, f"t{place}") for place, fraction in enumerate(fractions))

    question = read(moodle_question("multichoice", inner=f"<single>false</single>{answers}"))

    assert key(question) == {"kind": "multiple_choice", "correct": correct, "policy": "per_option"}
    assert lost(question) == losses


@pytest.mark.parametrize(
    ("answers", "losses"),
    [
        ((("100", "a"), ("50", "b")), ["part_credit"]),
        ((("100", "a"), ("-25", "b")), ["wrong_costs"]),
    ],
)
def test_choice_says_which_fractions_it_lost(answers: tuple[tuple[str, str], ...], losses: list[str]) -> None:
    assert lost(read(multichoice("a", *(answer(*one) for one in answers)))) == losses


def tolerance(value: str) -> str:
    return f"<tolerance>{value}</tolerance>"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([("100", "3.140", "0.010")], {"value": "3.14", "absolute": "0.01"}),
        ([("100", "-5", "0")], {"value": "-5", "absolute": None}),
        ([("100", "1.5E3", "")], {"value": "1500", "absolute": None}),
        ([("100", "0,5", "0")], {"value": "0.5", "absolute": None}),
        ([("100", "4", "1"), ("100", "6", "1")], {"value": "5", "absolute": "2"}),
        ([("100", "4", "1"), ("0", "*", "0")], {"value": "4", "absolute": "1"}),
    ],
)
def test_number_has_its_range(answers: list[tuple[str, ...]], expected: dict[str, Any]) -> None:
    inner = "".join(answer(percent, value, tolerance(near)) for percent, value, near in answers)

    question = read(moodle_question("numerical", inner=inner))

    assert {name: key(question)[name] for name in expected} == expected
    assert lost(question) == []


def test_number_names_the_unit_it_is_in() -> None:
    units = "<units><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit>"
    units += "<unit><multiplier>1.0</multiplier><unit_name>m</unit_name></unit></units>"

    question = read(moodle_question("numerical", inner=answer(100, "2") + units))

    assert (question.content.parts[0].text, lost(question)) == ({"en": "In m."}, ["units"])


def test_words_keep_their_credit_wildcards_and_case() -> None:
    inner = (
        "<usecase>1</usecase>"
        + answer(100, "Iso*", form="plain")
        + answer("33.33333", "Tri", form="plain")
        + answer(0, "*")
    )

    question = read(moodle_question("shortanswer", inner=inner))

    assert key(question) == {
        "kind": "short_text",
        "accepted": [{"text": "Iso*", "credit": "1"}, {"text": "Tri", "credit": "1/3"}],
        "case_sensitive": True,
        "wildcards": True,
    }
    verdict = mark_response(question.keys["a"], TextResponse(text="Isosceles"))
    assert (verdict.outcome.value, lost(question)) == ("correct", [])


def test_words_say_when_their_order_counted() -> None:
    inner = answer(0, "right angle") + answer(100, "right*")

    assert lost(read(moodle_question("shortanswer", inner=inner))) == ["answer_order"]


def test_matching_shares_answers_and_keeps_those_that_fit_nothing() -> None:
    def pair(stem: str, to: str) -> str:
        return (
            f'<subquestion format="html"><text>{stem}</text><answer><text>{to}</text></answer></subquestion>'
        )

    inner = pair("A", "x") + pair("B", "y") + pair("C", "x") + pair("", "z")

    question = read(moodle_question("matching", inner=inner))

    (part,) = question.content.parts
    assert [option.text["en"] for option in part.options] == ["x", "y", "z"]
    assert key(question)["pairs"] == {"s1": "o1", "s2": "o2", "s3": "o1"}


def test_cloze_becomes_parts_with_numbered_blanks() -> None:
    cloze = (
        r"<p>{1:SA:=Owl#Yes~%50%Bird~*} {2:MC:=\(\frac{1\}{2\}\)~b} {:NM:=3.5:0.1~%50%3:1} {1:MRS:=a~=b~c}"
    )

    question = read(moodle_question("cloze", cloze))

    blanks = " ".join(rf"\_\_({number})\_\_" for number in (1, 2, 3, 4))
    assert question.content.text["en"] == blanks
    assert [(part.kind, part.weight, part.shuffle) for part in question.content.parts] == [
        ("short_text", 1, True),
        ("choice", 2, False),
        ("number", 1, True),
        ("multiple_choice", 1, True),
    ]
    assert question.content.parts[1].options[0].text["en"] == r"$\frac{1}{2}$"
    assert (key(question, "c")["value"], key(question, "c")["absolute"]) == ("3.5", "0.1")
    assert lost(question) == ["feedback", "part_credit_numbers", "free_wrong", "blanks_below"]


def test_drag_words_takes_the_group_of_each_box() -> None:
    def box(word: str, group: int) -> str:
        return f"<dragbox><text>{word}</text><group>{group}</group></dragbox>"

    inner = box("a", 1) + box("b", 2) + box("c", 1) + box("d", 2)

    question = read(moodle_question("ddwtos", "<p>[[3]] and [[2]]</p>", inner))

    first, second = question.content.parts
    assert [[one.text["en"] for one in part.options] for part in (first, second)] == [["a", "c"], ["b", "d"]]
    assert (key(question, "a")["correct"], key(question, "b")["correct"]) == ("o2", "o1")
    assert lost(question) == ["box_once", "blanks_below"]


def test_essay_keeps_notes_for_markers_and_names_the_rest() -> None:
    inner = (
        '<graderinfo format="html"><text>&lt;b&gt;Look&lt;/b&gt; closely</text></graderinfo>'
        "<responsetemplate><text>Dear</text></responsetemplate><attachments>2</attachments>"
        "<maxwordlimit>200</maxwordlimit>"
    )

    question = read(moodle_question("essay", inner=inner))

    assert key(question) == {"kind": "essay", "guidance": {"en": "**Look** closely"}}
    assert lost(question) == ["template", "attachments", "word_limits"]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (moodle_question("calculated"), "moodle_type"),
        (moodle_question("stack"), "moodle_type"),
        (multichoice("a", answer(100, "a"), answer(100, "b")), "moodle_several_right"),
        (multichoice("a", answer(50, "a"), answer(50, "b")), "moodle_nothing_right"),
        (multichoice("a", answer(100, "a"), answer(0, "a")), "same_options"),
        (moodle_question("numerical", inner=answer(100, "2") + answer(100, "-2")), "moodle_several_numbers"),
        (moodle_question("numerical", inner=answer(100, "*")), "moodle_anything_right"),
        (moodle_question("shortanswer", inner=answer(50, "a")), "moodle_nothing_right"),
        (moodle_question("matching"), "moodle_too_few_pairs"),
        (moodle_question("cloze", "no blank"), "moodle_no_blanks"),
        (moodle_question("cloze", "{1:SA:=a"), "moodle_blank"),
        (moodle_question("cloze", "{1:XY:=a}"), "moodle_blank"),
        (moodle_question("cloze", "{1:SA:=a}" * 27), "moodle_too_many_blanks"),
        (moodle_question("gapselect", "[[2]]"), "moodle_missing_choice"),
        (moodle_question("description", "<math><mi>x</mi></math>"), "moodle_element"),
        (moodle_question("essay", inner="<responseformat>noinline</responseformat>"), "moodle_files_only"),
    ],
)
def test_question_without_counterpart_is_refused(xml: str, code: str) -> None:
    with pytest.raises(QuestionError) as refusal:
        read(xml)

    assert refusal.value.code == code


def ids(*questions: str) -> list[str]:
    file = open_file(file_of(*questions))
    return [file.read(entry).external_id for _name, entry in file.entries]


def test_id_is_the_number_in_moodle_else_name_and_text() -> None:
    first, corrected, renamed = ids(
        multichoice(name="Even"),
        multichoice("<p>Which is even?</p>", answer(0, "two"), answer(100, "four"), name="Even"),
        multichoice(name="Even numbers"),
    )

    assert ids(multichoice(inner="<idnumber>E-1</idnumber>")) == ["moodle:E-1"]
    assert first.startswith("moodle:Even:")
    assert corrected == f"{first}:2"
    assert renamed not in (first, corrected)


def test_question_that_stands_there_twice_is_taken_once() -> None:
    with pytest.raises(QuestionError) as refusal:
        ids(multichoice(), multichoice())

    assert refusal.value.code == "repeated_question"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("$course$/top/Default for Maths", None),
        ("$course$/top/Algebra/Roots", "Algebra/Roots"),
        ("$module$/A//B", "A/B"),
        (f"{'long ' * 12}/Roots of equations", "Roots of equations-52233bc4"),
    ],
)
def test_category_is_a_topic(path: str, code: str | None) -> None:
    category = f"<question type='category'><category><text>{path}</text></category></question>"
    file = open_file(file_of(category, multichoice()))

    topic = file.read(file.entries[0][1]).topic

    assert (topic, list(file.topics)) == (code, [code] if code else [])


PIECES = (
    r"<b> </b> <i> </i> a 한 ( ) \(x\) \[y\] $$z$$ $ \ ` * _ | ~ {k} ![](a) # - 1. <s> <u> <br> <p> </p> "
    r"<li> <td> <tr> "
    r"<code> </code> <pre> </pre> <table> </table> <sup>2</sup> &amp;lt; {mlang ko} {mlang}"
)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_stands_in_a_text_can_be_shown(seed: int) -> None:
    """Letters that mean something to Markdown, and tags that fit nowhere."""
    pieces = random.Random(seed)

    for _round in range(10):
        html = "x" + "".join(pieces.choice([*PIECES.split(), " "]) for _piece in range(12))
        assert read(moodle_question("description", html)).content.text
