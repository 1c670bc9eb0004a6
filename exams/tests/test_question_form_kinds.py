"""Every kind with every field of its key: the form opens it and gives it back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string

from accounts.models import School
from exams.content import Content
from exams.forms.questions import AboutForm, QuestionForms, open_question
from exams.forms.questions.kind_fields import KIND_GROUPS
from exams.forms.questions.stored_tests import open_response, take_response
from exams.models import Question, Topic
from exams.presenting.authoring import render_text
from exams.tests.question_pages import browser_fields, fields_of
from grading.engine.variants import Values
from grading.keys import MISTAKES_OF, Key, load_key
from grading.kinds import KINDS
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, PartResponse, TextResponse

TOLD = {"ko": "부호를 다시 보세요", "en": "Look at the sign."}
EARNING: dict[str, Any] = {
    "alternatives": [
        {"answer": "x+1", "credit": "1/3", "message": TOLD},
        {"answer": "x-1", "credit": "0.25", "message": {}},
    ],
    "mistakes": [{"rule": "sign", "credit": "1/2", "message": TOLD}],
    "follow": {"answer": "2*({@a})", "credit": "3/4", "message": {"ko": "앞의 답에서 바르게 구했어요"}},
    "penalty": "1/4",
}
FORMS: dict[str, Any] = {
    "forms": [{"test": "factored", "options": "x"}, {"test": "exact", "options": ""}],
    "form_credit": "2/5",
}
PLAIN = {name: value for name, value in EARNING.items() if name != "mistakes"}
BY_IDS = {"alternatives": [{"answer": "o2", "credit": "1/2", "message": TOLD}], "penalty": "1/5"}
IN_A_BLANK = {name: EARNING[name] for name in ("alternatives", "mistakes")}
BLANKS: dict[str, Any] = {
    "b1": {"kind": "integer", "value": "{a}"},
    "b2": {"kind": "number", "value": "1/3", "absolute": "0.01"},
    "b3": {"kind": "expression", "expression": "(x-1)(x+1)", **FORMS, **IN_A_BLANK},
    "b4": {"kind": "equation", "answer": "y = 2x"},
    "b5": {"kind": "inequality", "answer": "x > 3", "written_as": "interval"},
    "b6": {"kind": "set", "answer": "{1, 2}", "policy": "per_element"},
    "b7": {
        "kind": "short_text",
        "accepted": [{"text": "평행사변형"}, {"text": "사각형", "credit": "1/2"}],
        "endings": True,
        "case_sensitive": True,
    },
}
# By kind: what its keys may say, besides what every key says.
KEYS: dict[str, list[dict[str, Any]]] = {
    "choice": [{"correct": "o2", **BY_IDS}],
    "five_option": [{"correct": "o5", **BY_IDS}],
    "multiple_choice": [
        {"correct": ["o1", "o3"], "policy": policy, **BY_IDS}
        for policy in ("all_or_nothing", "per_option", "each_option")
    ],
    "true_false": [{"correct": False, "penalty": "1"}],
    "ordering": [
        {"order": ["o3", "o1", "o2"], "policy": policy, **BY_IDS}
        for policy in ("all_or_nothing", "per_place", "per_neighbour")
    ],
    "matching": [
        {"pairs": {"s1": "o2", "s2": "o1"}, "policy": policy, "penalty": "0.5"}
        for policy in ("per_pair", "all_or_nothing")
    ],
    "integer": [{"value": "12", **EARNING}],
    "number": [
        {"value": "sqrt(2)", **EARNING, **FORMS},
        {"value": "1/3", "relative": "0.01"},
        {"value": "1/3", "absolute": "1/100"},
    ],
    "quantity": [
        {"answer": "5 m/s", "unit": "same", "absolute": "0.1", "number_credit": "1/2", **EARNING},
        {"answer": "5 m/s", "relative": "0.01"},
        {"answer": "5.00 m/s", "figures": 3},
    ],
    "expression": [{"expression": "x^2-{a}", **EARNING, **FORMS}],
    "equation": [{"answer": "x+y = 2\nx-y = 0", **PLAIN}],
    "inequality": [
        {"answer": "1 < x <= 3", "written_as": way, **PLAIN} for way in ("any", "inequality", "interval")
    ],
    "set": [{"answer": "{1, 2}", "policy": policy, **PLAIN} for policy in ("all_or_nothing", "per_element")],
    "list": [{"answer": "(1, 2)", "policy": "per_element", **PLAIN}],
    "matrix": [{"answer": "[[1, 2], [3, 4]]", "policy": "per_entry", **PLAIN}],
    "derivative": [{"answer": "2t", "variable": "t", **EARNING, **FORMS}],
    "antiderivative": [
        {"answer": "t^2 + C", "variable": "t", "constant": constant, "absolute_values": "optional", **EARNING}
        for constant in ("required", "any", "optional")
    ],
    "property": [{"answer": "(x-1)(x-2)", "properties": "degree=2; roots=1, 2", **PLAIN}],
    "working": [
        {
            "lines": ["2x+1 = 5", "2x = 4", "x = 2"],
            "steps": "equivalent",
            "policy": "all_or_nothing",
            "forms": FORMS["forms"],
            "penalty": "1/4",
        }
    ],
    "cloze": [{"blanks": BLANKS, "policy": "all_or_nothing", "penalty": "1/2"}],
    "short_text": [
        {"accepted": [{"text": "소수"}], "wildcards": True, "endings": True, "penalty": "1/3"},
        {"accepted": [{"text": "GCD"}, {"text": "HCF", "credit": "1/2"}], "case_sensitive": True},
    ],
    "essay": [
        {
            "guidance": {"ko": "근거를 보세요"},
            "rubric": [
                {"id": "식", "text": {"ko": "식을 세움", "en": "Sets it up"}, "points": 2},
                {"id": "C2", "text": {"ko": "계산"}, "points": 1},
            ],
            "penalty": "1/10",
        }
    ],
}
CASES = [(kind, key) for kind, keys in KEYS.items() for key in keys]


def about(**options: Any) -> AboutForm:
    return AboutForm(
        instance=Question(), schools=School.objects.all(), topics=Topic.objects.none(), **options
    )


def rows(sign: str, count: int) -> list[dict[str, Any]]:
    return [{"id": f"{sign}{n}", "text": {"ko": f"{n}번", "en": f"No. {n}"}} for n in range(1, count + 1)]


def written(kind: str, key: dict[str, Any]) -> tuple[Content, dict[str, Key]]:
    """A question whose second part is of ``kind``."""
    traits, read = KINDS[kind], load_key({"kind": kind, **key})
    options = 5 if kind == "five_option" else 3 if traits.options[1] else 0
    part: dict[str, Any] = {
        "id": "b",
        "kind": kind,
        "text": {"ko": "구하시오."},
        "shuffle": False,
        "weight": 3,
        "options": rows("o", options),
        "stems": rows("s", 2 if traits.stems[1] else 0),
        "blanks": [{"id": blank, "kind": one["kind"]} for blank, one in key.get("blanks", {}).items()],
    }
    if traits.has_symbols:
        part["symbols"] = {"variables": ["x", "y"], "natural_log": True, "closed": True}
    parts = [{"id": "a", "kind": "integer"}, part]
    content = Content.model_validate({"text": {"ko": "다음을 보시오."}, "parts": parts})
    return content, {"a": load_key({"kind": "integer", "value": "3"}), "b": read}


def shown(content: Content, keys: dict[str, Key]) -> QuestionForms:
    return QuestionForms(about, tree=open_question(content, keys))


def sent_back(forms: QuestionForms, *, as_browser: bool = False) -> QuestionForms:
    data = QueryDict(mutable=True)
    if as_browser:
        html = render_to_string(
            "admin/exams/question/_part.html", {"part": forms.parts.forms[1], "rendered": {}}
        )
        data.update(fields_of_forms(forms))
        for name in [name for name in data if name.startswith("parts-1-")]:
            del data[name]
        data.update(browser_fields(html))
    else:
        data.update(fields_of_forms(forms))
    return QuestionForms(about, data=data)


def fields_of_forms(forms: QuestionForms) -> dict[str, str]:
    class Answer:
        context = {"forms": forms, "base": {"version": "", "key": 0}}

    return fields_of(Answer())  # type: ignore[arg-type]


def test_every_kind_and_every_field_of_its_key_is_tried() -> None:
    keys = {kind: [load_key({"kind": kind, **key}) for key in keys] for kind, keys in KEYS.items()}
    untold = {
        f"{kind}.{name}"
        for kind, tried in keys.items()
        for name, field in type(tried[0]).model_fields.items()
        if name not in ("v", "kind") and all(getattr(key, name) == field.default for key in tried)
        if name != "mistakes" or kind in MISTAKES_OF
    }

    assert set(KEYS) == set(KINDS)
    assert untold == set()


@pytest.mark.parametrize("as_browser", [False, True], ids=["every field", "the page"])
@pytest.mark.parametrize(("kind", "key"), CASES, ids=[kind for kind, _key in CASES])
def test_key_of_every_kind_comes_back_as_it_was(
    school: School, kind: str, key: dict[str, Any], as_browser: bool
) -> None:
    content, keys = written(kind, key)

    sent = sent_back(shown(content, keys), as_browser=as_browser)
    made = sent.assembled(pictures={}, before=keys)

    assert [form.errors for form in sent.everything() if form.errors] == []
    assert made == (content, keys)
    assert made[0].to_json() == content.to_json()


def test_kinds_stand_in_groups_each_once() -> None:
    grouped = [kind for _group, kinds in KIND_GROUPS for kind in kinds]

    assert sorted(grouped) == sorted(KINDS)


@pytest.mark.parametrize(
    ("kind", "response", "text", "is_kept"),
    [
        ("choice", ChoiceResponse(choice=("o2",)), "o2", False),
        ("five_option", ChoiceResponse(choice=("o5",)), "o5", False),
        ("multiple_choice", ChoiceResponse(choice=("o1", "o3")), "o1, o3", False),
        ("true_false", ChoiceResponse(choice=("false",)), "false", False),
        ("ordering", MatchResponse(match={"1": "o2", "2": "o1", "3": "o3"}), "o2, o1, o3", False),
        ("ordering", MatchResponse(match={"1": "o2", "3": "o1"}), "o2, , o1", False),
        ("ordering", MatchResponse(match={"99": "o2"}), "99=o2", False),
        ("matching", MatchResponse(match={"s1": "o2", "s2": "o1"}), "s1=o2, s2=o1", False),
        ("cloze", BlanksResponse(blanks={"b1": "x+1", "b2": "y = 2"}), "b1=x+1\nb2=y = 2", False),
        ("cloze", BlanksResponse(blanks={"b1": r"\frac12"}, notation="latex"), r"b1=\frac12", True),
        ("working", TextResponse(text="2x = 4\nx = 2"), "2x = 4\nx = 2", False),
        ("expression", TextResponse(text=r"\frac12", notation="latex"), r"\frac12", True),
        ("number", TextResponse(text="0,5", locale="en"), "0,5", True),
    ],
)
def test_stored_response_comes_back_as_it_was(
    kind: str, response: PartResponse, text: str, is_kept: bool
) -> None:
    opened, kept = open_response(kind, response)

    assert (opened, bool(kept)) == (text, is_kept)
    assert take_response(kind, opened.replace("\n", "\r\n"), kept) == response


def test_stored_response_that_is_changed_is_what_is_typed() -> None:
    opened, kept = open_response("expression", TextResponse(text=r"\frac12", notation="latex"))

    assert take_response("expression", "1/3", kept) == TextResponse(text="1/3")
    assert take_response("expression", opened, "{not json") == TextResponse(text=opened)


def page_fields(kind: str, key: dict[str, Any]) -> dict[str, str]:
    """What a browser would send of the second part, without how many rows there are."""
    forms = shown(*written(kind, key))
    html = render_to_string("admin/exams/question/_part.html", {"part": forms.parts.forms[1], "rendered": {}})
    return browser_fields(html)


def test_page_of_a_choice_has_only_the_fields_of_a_choice(school: School) -> None:
    names = {
        name.removeprefix("parts-1-")
        for name in page_fields("choice", {"correct": "o1"})
        if not name.endswith("_FORMS") and "-options-" not in name
    }

    assert names == {"id", "kind", "weight", "text_ko", "text_en", "shown_order", "penalty"}


def test_as_many_blanks_as_there_may_be_fit_into_one_message(school: School) -> None:
    foreseen = {"answer": "x", "credit": "1/2", "message": TOLD}
    blank = {"kind": "expression", "expression": "x+1", "alternatives": [foreseen] * 3}
    blanks = {f"b{number}": blank for number in range(1, 21)}

    fields = page_fields("cloze", {"blanks": blanks})

    assert len(fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS * 3 / 4


def test_text_that_is_being_written_shows_its_blanks_as_students_see_them() -> None:
    parts = [{"kind": "choice", "blanks": [{"id": "old"}]}, {"kind": "cloze", "blanks": [{"id": "p"}]}]
    tree = {"figures": [], "parts": parts}

    shown = render_text("[[p]]", values=Values(), tree=tree, language="ko")
    refused = render_text("[[q]]", values=Values(), tree=tree, language="ko")

    assert "(가)" in shown.html
    assert refused.problem == "Here: there is no blank “q”."
