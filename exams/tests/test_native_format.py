"""Bank files as authors get them wrong: what is refused, why, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import School, User
from exams.errors import BankError, ExamError
from exams.formats.native import read_bank, read_question
from exams.models import Question
from exams.services.authoring import import_bank
from exams.tests.banks import bank_file, question
from exams.wording import word_error

pytestmark = pytest.mark.usefixtures("in_english")

HEAD = b"format: mathtest-bank\nversion: 1\n"
DEEP = HEAD + b"questions: " + b"[" * 60 + b"]" * 60
OPTIONS = [
    {"id": "o1", "text": {"ko": "$1$", "en": "$1$"}},
    {"id": "o2", "text": {"ko": "$2$", "en": "$2$"}},
]
PARTS = [
    {"id": "a", "kind": "integer", "text": {"ko": "하나", "en": "one"}, "key": 1},
    {"id": "b", "kind": "integer", "text": {"ko": "둘", "en": "two"}, "key": 2},
]

FILES: list[tuple[str, bytes, str, dict[str, Any]]] = [
    # name, file, code, what the sentence needs (a part of it)
    ("not UTF-8", HEAD + "title: 시험".encode("cp949"), "not_utf8", {"byte": 40}),
    ("UTF-16", HEAD.decode().encode("utf-16"), "not_utf8", {"byte": 0}),
    ("empty", b"", "not_a_bank", {"expected": "format: mathtest-bank"}),
    ("a list", b"- 1\n", "not_a_bank", {"expected": "format: mathtest-bank"}),
    ("prose", b"Dear colleague", "not_a_bank", {"expected": "format: mathtest-bank"}),
    ("JSON of something else", b'{"questions": []}', "not_a_bank", {"expected": "format: mathtest-bank"}),
    ("not YAML", HEAD + b"questions: [1, 2", "not_yaml", {"line": 3}),
    ("tabs", HEAD + b"questions:\n\t- id: a\n", "not_yaml", {"line": 4}),
    ("a control character", HEAD + b"title: \x07\n", "not_yaml", {"line": 0}),
    ("an object of Python", HEAD + b"title: !!python/object:os.system {}\n", "not_yaml", {"line": 3}),
    ("a number of 5000 digits", HEAD + b"title: " + b"9" * 5000, "not_yaml", {"line": 0}),
    ("a day that does not exist", HEAD + b"title: 2026-02-30\n", "not_yaml", {"line": 0}),
    ("two documents", HEAD + b"---\n" + HEAD, "not_yaml", {"line": 3}),
    ("alias", HEAD + b"title: &t {ko: a}\ntopics: *t\n", "yaml_alias", {"line": 4}),
    (
        "alias bomb",
        HEAD + b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "yaml_alias",
        {"line": 4},
    ),
    ("deep nesting", DEEP, "too_deep", {"line": 3}),
    ("a field twice", HEAD + b"title: {ko: a, ko: b}\n", "repeated_field", {"field": "ko", "line": 3}),
    ("a list for a name", HEAD + b"? [a, b]\n: 1\n", "not_a_name", {"line": 3}),
    ("another version", HEAD.replace(b"1", b"2"), "wrong_version", {"found": "2", "expected": 1}),
    ("no version", b"format: mathtest-bank\nquestions: []\n", "wrong_version", {"found": "None"}),
    ("version in quotes", HEAD.replace(b"1", b"'1'"), "wrong_version", {"found": "1"}),
    ("an unknown field", bank_file(author="Kim"), "unknown_file_field", {"field": "author"}),
    ("no questions", HEAD, "not_a_bank", {"expected": "questions: [...]"}),
    (
        "questions that are no list",
        HEAD + b"questions: {a: 1}\n",
        "not_a_bank",
        {"expected": "questions: [...]"},
    ),
    ("topics that are no list", bank_file(topics={"a": 1}), "bad_topic", {"where": "topics"}),
    (
        "a topic without a code",
        bank_file(topics=[{"name": {"ko": "가"}}]),
        "bad_topic",
        {"where": "topics[1]"},
    ),
    (
        "a topic with a long code",
        bank_file(topics=[{"code": "x" * 41, "name": {"ko": "가"}}]),
        "bad_topic",
        {"where": "topics[1]"},
    ),
    ("too many questions", bank_file(*[0] * 5_001), "too_many_questions", {"found": 5_001, "most": 5_000}),
    ("too large", HEAD + b"#" * 5_000_000, "too_large", {"most": 5_000_000}),
]


@pytest.mark.parametrize(
    ("data", "code", "values"), [row[1:] for row in FILES], ids=[row[0] for row in FILES]
)
def test_file_that_is_no_bank_is_refused_with_its_reason(
    data: bytes, code: str, values: dict[str, Any]
) -> None:
    with pytest.raises(BankError) as refusal:
        read_bank(data)

    told = {name: refusal.value.values[name] for name in values}
    sentence = word_error(refusal.value)
    assert (refusal.value.code, told) == (code, values)
    assert (sentence[-1] in ".)", "%(" in sentence, sentence == code) == (True, False, False)


QUESTIONS: list[tuple[str, Any, str, str]] = [
    # name, question, code, the sentence
    ("no mapping", 7, "not_a_mapping", "“the question” is not a list of “name: value” fields."),
    ("no id", question(id=None), "missing", "“id” is missing."),
    (
        "a long id",
        question(id="x" * 121),
        "bad_shape",
        "“id” is not as it should be: it is longer than 120 characters",
    ),
    (
        "a NUL in the id",
        question(id="a\0"),
        "bad_shape",
        "“id” is not as it should be: a NUL character cannot be stored",
    ),
    ("no text", question(text=None), "missing", "“text” is missing."),
    (
        "text in no language",
        question(text={"ko": " "}),
        "bad_shape",
        "“text” is not as it should be: Value error, text is needed in at least one language",
    ),
    (
        "text in a language that is not known",
        question(text={"ko": "가", "fr": "un"}),
        "bad_shape",
        "“text” is not as it should be: Value error, unknown language: fr",
    ),
    ("no key", question(key=None), "missing", "“key” is missing."),
    ("no kind", question(kind=None), "missing", "“parts.0.kind” is missing."),
    (
        "an unknown kind",
        question(kind="oral"),
        "bad_shape",
        "“parts.0.kind” is not as it should be: Input should be 'choice', 'five_option',"
        " 'multiple_choice', 'true_false', 'ordering', 'matching', 'integer', 'number', 'quantity',"
        " 'expression', 'equation', 'inequality', 'set', 'list', 'matrix', 'derivative', 'antiderivative',"
        " 'property', 'working', 'cloze', 'short_text' or 'essay'",
    ),
    ("an unknown field", question(hint="look"), "unknown_field", "“hint” is not a field of a question."),
    (
        "an unknown field of a symbol list",
        question(symbols={"letters": ["x"]}),
        "unknown_field",
        "“parts.0.symbols.letters” is not a field of a question.",
    ),
    (
        "parts and a key beside them",
        question(kind=None, symbols=None, parts=PARTS),
        "unknown_field",
        "“key” is not a field of a question.",
    ),
    (
        "parts that are no list",
        question(kind=None, symbols=None, key=None, parts="a, b"),
        "bad_shape",
        "“parts” is not as it should be: a list is needed here",
    ),
    (
        "two parts of one id",
        question(kind=None, symbols=None, key=None, parts=[PARTS[0], {**PARTS[1], "id": "a"}]),
        "bad_shape",
        "“the question” is not as it should be: Value error, two parts have the same id",
    ),
    (
        "a part without a key",
        question(kind=None, symbols=None, key=None, parts=[PARTS[0], {"id": "b", "kind": "integer"}]),
        "missing",
        "“parts[2].key” is missing.",
    ),
    (
        "a choice without options",
        question(kind="choice", symbols=None, key="o1"),
        "bad_shape",
        "“parts.0” is not as it should be: Value error, choice needs at least 2 options",
    ),
    (
        "options of a number",
        question(kind="number", key="1", options=OPTIONS),
        "bad_shape",
        "“parts.0” is not as it should be: Value error, number takes no options",
    ),
    (
        "an unknown option in the key",
        question(kind="choice", options=OPTIONS, key="o9"),
        "key",
        "key of part a: there is no option “o9”",
    ),
    (
        "a list as the key of a choice",
        question(kind="choice", options=OPTIONS, key=["o1"]),
        "bad_shape",
        "“key of part a choice.correct” is not as it should be: Input should be a valid string",
    ),
    (
        "a list as the key of a formula",
        question(key=["x", "y"]),
        "bad_shape",
        "“key of part a expression.expression” is not as it should be: Input should be a valid string",
    ),
    (
        "an unreadable key",
        question(key="x^2-(3x"),
        "key",
        "key of part a: “x^2-(3x” cannot be read: A bracket has no partner. (Character 5)",
    ),
    (
        "a key with a foreign letter",
        question(key="x^2-3y"),
        "key",
        "key of part a: “x^2-3y” cannot be read:"
        " The letter y is not used in this question. Letters to use: x. (Character 6)",
    ),
    (
        "a key without the form that it asks for",
        question(key={"expression": "x^2-3x", "forms": ["factored"]}),
        "key",
        "key of part a: the key itself has not the form “factored” (x^2 - 3*x can still be factored.)",
    ),
    (
        "a form that is not told enough",
        question(kind="number", symbols=None, key={"value": 2, "forms": "decimal_places"}),
        "key",
        "key of part a: the form “decimal places” cannot be used:"
        " say how many decimal places are asked for, from 1 to 60",
    ),
    (
        "a form that is told nonsense",
        question(key={"expression": "x^2-3x", "forms": {"expanded": "", "factored": "two words"}}),
        "key",
        "key of part a: the form “factored” cannot be used: “two words” cannot be read",
    ),
    (
        "a credit for a form without a form",
        question(key={"expression": "x^2-3x", "form_credit": 0.5}),
        "bad_shape",
        "“key of part a expression” is not as it should be: Value error, a credit for the form needs a form",
    ),
    (
        "a key of 501 characters",
        question(key="x" * 501),
        "bad_shape",
        "“key of part a expression.expression” is not as it should be:"
        " String should have at most 500 characters",
    ),
    (
        "an equation for a key",
        question(key="x = 2"),
        "key",
        "key of part a: “x = 2” is not an expression",
    ),
    (
        "a key of another kind",
        question(kind="integer", symbols=None, key={"kind": "expression", "expression": "x"}),
        "bad_shape",
        "“key of part a kind” is not as it should be: integer is needed here",
    ),
    (
        "an integer beyond 999",
        question(kind="integer", symbols=None, key=1000),
        "key",
        "key of part a: “1000” is not a whole number from 0 to 999",
    ),
    (
        "two tolerances",
        question(kind="number", symbols=None, key={"value": 3, "absolute": 0.1, "relative": 0.1}),
        "bad_shape",
        "“key of part a number” is not as it should be:"
        " Value error, give an absolute or a relative tolerance, not both",
    ),
    (
        "a tolerance in words",
        question(kind="number", symbols=None, key={"value": "3.14", "absolute": "small"}),
        "key",
        "key of part a: “small” is not a tolerance; write a number such as 0.01",
    ),
    (
        "an unknown parameter in the key",
        question(parameters="b = one of 1, 2", key="x^2-{c}x"),
        "key",
        "key of part a: there is no parameter “c”",
    ),
    (
        "an unknown parameter in the text",
        question(text={"ko": "{c}을 전개하시오."}, parameters="b = one of 1, 2"),
        "parameters",
        "text (ko), line 1: this name is not defined above (c)",
    ),
    (
        "an unknown name among the parameters",
        question(parameters="a = 1\nb = a + c"),
        "parameters",
        "parameters, line 2: this name is not defined above (c)",
    ),
    (
        "a bracket without its partner among the parameters",
        question(parameters="a = (1 + 2"),
        "parameters",
        "parameters, line 1: a bracket has no partner",
    ),
    (
        "a condition that never holds",
        question(parameters="a = random integer 1..9\nrequire a > 9"),
        "parameters",
        "parameters, line 2: no values fit: “require a > 9” fails for all 9 combinations that reach it",
    ),
    (
        "an empty range",
        question(parameters="a = random integer 9..1"),
        "parameters",
        "parameters, line 1: the range is empty",
    ),
    (
        "options that become the same",
        question(
            kind="choice",
            symbols=None,
            key="o1",
            parameters="a = one of 2",
            options=[OPTIONS[1], {"id": "o1", "text": {"ko": "${a}$", "en": "${a}$"}}],
        ),
        "same_options",
        "options of part a: two options read the same (“$2$”) when a = 2.",
    ),
    (
        "two options that are the same",
        question(kind="choice", symbols=None, key="o1", options=[OPTIONS[0], {**OPTIONS[0], "id": "o2"}]),
        "same_options",
        "options of part a: two options read the same (“$1$”).",
    ),
    (
        "a formula that cannot be shown",
        question(text={"ko": "가 $\\frac{1$ 나"}),
        "formula",
        "text (ko): the formula “\\frac{1” cannot be shown. Check its braces and commands.",
    ),
    (
        "a dollar without its partner",
        question(text={"ko": "값 $5"}),
        "parameters",
        "text (ko), line 1: a $ has no partner",
    ),
    (
        "a test of an unknown part",
        question(tests=[{"response": {"b": "x"}, "verdict": {"b": "correct"}}]),
        "bad_shape",
        "“the question” is not as it should be: Value error, a stored test names an unknown part: b",
    ),
    (
        "a test without a verdict",
        question(tests=[{"response": "x"}]),
        "missing",
        "“tests[1].verdict” is missing.",
    ),
    (
        "a test that is no mapping",
        question(tests=["x"]),
        "not_a_mapping",
        "“tests[1]” is not a list of “name: value” fields.",
    ),
    (
        "a part that is no mapping",
        question(kind=None, symbols=None, key=None, parts=["a"]),
        "not_a_mapping",
        "“parts[1]” is not a list of “name: value” fields.",
    ),
    (
        "a response of 2001 characters",
        question(tests=[{"response": "x" * 2001, "verdict": "unreadable"}]),
        "bad_shape",
        "“tests[1].response text” is not as it should be: String should have at most 2000 characters",
    ),
    (
        "a response with a long option",
        question(
            kind="choice",
            symbols=None,
            options=OPTIONS,
            key="o1",
            tests=[{"response": "o" * 17, "verdict": "unreadable"}],
        ),
        "bad_shape",
        "“tests[1].response choice.0” is not as it should be: String should have at most 16 characters",
    ),
    (
        "a verdict that is not known",
        question(tests=[{"response": "x", "verdict": "fine"}]),
        "bad_shape",
        "“tests.0.verdict.a” is not as it should be: Input should be 'correct', 'partial', 'incorrect',"
        " 'undecided' or 'unreadable'",
    ),
    (
        "points below nothing",
        question(points=-1),
        "bad_shape",
        "“points” is not as it should be: Input should be greater than or equal to 0",
    ),
    (
        "too many variants",
        question(parameters="a = random integer 1..999", variants=201),
        "bad_shape",
        "“variants” is not as it should be: Input should be less than or equal to 200",
    ),
    (
        "an unknown topic",
        question(topic="nowhere"),
        "unknown_topic",
        "The topic “nowhere” is neither in the file nor in the school.",
    ),
    (
        "a NUL in the text",
        question(text={"ko": "가\0나"}),
        "bad_shape",
        "“text.ko” is not as it should be: Value error, a NUL character cannot be stored",
    ),
]


@pytest.mark.parametrize(
    ("entry", "code", "sentence"), [row[1:] for row in QUESTIONS], ids=[row[0] for row in QUESTIONS]
)
def test_bad_question_is_refused_in_words_and_stops_no_other(
    school: School, teacher: User, entry: Any, code: str, sentence: str
) -> None:
    data = bank_file(question(id="before"), entry, question(id="after"))

    report = import_bank(data, school=school, owner=teacher)

    (refusal,) = report.refused
    assert (refusal.error.code, word_error(refusal.error)) == (code, sentence)
    assert (report.taken, Question.objects.count()) == (2, 2)


def test_second_question_of_one_id_is_refused(school: School, teacher: User) -> None:
    report = import_bank(bank_file(question(), question(key="x")), school=school, owner=teacher)

    (refusal,) = report.refused
    assert (refusal.name, refusal.error.code) == ("vertex", "repeated_id")
    assert word_error(refusal.error) == "Another question of this file has the same id."


def test_question_without_an_id_is_named_by_its_place(school: School, teacher: User) -> None:
    report = import_bank(bank_file(question(), question(id=None)), school=school, owner=teacher)

    assert [refusal.name for refusal in report.refused] == ["questions[2]"]


@pytest.mark.parametrize(
    ("kind", "extra", "short", "stored"),
    [
        ("choice", {"options": OPTIONS}, "o1", {"correct": "o1"}),
        ("multiple_choice", {"options": OPTIONS}, ["o1"], {"correct": ["o1"], "policy": "all_or_nothing"}),
        (
            "multiple_choice",
            {"options": OPTIONS},
            {"correct": ["o1"], "policy": "per_option"},
            {"correct": ["o1"], "policy": "per_option"},
        ),
        ("true_false", {}, True, {"correct": True}),
        ("integer", {}, 12, {"value": "12"}),
        ("integer", {}, "{k}", {"value": "{k}"}),
        ("number", {}, 3.14, {"value": "3.14", "absolute": None, "relative": None}),
        (
            "number",
            {},
            {"value": 3, "absolute": 0.5},
            {"value": "3", "absolute": "0.5", "relative": None},
        ),
        ("expression", {}, "x^2", {"expression": "x^2"}),
        ("expression", {}, 2, {"expression": "2"}),
        (
            "expression",
            {},
            {"expression": "x(x-3)", "forms": "factored"},
            {
                "expression": "x(x-3)",
                "forms": [{"test": "factored", "options": ""}],
                "form_credit": "0",
            },
        ),
        (
            "expression",
            {},
            {"expression": "x", "forms": ["exact", {"factored": "x"}], "form_credit": 0.5},
            {
                "expression": "x",
                "forms": [{"test": "exact", "options": ""}, {"test": "factored", "options": "x"}],
                "form_credit": "0.5",
            },
        ),
        (
            "expression",
            {},
            {"expression": "x", "forms": [{"test": "factored", "options": "x"}]},
            {"expression": "x", "forms": [{"test": "factored", "options": "x"}], "form_credit": "0"},
        ),
        (
            "number",
            {},
            {"value": 3.14, "forms": {"decimal_places": 2, "exact": None}},
            {
                "value": "3.14",
                "absolute": None,
                "relative": None,
                "forms": [{"test": "decimal_places", "options": "2"}, {"test": "exact", "options": ""}],
                "form_credit": "0",
            },
        ),
    ],
)
def test_short_keys_mean_their_long_form(
    kind: str, extra: dict[str, Any], short: Any, stored: dict[str, Any]
) -> None:
    read = read_question(question(kind=kind, symbols=None, key=short, **extra))

    assert read.keys["a"].model_dump(mode="json") == {"v": 1, "kind": kind, **stored}


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        ("choice", "o1", {"choice": ["o1"]}),
        ("multiple_choice", ["o1", "o2"], {"choice": ["o1", "o2"]}),
        ("true_false", True, {"choice": ["true"]}),
        ("true_false", "거짓", {"text": "거짓", "notation": "plain", "locale": "ko"}),
        ("integer", 42, {"text": "42", "notation": "plain", "locale": "ko"}),
    ],
)
def test_short_responses_mean_their_long_form(kind: str, raw: Any, stored: dict[str, Any]) -> None:
    options = OPTIONS if kind.endswith("choice") else None
    keys = {"choice": "o1", "multiple_choice": ["o1"], "true_false": True, "integer": 1}

    read = read_question(
        question(
            kind=kind,
            symbols=None,
            options=options,
            key=keys[kind],
            tests=[{"response": raw, "verdict": "incorrect"}],
        )
    )

    assert read.content.to_json()["tests"][0]["response"] == {"a": stored}


def test_file_with_a_byte_order_mark_is_read() -> None:
    assert len(read_bank(b"\xef\xbb\xbf" + bank_file(question())).entries) == 1


def test_error_without_a_sentence_does_not_exist() -> None:
    with pytest.raises(KeyError):
        word_error(ExamError("a code that nobody raises"))
