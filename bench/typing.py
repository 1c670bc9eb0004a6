"""How long does “we read this as …” take while a class is typing?

Runs the site's server on PostgreSQL and Redis. Each student types answers of every kind, letter by letter,
and the page asks for the reading whenever nothing was typed for a moment. When that will be is drawn
beforehand; a request that has to wait for the one before it counts from when it was due. Prints a table.

    python -m bench.typing [--students 50] [--seconds 20] [--runs 5]
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench.site import HERE, PORT, SERVER_THREADS, postgresql, services, serving

PAUSE = (0.5, 1.4)  # seconds between two readings of one student: a few letters, then a moment's thought
ASKS = 3  # readings on the way to a whole answer, on average
LETTERS = '{"variables": ["x", "y", "n", "a", "b"]}'
TYPED = (
    ("integer", "384"),
    ("number", "-7/12"),
    ("number", "2sqrt(3)/3"),
    ("expression", "(3x+1)/(x^2-4)"),
    ("expression", "x^3-6x^2+11x-6"),
    ("expression", "2sin(x)cos(x)+ln|x-1|"),
    ("expression", "e^(-x^2/2)/sqrt(2pi)"),
    ("equation", "y = -2/3x+5"),
    ("equation", "x=2, y=-1"),
    ("inequality", "-1 < x <= 4"),
    ("inequality", "(-inf, -3) ∪ [2, inf)"),
    ("set", "{-2, 0, 5}"),
    ("list", "(3, -1, 4)"),
    ("matrix", "[[2, -1], [0, 3]]"),
    ("antiderivative", "x^3/3-2x^2+ln|x|+C"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: milliseconds of each answer, in order of size."""

    times: list[float]

    def at(self, share: float) -> float:
        """The time within which ``share`` of the requests were answered."""
        return self.times[min(int(len(self.times) * share), len(self.times) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0, help="of each run")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    urls = services()
    if len(urls) < 2:
        print("Typing was not measured: it needs PostgreSQL and Redis, see make services.")
        return
    with postgresql(urls["DATABASE_URL"], redis=urls["REDIS_URL"]) as environment:
        made = subprocess.run(
            [sys.executable, "-m", "bench.typists", str(options.students)],
            env=environment,
            cwd=HERE,
            stdout=subprocess.PIPE,
            check=True,
        )
        seats = json.loads(made.stdout)
        with serving(environment):
            type_together(seats, seconds=3.0, seed=0)  # statements prepared, templates read
            runs = [
                type_together(seats, seconds=options.seconds, seed=seed)
                for seed in range(1, options.runs + 1)
            ]
    report(runs, options)


def type_together(seats: list[dict[str, Any]], *, seconds: float, seed: int) -> Run:
    """All students type for ``seconds``. Raises RuntimeError at the first answer that is not 200."""
    times: list[float] = []
    failures: list[str] = []
    begin = time.perf_counter() + 0.5
    threads = [
        threading.Thread(target=_type, args=(seat, begin, seconds, f"{seed}:{number}", times, failures))
        for number, seat in enumerate(seats)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return Run(sorted(times))


def _type(
    seat: dict[str, Any], begin: float, seconds: float, seed: str, times: list[float], failures: list[str]
) -> None:
    source = random.Random(seed)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={seat['session']}; csrftoken={seat['csrf']}",
        "X-CSRFToken": seat["csrf"],
        "HX-Request": "true",
    }
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    due = begin + source.uniform(0, PAUSE[1])
    for kind, text in _readings(source):
        if due > begin + seconds:
            break
        time.sleep(max(0.0, due - time.perf_counter()))
        form = {"name": "q1-part-a", "q1-part-a": text, "kind": kind, "symbols": LETTERS}
        connection.request("POST", "/grading/read/", urlencode(form), headers)
        response = connection.getresponse()
        body = response.read()
        times.append((time.perf_counter() - due) * 1000)
        if response.status != http.HTTPStatus.OK:
            failures.append(f"{kind} {text}: {response.status} {body[:200]!r}")
            break
        due += source.uniform(*PAUSE)
    connection.close()


def _readings(source: random.Random) -> Iterator[tuple[str, str]]:
    """What stands in the field whenever a student stops typing for a moment."""
    while True:
        kind, text = source.choice(TYPED)
        stops = sorted(source.sample(range(1, len(text)), min(ASKS - 1, len(text) - 1)))
        for stop in (*stops, len(text)):
            yield kind, text[:stop]


def report(runs: list[Run], options: argparse.Namespace) -> None:
    """A table for docs/performance.md."""
    asked = sum(len(run.times) for run in runs)
    print(
        f"\nReading while {options.students} students type: PostgreSQL and Redis, {len(runs)} runs of"
        f" {options.seconds:g} s, {asked / len(runs) / options.seconds:.0f} readings a second, one server"
        f" process, {SERVER_THREADS} threads, client on the same cores\n"
    )
    print("| | median of the runs, ms | lowest to highest |")
    print("|---|---:|---:|")
    for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("longest", 1.0)):
        values = [run.at(share) for run in runs]
        print(f"| {name} | {statistics.median(values):.1f} | {min(values):.1f} to {max(values):.1f} |")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
