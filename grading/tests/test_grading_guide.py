"""``docs/grading.md`` tells the truth: each example of its tables is asked of the engine again."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from grading.engine import ReadError, Symbols, Verdict, Witness, read, write_plain
from grading.engine.judging import TESTS, Case, judge
from grading.keys import Key, load_key
from grading.marking import mark_response
from grading.responses import TextResponse
from grading.wording import READING, REASONS

GUIDE = Path(__file__).parents[2] / "docs" / "grading.md"
CODE = re.compile(r"`([^`]+)`|<code>(.*?)</code>")
VALUE = re.compile(r"%\((\w+)\)[sd]")

Row = dict[str, str]


def text_of(cell: str) -> str:
    """What a cell says, without the marks around code."""
    shown = CODE.search(cell)
    return html.unescape(shown[1] or shown[2] if shown else cell)


def tables() -> Iterator[list[Row]]:
    """Each table of the guide as rows by the names of their columns."""
    for block in re.findall(r"(?:^\|.*\n)+", GUIDE.read_text(encoding="utf-8"), re.MULTILINE):
        head, _line, *lines = (
            [cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()
        )
        yield [dict(zip(head, map(text_of, line), strict=True)) for line in lines]


def rows_with(*columns: str) -> list[Row]:
    return [row for rows in tables() for row in rows if set(columns) <= row.keys()]


def shown(witness: Witness | None) -> str:
    if witness is None:
        return ""
    place = ", ".join(f"{name} = {value}" for name, value in witness.at.items())
    return f"{place}: {witness.student}, {witness.key}" if place else f"{witness.student}, {witness.key}"


def reading_of(text: str) -> str:
    try:
        return write_plain(read(text, notation="auto"))
    except ReadError as error:
        readings = error.values.get("readings", [])
        return f"{error.code}: {' · '.join(readings)}" if readings else error.code


def verdict_on(row: Row) -> Verdict:
    case = Case(student=row["answer"], key=row["key"], options=row.get("options", ""), symbols=Symbols())
    return judge(row.get("test", "equal"), case)


READINGS = rows_with("typed", "read as")
EXAMPLES = rows_with("answer", "key", "verdict", "reason")
VERDICTS = [row for row in EXAMPLES if "kind" not in row]
KINDS = [row for row in EXAMPLES if "kind" in row]


@pytest.mark.parametrize("row", READINGS, ids=[row["typed"] for row in READINGS])
def test_guide_shows_how_a_text_is_read(row: Row) -> None:
    assert reading_of(row["typed"]) == row["read as"]


@pytest.mark.parametrize("row", VERDICTS, ids=[f"{row['answer']} for {row['key']}" for row in VERDICTS])
def test_guide_shows_the_verdict_of_the_engine(row: Row) -> None:
    verdict = verdict_on(row)

    assert (verdict.outcome, verdict.reason.code) == (row["verdict"], row["reason"])
    assert row.get("witness", "") in ("", shown(verdict.witness))


def key_of(row: Row) -> Key:
    """A key by its answer alone, or as JSON where it has more to say."""
    if row["key"].startswith('{"'):
        return load_key({"kind": row["kind"], **json.loads(row["key"])})
    main = {"number": "value", "expression": "expression"}.get(row["kind"], "answer")
    return load_key({"kind": row["kind"], main: row["key"]})


@pytest.mark.parametrize("row", KINDS, ids=[f"{row['kind']} {row['answer']}" for row in KINDS])
def test_guide_shows_the_verdict_of_marking(row: Row) -> None:
    verdict = mark_response(key_of(row), TextResponse(text=row["answer"]))

    assert (verdict.outcome, verdict.reason.code) == (row["verdict"], row["reason"])


def test_guide_has_examples_of_every_kind() -> None:
    assert len(READINGS) > 50
    assert len(VERDICTS) > 100
    assert {row.get("test", "equal") for row in VERDICTS} >= {"equal", "factored", "units", "antiderivative"}


def test_guide_names_every_test() -> None:
    guide = html.unescape(GUIDE.read_text(encoding="utf-8"))
    named = {name for pair in CODE.findall(guide) for name in pair if name}

    assert sorted(set(TESTS) - named) == []


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("column", "words"), [("reason", REASONS), ("code", READING)])
def test_guide_tells_each_reason_as_a_student_reads_it(column: str, words: dict[str, object]) -> None:
    told = {row[column]: row["a student reads"] for row in rows_with(column, "a student reads")}

    assert told == {code: VALUE.sub(r"*\1*", str(sentence)) for code, sentence in words.items()}
