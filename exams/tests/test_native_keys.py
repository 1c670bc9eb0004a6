"""Keys as bank files write them for short, row by row: what is written, and what is stored."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from exams.formats.native_keys import expand_key
from grading.keys import load_key

SHORT: list[tuple[str, str, dict[str, Any]]] = [
    ("choice", "o3", {"correct": "o3"}),
    ("integer", "12", {"value": "12"}),
    ("expression", "x^2-3x", {"expression": "x^2-3x"}),
    ("derivative", "0", {"answer": "0"}),
    ("set", "{answer: '{1, 2}', policy: per_element}", {"answer": "{1, 2}", "policy": "per_element"}),
    ("number", "{value: 3.14, absolute: 0.01}", {"value": "3.14", "absolute": "0.01"}),
    ("integer", "{value: 7, penalty: 0.25}", {"value": "7", "penalty": "0.25"}),
    ("quantity", "{answer: 5 m/s, number_credit: 0.5}", {"answer": "5 m/s", "number_credit": "0.5"}),
    (
        "expression",
        "{expression: x, alternatives: [{answer: -x, credit: 1/2, message: {ko: 부호}}, {answer: 3}]}",
        {
            "expression": "x",
            "alternatives": [
                {"answer": "-x", "credit": "1/2", "message": {"ko": "부호"}},
                {"answer": "3"},
            ],
        },
    ),
    ("integer", "{value: 6, alternatives: 3}", {"value": "6", "alternatives": [{"answer": "3"}]}),
    (
        "multiple_choice",
        "{correct: [o1, o3], alternatives: [{answer: [o1, o2], credit: 0.5}]}",
        {"correct": ["o1", "o3"], "alternatives": [{"answer": "o1, o2", "credit": "0.5"}]},
    ),
    (
        "number",
        "{value: 2/3, mistakes: [sign, {rule: reciprocal, credit: 1/3}, {unsimplified: 0.5}]}",
        {
            "value": "2/3",
            "mistakes": [
                {"rule": "sign"},
                {"rule": "reciprocal", "credit": "1/3"},
                {"rule": "unsimplified", "credit": "0.5"},
            ],
        },
    ),
    ("integer", "{value: 6, mistakes: sign}", {"value": "6", "mistakes": [{"rule": "sign"}]}),
    ("integer", "{value: 6, follow: '3*{@a}'}", {"value": "6", "follow": {"answer": "3*{@a}"}}),
    (
        "integer",
        "{value: 6, follow: {answer: '3*{@a}', credit: 0.5}}",
        {"value": "6", "follow": {"answer": "3*{@a}", "credit": "0.5"}},
    ),
    ("integer", "{value: 6, follow: null}", {"value": "6", "follow": None}),
]


@pytest.mark.parametrize(("kind", "written", "stored"), SHORT)
def test_short_form_is_stored_in_full(kind: str, written: str, stored: dict[str, Any]) -> None:
    expanded = expand_key(kind, yaml.safe_load(written))

    assert expanded == {"v": 1, "kind": kind, **stored}


@pytest.mark.parametrize(("kind", "written", "stored"), SHORT)
def test_short_form_is_a_key(kind: str, written: str, stored: dict[str, Any]) -> None:
    key = load_key(expand_key(kind, yaml.safe_load(written)))

    assert key.kind == kind


def test_penalty_of_a_cloze_may_be_a_number() -> None:
    expanded = expand_key("cloze", {"blanks": {"b1": 7}, "penalty": 0.5}, blanks={"b1": "integer"})

    assert expanded["penalty"] == "0.5"
    assert expanded["blanks"]["b1"]["value"] == "7"
