"""The engine from a shell.

``python -m grading.engine equal STUDENT KEY [--test NAME] [--options TEXT]`` prints one verdict as JSON.
``… mark`` reads rows ``{"id", "test", "student", "key", "options"}`` as JSON lines from standard input and
prints ``{"id", "verdict", "reason", "ms", "hash"}`` for each. ``… score FILE… [--show]`` marks the rows of
the files against their ``truth`` (true, false or "refused") and prints one JSON object; ``--show`` prints
every row that does not agree to standard error.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from grading.engine.answering import equal
from grading.engine.judging import OptionsError
from grading.engine.judging.case import bare
from grading.engine.verdict import Outcome, Reason, Verdict, certificate_hash

AGREEING: Final = {Outcome.CORRECT: True, Outcome.INCORRECT: False, Outcome.UNREADABLE: "refused"}
PERCENTILES: Final = {"p50_ms": 0.50, "p95_ms": 0.95, "p99_ms": 0.99, "max_ms": 1.0}

Row = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    chosen = _parser().parse_args(arguments)
    gc.freeze()  # what was imported stays: no collection looks at it again
    match chosen.command:
        case "equal":
            _print(as_json(_verdict(vars(chosen))))
        case "mark":
            for marked in _mark(_rows(sys.stdin)):
                _print(marked)
        case "score":
            _print(_score(_file_rows(chosen.files), show=chosen.show))
    return 0


def as_json(verdict: Verdict) -> dict[str, Any]:
    """``verdict`` as values that JSON knows."""
    witness = verdict.witness
    return {
        "outcome": verdict.outcome,
        "credit": str(verdict.credit),
        "reason": {"code": verdict.reason.code, "values": dict(verdict.reason.values)},
        "witness": witness and {"at": dict(witness.at), "student": witness.student, "key": witness.key},
        "certificate": dict(verdict.certificate),
        "hash": certificate_hash(verdict.certificate),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grading.engine")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("equal")
    one.add_argument("student")
    one.add_argument("key")
    one.add_argument("--test", default="equal")
    one.add_argument("--options", default="")
    commands.add_parser("mark")
    score = commands.add_parser("score")
    score.add_argument("files", nargs="+", type=Path)
    score.add_argument("--show", action="store_true")
    return parser


def _verdict(row: Row) -> Verdict:
    """The verdict for one row; a key or options that do not suit the test are refused like an answer."""
    test, options = row.get("test", "equal"), str(row.get("options", ""))
    try:
        return equal(row["student"], row.get("key", ""), test=test, options=options)
    except OptionsError as error:
        return bare(Outcome.UNREADABLE, Reason(error.code, error.values))


def _timed(row: Row) -> tuple[Verdict, float]:
    start = time.perf_counter()
    verdict = _verdict(row)
    return verdict, (time.perf_counter() - start) * 1_000


def _mark(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        verdict, milliseconds = _timed(row)
        yield {
            "id": row.get("id"),
            "verdict": verdict.outcome,
            "reason": verdict.reason.code,
            "ms": round(milliseconds, 3),
            "hash": certificate_hash(verdict.certificate),
        }


def _score(rows: Iterable[Row], *, show: bool) -> dict[str, Any]:
    counts: Counter[str] = Counter(
        {name: 0 for name in ("rows", "agree", "false_accept", "false_reject", "not_refused", "undecided")}
    )
    by_test: dict[str, Counter[str]] = {}
    times = []
    for row in rows:
        verdict, milliseconds = _timed(row)
        times.append(milliseconds)
        names = ["rows", *_judged(verdict.outcome, row["truth"])]
        counts.update(names)
        by_test.setdefault(row["test"], Counter({"rows": 0, "agree": 0})).update(names)
        if show and "agree" not in names:
            _show(row, verdict)
    tests = {name: dict(each) for name, each in sorted(by_test.items())}
    return {**counts, "by_test": tests, **_times(times)}


def _judged(outcome: Outcome, truth: bool | str) -> list[str]:
    """What a verdict counts as, given the truth."""
    if outcome in AGREEING and AGREEING[outcome] == truth:
        return ["agree"]
    if outcome is Outcome.UNDECIDED:
        return ["undecided"]
    names = ["not_refused"] if truth == "refused" else []
    if outcome is Outcome.CORRECT:
        names.append("false_accept")
    if truth is True and outcome in (Outcome.INCORRECT, Outcome.UNREADABLE):
        names.append("false_reject")
    return names


def _times(times: list[float]) -> dict[str, float]:
    ordered = sorted(times) or [0.0]
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 3)
        for name, share in PERCENTILES.items()
    }


def _show(row: Row, verdict: Verdict) -> None:
    print(json.dumps({**row, **as_json(verdict)}, ensure_ascii=False), file=sys.stderr)


def _rows(lines: Iterable[str]) -> Iterator[Row]:
    return (json.loads(line) for line in lines if line.strip())


def _file_rows(files: Iterable[Path]) -> Iterator[Row]:
    for path in files:
        yield from _rows(path.read_text(encoding="utf-8").splitlines())


def _print(value: Mapping[str, Any]) -> None:
    # A lone surrogate in a text has no UTF-8; its backslash escape is what JSON writes for it.
    print(json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode(), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
