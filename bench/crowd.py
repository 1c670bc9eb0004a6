"""A whole year at once: how long do answers take, how long do the start and the handing in?

Runs the site on PostgreSQL and Redis as production does, two server processes, the process of the live boards
and the job worker, and the students on the same cores. In each run one class starts within five seconds and
types, then again without and with people who watch its board, in turns; another, larger one is in the middle,
types, and hands in within five seconds. At the end the oracle looks at all of it. Prints tables; ends with 1
when somebody has no exam page or no receipt, when there was an error, when a bound was not kept, or when the
oracle says so.

    python -m bench.crowd [--runs 5] [--seconds 30] [--class 500] [--year 1000] [--viewers 50] [--think 10]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from bench.ledger import Ledger
from bench.load import Crowd, Load, Report, read_seats
from bench.pages import Manners
from bench.site import (
    HERE,
    SERVER_THREADS,
    postgresql,
    running_jobs,
    services,
    serving,
    serving_live,
    wait_until_marked,
)

PORT, LIVE_PORT = 8195, 8196
DATABASE = "mathtest_crowd"
WORKERS = 2
TEACHERS = 5  # who watch: one person may have only so many boards open
WITHIN_S = 5.0
BOUNDS = {  # of the median of the runs
    "class: p95 of a save, ms": 150,
    "year: p95 of a save, ms": 300,
    "class: all started and served after, s": 7,
    "year: all have a receipt after, s": 10,
    "board: p95 with viewers / without": 1.25,
}


class Figures:
    """Numbers of every run by what they measure, and everything that went wrong."""

    def __init__(self) -> None:
        self.rows: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()

    def add(self, name: str, value: float) -> None:
        """One number of one run."""
        self.rows[name].append(value)

    def take(self, who: str, report: Report) -> None:
        """What a load says of typing."""
        for share in ("p50", "p95", "p99", "max"):
            self.add(f"{who}: {share} of a save, ms", report.due_ms.get(share, 0.0))
        self.add(f"{who}: saves/s", report.saves_per_s)
        self.add(f"{who}: share of a core that the client took", report.cpu_share)
        self.errors.update({f"{who}: {name}": count for name, count in report.errors.items()})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=30.0, help="of typing, each time")
    parser.add_argument("--class", type=int, default=500, dest="few", help="students of the smaller exam")
    parser.add_argument("--year", type=int, default=1000, dest="many", help="students of the larger one")
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--think", type=float, default=10.0, help="mean seconds between two answers")
    parser.add_argument("--questions", type=int, default=20)
    options = parser.parse_args()
    urls = services()
    if len(urls) < 2:
        print("The crowd was not measured: it needs PostgreSQL and Redis, see make services.")
        return
    figures = Figures()
    with (
        tempfile.TemporaryDirectory(prefix="mathtest-crowd-") as folder,
        postgresql(urls["DATABASE_URL"], redis=urls["REDIS_URL"], database=DATABASE) as environment,
    ):
        path = Path(folder) / "ledger.jsonl"
        ledger = Ledger(path, synced=False)  # the database's own disk is measured, not ours beside it
        enrol(1, options, environment=environment)  # tables and static files are there
        with (
            serving(environment, workers=WORKERS, port=PORT),
            serving_live(environment, port=LIVE_PORT),
            running_jobs(environment),
        ):
            for run in range(options.runs):
                play_class(run, options, figures, ledger, environment=environment)
                play_year(options, figures, ledger, environment=environment)
                handed_in = time.monotonic()
                wait_until_marked(environment)
                figures.add("year: all are marked after more, s", time.monotonic() - handed_in)
        ledger.close()
        found = verify(path, environment=environment)
    report(figures, found, options)
    wrong = look_through(figures, found, options)
    if wrong:
        print("Not all is well: " + "; ".join(wrong))
        sys.exit(1)


def look_through(figures: Figures, found: dict[str, Any], options: argparse.Namespace) -> list[str]:
    """What is not as it should be: an answer, a start, a receipt that is missing, an error, a bound."""
    wrong = [] if found["ok"] else ["the oracle found something"]
    if not found["acknowledged"]:
        wrong.append("nothing was saved")
    for name, everyone in (("class: started", options.few), ("year: receipts", options.many)):
        if min(figures.rows[name], default=0) < everyone:
            wrong.append(f"{name}: {min(figures.rows[name], default=0):.0f} of {everyone}")
    if figures.errors:
        wrong.append(f"{figures.errors.total()} errors")
    for name, most in BOUNDS.items():
        median = statistics.median(figures.rows[name])
        if median > most:
            wrong.append(f"{name}: {median:.2f}, not {most}")
    return wrong


def enrol(
    students: int, options: argparse.Namespace, *, environment: dict[str, str], started: bool = False
) -> dict[str, Any]:
    """A class of its own, by ``bench.classroom``."""
    command = [sys.executable, "-m", "bench.classroom", str(students), "--questions", str(options.questions)]
    command += ["--teachers", str(TEACHERS)]
    made = subprocess.run(
        [*command, "--started"] if started else command,
        env=environment,
        cwd=HERE,
        stdout=subprocess.PIPE,
        check=True,
    )
    return dict(json.loads(made.stdout))


def play_class(
    run: int, options: argparse.Namespace, figures: Figures, ledger: Ledger, *, environment: dict[str, str]
) -> None:
    """Starts together, types; types again with and without viewers, in turns."""
    made = enrol(options.few, options, environment=environment)
    seats = read_seats(made)

    def load(**more: Any) -> Load:
        return Load(
            port=PORT,
            seats=seats,
            seconds=options.seconds,
            ledger=ledger,
            manners=Manners(think=options.think),
            first_seq=int(time.time() * 1000),
            seed=run,
            **more,
        )

    started = asyncio.run(Crowd(load(start=True, start_within=WITHIN_S)).play())
    figures.take("class", started)
    figures.add("class: all started and served after, s", started.start_span_s)
    figures.add("class: started", started.started)
    p95 = {}
    for viewers in sorted((0, options.viewers), reverse=bool(run % 2)):
        watched, events = asyncio.run(type_watched(load(), made, viewers))
        figures.take(f"{viewers} viewers", watched)
        if viewers:
            figures.add("board: events that each viewer got", events)
        p95[bool(viewers)] = watched.due_ms.get("p95", 0.0)
    figures.add("board: p95 with viewers / without", p95[True] / (p95[False] or 1.0))


def play_year(
    options: argparse.Namespace, figures: Figures, ledger: Ledger, *, environment: dict[str, str]
) -> None:
    """Is in the middle, types, and hands in together."""
    seats = read_seats(enrol(options.many, options, environment=environment, started=True))
    load = Load(
        port=PORT,
        seats=seats,
        seconds=options.seconds,
        ledger=ledger,
        manners=Manners(think=options.think),
        submit=True,
        submit_within=WITHIN_S,
    )
    typed = asyncio.run(Crowd(load).play())
    figures.take("year", typed)
    figures.add("year: all have a receipt after, s", typed.submit_span_s)
    figures.add("year: p95 of handing in, ms", typed.submit_ms.get("p95", 0.0))
    figures.add("year: receipts", typed.submitted)


async def type_watched(load: Load, made: dict[str, Any], viewers: int) -> tuple[Report, float]:
    """Types while ``viewers`` watch the board; returns how many events each of them got, too."""
    counts = [0] * viewers
    watching = [
        asyncio.ensure_future(watch(made["assignment"], made["teachers"][number % TEACHERS], counts, number))
        for number in range(viewers)
    ]
    await asyncio.sleep(1.0 if viewers else 0.0)  # the streams are open before the typing begins
    typed = await Crowd(load).play()
    ended = [task for task in watching if task.done()]
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    if ended:
        raise RuntimeError(f"{len(ended)} streams ended early: {ended[0].exception()}")
    return typed, statistics.mean(counts) if counts else 0.0


async def watch(assignment: str, teacher: dict[str, str], counts: list[int], number: int) -> None:
    """One viewer: counts the events of the stream until it is cancelled. Raises RuntimeError when the stream
    is refused or ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", LIVE_PORT, limit=2**22)
    head = [
        f"GET /live/assignments/{assignment}/ HTTP/1.1",
        f"Host: 127.0.0.1:{LIVE_PORT}",
        "Accept: text/event-stream",
        f"Cookie: sessionid={teacher['session']}; csrftoken={teacher['csrf']}",
    ]
    try:
        writer.write(("\r\n".join(head) + "\r\n\r\n").encode())
        status = (await reader.readline()).decode("latin-1")
        if " 200 " not in status:
            raise RuntimeError(status.strip())
        while line := await reader.readline():
            counts[number] += line.startswith(b"event:")
        raise RuntimeError("the stream ended")
    finally:
        with contextlib.suppress(OSError):
            writer.close()


def verify(path: Path, *, environment: dict[str, str]) -> dict[str, Any]:
    """What the oracle says, when the job worker has done what was left to it."""
    jobs = [sys.executable, "manage.py", "run_jobs", "--once"]
    subprocess.run(jobs, env=environment, cwd=HERE, stdout=subprocess.DEVNULL, check=True)
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_attempts", str(path)],
        env=environment,
        cwd=HERE,
        stdout=subprocess.PIPE,
        check=False,
    )
    return dict(json.loads(done.stdout))


def report(figures: Figures, found: dict[str, Any], options: argparse.Namespace) -> None:
    """Tables for docs/performance.md."""
    print(
        f"\nPostgreSQL and Redis, {WORKERS} server processes of {SERVER_THREADS} threads, "
        f"{os.cpu_count()} cores with the students on them; {options.runs} interleaved runs, "
        f"{options.seconds:g} s of typing each"
    )
    print(
        f"class: {options.few} students, year: {options.many}, an answer every {options.think:g} s of each,"
        f" {options.questions} questions; times from when the answer was to go\n"
    )
    print("| | median of the runs | lowest to highest | bound |")
    print("|---|---:|---:|---:|")
    for name, values in figures.rows.items():
        spread = f"{min(values):.2f} to {max(values):.2f}"
        bound = f"≤ {BOUNDS[name]}" if name in BOUNDS else ""
        print(f"| {name} | {statistics.median(values):.2f} | {spread} | {bound} |")
    print(f"\nErrors: {dict(figures.errors) or 'none'}")
    print(
        f"Acknowledged {found['acknowledged']}, lost {found['lost']}, broken: {found['broken'] or 'nothing'}"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
