"""How the key of every kind reads beside an answer: what is right, and what else earns something."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import override

from exams.presenting.questions import BlankView, OptionView, PartView
from exams.presenting.teaching.keys import key_lines
from grading.keys import SymbolList, load_key
from grading.kinds import KINDS
from grading.readings import Reading

OPTIONS = {f"o{n}": SafeString(f"<p>{n}번</p>") for n in (1, 2, 3)}
STEMS = {"s1": SafeString("하나"), "s2": SafeString("둘")}
TOLD = {"ko": "부호", "en": "Look at the sign."}
FORM = {"test": "decimal_places", "options": "2"}


def part_of(kind: str) -> PartView:
    options = zip(OPTIONS, "①②③", strict=True)
    return PartView(
        id="a",
        kind=kind,
        position=1,
        html=SafeString(),
        options=tuple(OptionView(option, sign, OPTIONS[option], False) for option, sign in options),
        text="",
        symbols=SymbolList(),
        reading=Reading(),
        blanks=(BlankView(id="b1", kind="set", field_name="", label="(A)", text="", reading=Reading()),),
    )


def read(key: dict[str, Any]) -> list[tuple[str, str]]:
    """Each line as words with its note; a formula as it was typed."""
    with override("en"):
        lines = key_lines(load_key(key), part_of(key["kind"]), options=OPTIONS, stems=STEMS)
    return [(line.text or strip_tags(line.html).strip(), line.note) for line in lines]


EARNING = ("Partial credit", "")


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ({"kind": "choice", "correct": "o2"}, [("② 2번", "")]),
        (
            {"kind": "five_option", "correct": "o1", "penalty": "1/4"},
            [("① 1번", ""), EARNING, ("A wrong answer costs 1/4 of the points", "")],
        ),
        (
            {"kind": "multiple_choice", "correct": ["o1", "o3"], "policy": "each_option",
             "alternatives": [{"answer": "o1, o2", "credit": "1/4", "message": TOLD}]},
            [("① 1번", ""), ("③ 3번", ""),
             ("each option that is picked or left as it should be earns its share", ""),
             EARNING, ("o1, o2", "credit 1/4: Look at the sign.")],
        ),
        ({"kind": "true_false", "correct": True}, [("True", "")]),
        (
            {"kind": "ordering", "order": ["o2", "o1", "o3"], "policy": "per_place"},
            [("② 2번", ""), ("① 1번", ""), ("③ 3번", ""), ("each option at its place earns its share", "")],
        ),
        (
            {"kind": "matching", "pairs": {"s1": "o2", "s2": "o1"}, "policy": "all_or_nothing"},
            [("하나 → 2번", ""), ("둘 → 1번", ""), ("only all pairs together earn the points", "")],
        ),
        ({"kind": "integer", "value": "12"}, [("12", "")]),
        (
            {"kind": "number", "value": "3.14", "absolute": "0.01", "forms": [FORM], "form_credit": "1/2"},
            [("3.14", "within 0.01"), ("Form: decimal places (2)", "otherwise credit 1/2")],
        ),
        ({"kind": "number", "value": "3", "relative": "0.1"},
         [("3", "within 0.1 of the number, as a share")]),
        (
            {"kind": "quantity", "answer": "5 m/s", "unit": "same", "figures": 3, "number_credit": "1/2"},
            [("5 m/s", "to 3 significant figures; only this unit; the number alone: credit 1/2")],
        ),
        (
            {"kind": "expression", "expression": "x-3",
             "alternatives": [{"answer": "x+3", "credit": "1/2", "message": TOLD}, {"answer": "3"}],
             "mistakes": [{"rule": "sign", "credit": "0.25"}],
             "follow": {"answer": "x-{@a}", "credit": "1"}},
            [("x-3", ""), EARNING, ("x+3", "credit 1/2: Look at the sign."), ("3", "credit 0"),
             ("the sign is wrong", "credit 1/4"),
             ("From the student’s own earlier answer: x-{@a}", "credit 1")],
        ),
        ({"kind": "equation", "answer": "y = 2x"}, [("y = 2x", "")]),
        ({"kind": "inequality", "answer": "x > 3", "written_as": "interval"},
         [("x > 3", "only as an interval")]),
        ({"kind": "set", "answer": "{1, 2}", "policy": "per_element"},
         [("{1, 2}", ""), ("each right element earns its share, each wrong one loses it", "")]),
        ({"kind": "list", "answer": "(1, 2)"}, [("(1, 2)", "")]),
        ({"kind": "matrix", "answer": "[[1, 2]]", "policy": "per_entry"},
         [("[[1, 2]]", ""), ("each entry at its place earns its share", "")]),
        ({"kind": "derivative", "answer": "2t", "variable": "t"}, [("2t", "as a function of t")]),
        (
            {"kind": "antiderivative", "answer": "ln|x|", "constant": "optional",
             "absolute_values": "optional"},
            [("ln|x|", "constant of integration: may be left out; ln needs no bars")],
        ),
        ({"kind": "property", "answer": "x^2", "properties": "degree=2"},
         [("degree=2", "for example x^2")]),
        (
            {"kind": "working", "lines": ["2x = 4", "x = 2"], "steps": "equivalent",
             "policy": "all_or_nothing", "forms": [{"test": "exact"}]},
            [("2x = 4", ""), ("x = 2", ""), ("each line has the same solutions as the one before", ""),
             ("only a whole working without a mistake earns the points", ""),
             ("Form: exact, without decimals", "")],
        ),
        (
            {"kind": "cloze", "blanks": {"b1": {"kind": "short_text", "accepted": [{"text": "소수"}],
             "endings": True}}, "policy": "all_or_nothing"},
            [("소수", ""), ("A Korean particle or ending behind the text does not matter", ""),
             ("only all blanks together earn the points", "")],
        ),
        (
            {"kind": "short_text", "accepted": [{"text": "소수"}, {"text": "수", "credit": "1/3"}]},
            [("소수", ""), ("수", "credit 1/3")],
        ),
        (
            {"kind": "essay", "guidance": {"en": "Look."}, "rubric": [
                {"id": "c1", "text": {"en": "Sets it up"}, "points": 2},
                {"id": "c2", "text": {"ko": "계산"}}]},
            [("Look.", ""), ("Sets it up", "2 points"), ("계산", "1 point")],
        ),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_key_reads_with_all_that_decides(key: dict[str, Any], lines: list[tuple[str, str]]) -> None:
    assert read(key) == lines


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_key_of_every_kind_is_read_in_korean(kind: str) -> None:
    raw = {
        "choice": {"correct": "o1"},
        "five_option": {"correct": "o1"},
        "multiple_choice": {"correct": ["o1"]},
        "true_false": {"correct": False},
        "ordering": {"order": ["o1", "o2"]},
        "matching": {"pairs": {"s1": "o1", "s2": "o2"}},
        "integer": {"value": "1"},
        "number": {"value": "1"},
        "expression": {"expression": "x"},
        "property": {"answer": "x", "properties": "degree=1"},
        "working": {"lines": ["2x = 4", "x = 2"]},
        "cloze": {"blanks": {"b1": {"kind": "set", "answer": "{1}"}}},
        "short_text": {"accepted": [{"text": "수"}]},
        "essay": {},
    }.get(kind, {"answer": "5 m" if kind == "quantity" else "x"})

    with override("ko"):
        lines = key_lines(load_key({"kind": kind, **raw}), part_of(kind), options=OPTIONS, stems=STEMS)

    assert lines


def test_blank_is_named_as_texts_name_it() -> None:
    key = {"kind": "cloze", "blanks": {"b1": {"kind": "set", "answer": "{1, 2}"}}}

    with override("en"):
        lines = key_lines(load_key(key), part_of("cloze"), options={}, stems={})

    assert lines[0].html.startswith("(A) <math")


def test_message_is_text_and_not_html() -> None:
    told = [{"answer": "<b>", "message": {"en": "<script>"}}]
    key = {"kind": "set", "answer": "{1}", "alternatives": told}

    with override("en"):
        lines = key_lines(load_key(key), part_of("set"), options={}, stems={})

    assert (lines[-1].html, lines[-1].text, lines[-1].note) == ("", "<b>", "credit 0: <script>")
