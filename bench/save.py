"""How fast is a save, against a bare view and against the least that stores an answer?

Runs the site's server on SQLite and, where there is one, on PostgreSQL, and takes turns among the three
in five rounds, so that whatever else the machine does falls on all of them. Prints a table.

    python -m bench.save [--seconds 3] [--rounds 5] [--only sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from bench.load import measure, requests_to_bare, requests_to_save

HERE = Path(__file__).resolve().parent.parent
PORT = 8193
SERVER_THREADS = 8
DATABASE = "mathtest_bench"
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
    server = None if options.only == "sqlite" else postgresql_server()
    if server is None:
        print("\nPostgreSQL was not measured: none answers, see make services.")
        return
    with postgresql(server) as environment:
        report("PostgreSQL", run(environment, options.rounds, options.seconds), options)


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """The environment of a fresh SQLite file."""
    with tempfile.TemporaryDirectory(prefix="mathtest-bench-") as folder:
        yield environment_with(f"sqlite:///{folder}/bench.sqlite3")


def postgresql_server() -> str | None:
    """``postgres://role@host:port`` of a server at hand, without a database."""
    found = subprocess.run([HERE / ".ci/services", "urls"], capture_output=True, text=True, check=False)
    for line in found.stdout.splitlines():
        name, _, url = line.removeprefix("export ").partition("=")
        if name == "DATABASE_URL" and url.startswith("postgres"):
            return url.rpartition("/")[0]
    return None


@contextmanager
def postgresql(server: str) -> Iterator[dict[str, str]]:
    """The environment of a fresh database on ``server``, which is dropped afterwards."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield environment_with(f"{server}/{DATABASE}")
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def environment_with(database_url: str) -> dict[str, str]:
    """As the site runs, apart from the one line it logs of every request."""
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "LOG_LEVEL": "WARNING",
        "GRANIAN_BLOCKING_THREADS": str(SERVER_THREADS),
    }


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


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[None]:
    """The server that production uses, one process of it."""
    arguments = [
        "--interface",
        "wsgi",
        "--no-ws",
        "--workers",
        "1",
        "--workers-kill-timeout",
        "3",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *arguments, "--port", str(PORT), "bench.wsgi:application"],
        env=environment,
        cwd=HERE,
    )
    try:
        wait_until_up(server)
        yield
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_until_up(server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server did not answer")


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
