"""How fast is a save, against a bare view and against the least that stores an answer?

Runs the site's server on SQLite and, where there is one, on PostgreSQL, and takes turns among the three
in five rounds, so that whatever else the machine does falls on all of them. Prints a table.

    python -m bench.save [--seconds 3] [--rounds 5] [--only sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench.closed_loop import measure, requests_to_bare, requests_to_save
from bench.site import HERE, PORT, SERVER_THREADS, postgresql, services, serving, sqlite

Source = Callable[[dict[str, Any]], Iterator[Any]]
SUBJECTS: dict[str, Source] = {
    "bare view": requests_to_bare,
    "minimal save": partial(requests_to_save, prefix="/bench"),
    "our save": requests_to_save,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.only != "postgresql":
        with sqlite() as environment:
            report("SQLite", run(environment, options.rounds, options.seconds), options)
    server = None if options.only == "sqlite" else services().get("DATABASE_URL")
    if server is None:
        print("\nPostgreSQL was not measured: none answers, see make services.")
        return
    with postgresql(server) as environment:
        report("PostgreSQL", run(environment, options.rounds, options.seconds), options)


def run(environment: dict[str, str], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Requests per second of every subject, one number a round."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.seats"], env=environment, cwd=HERE, stdout=-1, check=True
    )
    seats = json.loads(made.stdout)
    rates: dict[str, list[float]] = {name: [] for name in SUBJECTS}
    with serving(environment):
        for source in SUBJECTS.values():  # rows made, statements prepared, caches warm
            measure(PORT, seats, source, seconds=min(1.5, seconds))
        for _round in range(rounds):
            for name, source in SUBJECTS.items():
                rates[name].append(measure(PORT, seats, source, seconds=seconds))
    return rates


def report(database: str, rates: dict[str, list[float]], options: argparse.Namespace) -> None:
    """A table for docs/performance.md."""
    medians = {name: statistics.median(values) for name, values in rates.items()}
    print(
        f"\n{database}: {options.rounds} interleaved rounds of {options.seconds:g} s, one server process, ",
        end="",
    )
    print(f"{SERVER_THREADS} threads, client on the same {os.cpu_count()} cores\n")
    print("| | requests/s, median | lowest to highest | of the bare view | of the minimal save |")
    print("|---|---:|---:|---:|---:|")
    for name, values in rates.items():
        to_bare = medians[name] / medians["bare view"]
        to_minimal = medians[name] / medians["minimal save"]
        spread = f"{min(values):.0f} to {max(values):.0f}"
        print(f"| {name} | {medians[name]:.0f} | {spread} | {to_bare:.2f} | {to_minimal:.2f} |")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
