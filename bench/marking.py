"""What does marking cost: one paper of thirty questions, and a thousand of them by the job workers?

Runs on PostgreSQL, else on SQLite. A paper is measured in processor time, a thousand papers by the clock,
from the start of the workers to the last mark. Prints tables.

    python -m bench.marking [--papers 1000] [--runs 5] [--workers 2]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from bench.site import HERE, postgresql, services, sqlite


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    server = services().get("DATABASE_URL")
    where = "PostgreSQL" if server else "SQLite"
    with postgresql(server) if server else sqlite() as environment:
        prepared = ask("prepare", str(options.papers), environment=environment)
        ones, alls = [], []
        for _run in range(options.runs):
            ask("unmark", environment=environment)
            ones.append(ask("measure", environment=environment))
            ask("unmark", environment=environment)
            alls.append(mark_all(options.workers, environment=environment))
            marked = ask("count", environment=environment)
            if marked != prepared:
                raise RuntimeError(f"{prepared} before, {marked} now")
    report(where, ones, alls, options)


def ask(*words: str, environment: dict[str, str]) -> dict[str, Any]:
    """What ``bench.papers`` says."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.papers", *words],
        env=environment,
        cwd=HERE,
        stdout=subprocess.PIPE,
        check=True,
    )
    return dict(json.loads(done.stdout))


def mark_all(workers: int, *, environment: dict[str, str]) -> float:
    """Seconds until ``workers`` processes have done all that waits."""
    began = time.perf_counter()
    command = [sys.executable, "manage.py", "run_jobs", "--once"]
    running = [
        subprocess.Popen(command, env=environment, cwd=HERE, stderr=subprocess.DEVNULL)
        for _worker in range(workers)
    ]
    for worker in running:
        if worker.wait():
            raise RuntimeError(f"a worker ended with status {worker.returncode}")
    return time.perf_counter() - began


def report(where: str, ones: list[dict[str, Any]], alls: list[float], options: argparse.Namespace) -> None:
    """Tables for docs/performance.md."""
    print(
        f"\nMarking on {where}, {options.runs} runs, {os.cpu_count()} cores: one paper of thirty questions\n"
    )
    print("| processor time of a paper, ms | median of the runs | lowest to highest |")
    print("|---|---:|---:|")
    for name in ("median_ms", "p95_ms", "longest_ms"):
        values = [one[name] for one in ones]
        label = name.removesuffix("_ms")
        print(f"| {label} | {statistics.median(values):.1f} | {min(values):.1f} to {max(values):.1f} |")
    print(f"\nStatements: {max(one['statements'] for one in ones)}, of which one stores all marks.")
    spread = f"{min(alls):.1f} to {max(alls):.1f}"
    print(
        f"\n{options.papers} papers by {options.workers} workers: {statistics.median(alls):.1f} s ({spread}),"
        " their start included; none lost, none twice.\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
