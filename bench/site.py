"""The site as production runs it, on a fresh database of its own, and what is at hand to run it on."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

__all__ = [
    "HERE",
    "PORT",
    "SERVER_THREADS",
    "postgresql",
    "running_jobs",
    "services",
    "serving",
    "serving_live",
    "sqlite",
    "wait_until_marked",
]

HERE = Path(__file__).resolve().parent.parent
PORT = 8193
SERVER_THREADS = 4
MOST_CONNECTIONS = 4096  # of one process; as in deploy/Dockerfile
DATABASE = "mathtest_bench"


def services() -> dict[str, str]:
    """``DATABASE_URL`` (``postgres://role@host:port``, without a database) and ``REDIS_URL`` of the servers
    at hand; without those that do not answer."""
    found = subprocess.run([HERE / ".ci/services", "urls"], capture_output=True, text=True, check=False)
    urls = {}
    for line in found.stdout.splitlines():
        name, _, url = line.removeprefix("export ").partition("=")
        if name == "DATABASE_URL" and url.startswith("postgres"):
            urls[name] = url.rpartition("/")[0]
        if name == "REDIS_URL" and url:
            urls[name] = url
    return urls


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """The environment of a fresh SQLite file."""
    with tempfile.TemporaryDirectory(prefix="mathtest-bench-") as folder:
        yield _environment(f"sqlite:///{folder}/bench.sqlite3")


@contextmanager
def postgresql(server: str, *, redis: str = "", database: str = DATABASE) -> Iterator[dict[str, str]]:
    """The environment of a fresh ``database`` on ``server``, which is dropped afterwards."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield _environment(f"{server}/{database}", redis=redis)
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def _environment(database_url: str, *, redis: str = "") -> dict[str, str]:
    """As the site runs, apart from the one line it logs of every request."""
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis,
        "LOG_LEVEL": "ERROR",
        "GRANIAN_BLOCKING_THREADS": str(SERVER_THREADS),
        "GRANIAN_BACKLOG": "2048",
        "GRANIAN_BACKPRESSURE": str(MOST_CONNECTIONS),
    }


@contextmanager
def serving(environment: dict[str, str], *, workers: int = 1, port: int = PORT) -> Iterator[None]:
    """The server that production uses, ``workers`` processes of it, on ``port`` of this machine."""
    arguments = [
        "--interface",
        "wsgi",
        "--no-ws",
        "--workers",
        str(workers),
        "--workers-kill-timeout",
        "3",
        "--log-level",
        "error",
    ]
    with _running([*arguments, "--port", str(port), "bench.wsgi:application"], environment, port):
        yield


@contextmanager
def serving_live(environment: dict[str, str], *, port: int) -> Iterator[None]:
    """The process of the live boards on ``port``."""
    arguments = ["--interface", "asgi", "--no-ws", "--workers-kill-timeout", "3", "--log-level", "error"]
    alone = {**environment, "GRANIAN_BLOCKING_THREADS": "1"}  # an event loop needs no more
    with _running([*arguments, "--port", str(port), "mathtest.asgi:application"], alone, port):
        yield


@contextmanager
def running_jobs(environment: dict[str, str]) -> Iterator[None]:
    """The job worker."""
    worker = subprocess.Popen([sys.executable, "manage.py", "run_jobs"], env=environment, cwd=HERE)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def wait_until_marked(environment: dict[str, str]) -> None:
    """Until the job worker has marked every attempt that has ended; on PostgreSQL."""
    waiting = "SELECT EXISTS (SELECT 1 FROM exams_attempt WHERE submitted_at IS NOT NULL AND score IS NULL)"
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
        while connection.execute(waiting).fetchone() == (True,):
            time.sleep(0.5)


@contextmanager
def _running(arguments: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    server = subprocess.Popen([sys.executable, "-m", "granian", *arguments], env=environment, cwd=HERE)
    try:
        wait_until_up(server, port)
        yield
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_until_up(server: subprocess.Popen[bytes], port: int) -> None:
    """Until it answers; the process of the live boards knows no such address, and says so."""
    for _attempt in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status in (http.HTTPStatus.OK, http.HTTPStatus.NOT_FOUND):
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server did not answer")
