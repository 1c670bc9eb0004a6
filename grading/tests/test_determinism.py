"""The same rows give the same bytes, whatever the process and the seed of its hashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grading.engine.judging import TESTS
from grading.tests.identities import IDENTITIES, NEAR_MISSES

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared/corpora"
SEEDS = ("0", "1", "4242")

Row = Mapping[str, Any]

# Kinds of objects in which sets of names, of factors or of solutions are handled.
PAIRS = (
    ("x + y + z", "z + x + w"),
    ("a b c", "a b + c"),
    ("{1, 2, 3}", "{3, 2, 4}"),
    ("{x, y, z}", "{z, x}"),
    ("max(a, b, c)", "max(c, b, a)"),
    ("gcd(a, b, c)", "gcd(c, a, b)"),
    ("f(x) g(y) h", "g(y) f(x)"),
    ("sqrt(x y) + ln(x z)", "ln(z x) + sqrt(y x) + 1"),
    ("x=1 or x=2", "x=2 or x=3"),
    ("x < 1 and y > 2", "y > 2 and x < 2"),
    ("x + y = 1 and x - y = 3", "x = 2 and y = -1"),
    ("A and (B or C)", "(A and B) or C"),
    ("(-1, 1) ∪ (2, 3)", "(2, 3) ∪ (-1, 2)"),
    ("[[1, x], [y, 2]]", "[[1, x], [z, 2]]"),
    ("12.3 m/s", "44.28 km/h"),
    ("x^2 - 5x + 6", "(x - 2)(x - 3)"),
    ("sin(", "1"),
    ("|a|b|c|", "1"),
    ("sin x/2", "1"),
)


def rows() -> list[Row]:
    """Every pair for equality, and the pairs above for every other test, with and without an option."""
    pairs = [*PAIRS, *IDENTITIES, *NEAR_MISSES]
    found = [_row(f"equal {place}", "equal", *pair) for place, pair in enumerate(pairs)]
    for test in sorted(TESTS):
        for place, pair in enumerate(PAIRS):
            options = "x" if place % 2 else ""
            found.append(_row(f"{test} {place}", test, *pair, options=options))
    return found


def _row(name: str, test: str, student: str, key: str, *, options: str = "") -> Row:
    return {"id": name, "test": test, "student": student, "key": key, "options": options}


def marked(given: Iterable[Row], *, seed: str) -> list[Row]:
    """What ``python -m grading.engine mark`` says, but for the time it took."""
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in given)
    run = subprocess.run(
        [sys.executable, "-m", "grading.engine", "mark"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    return [{**json.loads(line), "ms": 0} for line in run.stdout.splitlines()]


def test_verdicts_reasons_and_certificates_do_not_depend_on_the_seed_of_hashes():
    given = rows()

    runs = [marked(given, seed=seed) for seed in SEEDS]

    assert [len(run) for run in runs] == [len(given)] * len(SEEDS)
    assert runs[1] == runs[0]
    assert runs[2] == runs[0]


def test_verdict_does_not_depend_on_what_was_marked_before():
    given = rows()[:120]

    forwards, backwards = marked(given, seed="0"), marked(reversed(given), seed="0")

    assert backwards[::-1] == forwards


@pytest.mark.shared
@pytest.mark.parametrize("name", ["equality", "answer_tests", "latex", "reading"])
def test_corpus_is_marked_alike_twice(name: str):
    lines = (SHARED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    given = [json.loads(line) for line in lines if line.strip()]

    assert marked(given, seed="1") == marked(given, seed="2")
