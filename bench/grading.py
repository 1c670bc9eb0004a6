"""How fast does the engine decide, beside SymPy and math-verify, and what do hostile texts cost?

Takes a file of rows ``{"test", "student", "key", "options", "truth"}`` and asks every grader for thirty rows
in turn, in five rounds, so that whatever else the machine does falls on all of them. Each grader runs in its
own process; a row that takes longer than five seconds ends it, counts as five seconds, and is not asked
again. SymPy and math-verify are measured where requirements-bench.txt is installed. Prints tables.

    python -m bench.grading [FILE] [--rounds 5] [--limit SECONDS] [--only ours]

Ends with status 1 when a hostile text takes longer than 50 ms at its best of three.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import selectors
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
CORPUS = HERE.parent / "shared/corpora/equality.jsonl"
HOSTILE = "grading.tests.hostile"
MODULES = {"ours": "grading.engine", "sympy": "sympy", "math-verify": "math_verify"}
MOST_MS = 50.0
STARTS = 9
# As many rows in turn as a paper has items: what marks a paper has its code at hand from the second on.
PAPER = 30

Row = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=5.0, help="seconds for one row")
    parser.add_argument("--only", choices=MODULES, action="append")
    options = parser.parse_args()
    if not options.file.is_file():
        print(f"There is no file {options.file}: give one with rows of the test equal.", file=sys.stderr)
        return 2
    lines = options.file.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    compare(rows, installed(options.only or MODULES), options)
    report_start()
    return report_hostile(options.limit)


def installed(names: Iterable[str]) -> list[str]:
    """Those of ``names`` that can be measured here; says so of the others."""
    found = []
    for name in names:
        if importlib.util.find_spec(MODULES[name]) is None:
            print(f"{name} was not measured: pip install -r requirements-bench.txt")
        else:
            found.append(name)
    return found


class Worker:
    """One grader in a process of its own, started anew when a row took too long."""

    def __init__(self, name: str, limit: float) -> None:
        self.name = name
        self.limit = limit
        self.process: subprocess.Popen[bytes] | None = None
        self.unread = b""

    def grade(self, rows: Sequence[Row]) -> list[tuple[float, bool | None]]:
        """Milliseconds and answer for each of ``rows``, which are handed over together; the limit and no
        answer where one took longer or failed."""
        graded: list[tuple[float, bool | None]] = []
        while len(graded) < len(rows):
            process = self.process or self._started()
            assert process.stdin is not None
            process.stdin.write(b"".join(json.dumps(row).encode() + b"\n" for row in rows[len(graded) :]))
            process.stdin.flush()
            while len(graded) < len(rows):
                line = self._line(process, self.limit)
                answer = json.loads(line) if line else {"ms": self.limit * 1_000, "equal": None}
                graded.append((answer["ms"], answer["equal"]))
                if not line:
                    self.stop()
                    break
        return graded

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None
            self.unread = b""

    def _started(self) -> subprocess.Popen[bytes]:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.graders", self.name],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if not self._line(self.process, 60):
            raise RuntimeError(f"the grader {self.name} did not start")
        return self.process

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        """The next line, or nothing when it does not come in time or the process ended."""
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in self.unread:
                part = os.read(process.stdout.fileno(), 65_536) if selector.select(seconds) else b""
                if not part:
                    return b""
                self.unread += part
        line, _, self.unread = self.unread.partition(b"\n")
        return line


def compare(rows: Sequence[Row], names: Sequence[str], options: argparse.Namespace) -> None:
    """Every grader on every row, a paper's worth of rows in turn, round by round."""
    workers = {name: Worker(name, options.limit) for name in names}
    times: dict[str, list[list[float]]] = {name: [] for name in names}
    answers: dict[str, dict[int, bool | None]] = {name: {} for name in names}
    for worker in workers.values():  # imports done, caches warm
        worker.grade(rows[:1])
    for _round in range(options.rounds):
        for name in names:
            times[name].append([])
        for start in range(0, len(rows), PAPER):
            for name, worker in workers.items():
                places = range(start, min(start + PAPER, len(rows)))
                late = {place for place in places if is_hopeless(times[name], place, options.limit)}
                graded = iter(worker.grade([rows[place] for place in places if place not in late]))
                for place in places:
                    spent = (options.limit * 1_000, None) if place in late else next(graded)
                    times[name][-1].append(spent[0])
                    answers[name].setdefault(place, spent[1])
    for worker in workers.values():
        worker.stop()
    report(rows, times, answers, options)


def is_hopeless(rounds: Sequence[Sequence[float]], place: int, limit: float) -> bool:
    """Whether a row reached the limit in an earlier round."""
    return any(len(each) > place and each[place] >= limit * 1_000 for each in rounds[:-1])


def report(
    rows: Sequence[Row],
    times: dict[str, list[list[float]]],
    answers: dict[str, dict[int, bool | None]],
    options: argparse.Namespace,
) -> None:
    print(
        f"\n{options.file.name}: {len(rows)} rows, {options.rounds} interleaved rounds on this machine's",
        end="",
    )
    print(
        f" {os.cpu_count()} cores, at most {options.limit:g} s a row; milliseconds: median of the rounds",
        end="",
    )
    print(" (lowest to highest)\n")
    print("| | right | false accepts | median | p95 | p99 | longest |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, rounds in times.items():
        judged = list(zip(answers[name].values(), (row["truth"] for row in rows), strict=True))
        right = sum(1 for answer, truth in judged if answer is not None and answer == truth)
        accepts = sum(1 for answer, truth in judged if answer is True and truth is not True)
        cells = [spread([percentile(each, share) for each in rounds]) for share in (0.5, 0.95, 0.99, 1.0)]
        print(f"| {name} | {right / len(rows):.1%} | {accepts / len(rows):.1%} | {' | '.join(cells)} |")
    sys.stdout.flush()


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def report_start() -> None:
    """From nothing to one verdict, and what is resident then."""
    seconds, megabytes = [], []
    for _start in range(STARTS):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "grading.engine", "equal", "1", "1"], cwd=HERE, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - began)
        megabytes.append(usage.ru_maxrss / 1024)
    print(
        f"\nCold start of one verdict, {STARTS} times: {spread(seconds)} s; resident {spread(megabytes)} MB"
    )


def report_hostile(limit: float) -> int:
    """The best of three for every hostile text; the ten that take longest are shown."""
    if importlib.util.find_spec(HOSTILE) is None:
        print("\nHostile texts were not measured: there is no table of them.")
        return 0
    rows: list[Row] = list(importlib.import_module(HOSTILE).rows())
    worker = Worker("ours", limit)
    best = sorted(
        ((min(spent for spent, _ in worker.grade([row] * 3)), row["id"]) for row in rows), reverse=True
    )
    worker.stop()
    slow = sum(1 for milliseconds, _ in best if milliseconds > MOST_MS)
    print(f"\n{len(rows)} hostile rows, best of three each: {slow} above {MOST_MS:g} ms. The longest:\n")
    print("| ms | row |")
    print("|---:|---|")
    for milliseconds, name in best[:10]:
        print(f"| {milliseconds:.1f} | {name} |")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
