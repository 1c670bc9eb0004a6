"""The server and the job worker as children that live and end together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings

from mathtest.demo.lan import Tls

__all__ = ["EVERYWHERE", "HERE", "ChildEndedError", "Place", "demo_commands", "is_port_free", "serve"]

HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - asked for by LAN=1, said on the screen
THREADS = 4
MOST_CONNECTIONS = 4096  # by itself it keeps a thousand, and a browser holds six
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STARTS_WITHIN_S = 60
ENDS_WITHIN_S = 8
# The server's own worker can miss its second signal of a Ctrl-C; its parent then ends it after this long.
WORKER_ENDS_WITHIN_S = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demo listens, over TLS where there is a certificate; ``environment`` is what the children
    need to know of that."""

    port: int
    host: str = HERE
    tls: Tls | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


class ChildEndedError(Exception):
    """The server or the worker ended by itself, or never answered."""


def is_port_free(port: int, host: str = HERE) -> bool:
    """Nobody listens on ``port`` of ``host``. Raises PermissionError for a port that needs root."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left counts as free
        try:
            probe.bind((host, port))
        except PermissionError:
            raise
        except OSError:
            return False
    return True


def demo_commands(place: Place) -> dict[str, list[str]]:
    """What the demo runs, by the name that a message would call it."""
    tls = (
        ["--ssl-certificate", str(place.tls.certificate), "--ssl-keyfile", str(place.tls.key)]
        if place.tls
        else []
    )
    server = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *(
            "--host",
            place.host,
            "--port",
            str(place.port),
            *tls,
            "--workers",
            "1",
            "--blocking-threads",
            str(THREADS),
        ),
        *("--backlog", "2048", "--backpressure", str(MOST_CONNECTIONS)),
        *("--workers-kill-timeout", str(WORKER_ENDS_WITHIN_S)),
        "mathtest.wsgi:application",
    ]
    worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_jobs"]
    return {"server": server, "job worker": worker}


def serve(commands: Mapping[str, Sequence[str]], *, place: Place, is_up: Callable[[], None]) -> None:
    """Runs ``commands`` until SIGINT or SIGTERM, then ends them; calls ``is_up`` once ``place`` answers.

    The children are in our process group, so a Ctrl-C in the terminal reaches them as well: they may end
    before we ask them to. Raises ChildEndedError when one of them ends by itself.
    """
    told_to_stop = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told_to_stop.set()

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in commands.items():
            children[name] = subprocess.Popen(arguments, env=_environment(place), cwd=settings.BASE_DIR)  # noqa: S603 - our own commands
        _wait_until_up(place, children, told_to_stop)
        if not told_to_stop.is_set():
            is_up()
        _watch(children, told_to_stop)
    finally:
        _end(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def _environment(place: Place) -> dict[str, str]:
    shared = {"LOG_LEVEL": "WARNING", **os.environ, "GRANIAN_BLOCKING_THREADS": str(THREADS)}
    return {**shared, **place.environment}


def _wait_until_up(
    place: Place, children: dict[str, subprocess.Popen[bytes]], told_to_stop: threading.Event
) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while not told_to_stop.is_set() and not _answers(place):
        _check_alive(children, told_to_stop)
        if time.monotonic() > deadline:
            raise ChildEndedError(f"The server did not answer within {STARTS_WITHIN_S} seconds.")
        told_to_stop.wait(0.2)


def _answers(place: Place) -> bool:
    connection = _connect(place)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _connect(place: Place) -> http.client.HTTPConnection:
    if place.tls is None:
        return http.client.HTTPConnection(HERE, place.port, timeout=5)
    trusting = ssl.create_default_context(cafile=place.tls.authority)
    return http.client.HTTPSConnection(HERE, place.port, timeout=5, context=trusting)


def _watch(children: dict[str, subprocess.Popen[bytes]], told_to_stop: threading.Event) -> None:
    while not told_to_stop.wait(0.5):
        _check_alive(children, told_to_stop)


def _check_alive(children: dict[str, subprocess.Popen[bytes]], told_to_stop: threading.Event) -> None:
    for name, child in children.items():
        status = child.poll()
        # A Ctrl-C may reach the child before it reaches us: then this is no accident.
        if status is not None and not told_to_stop.wait(0.5):
            raise ChildEndedError(f"The {name} ended by itself, with status {status}.")


def _end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Asks all of them to end, and after a few seconds makes them."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + ENDS_WITHIN_S
    for child in children.values():
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
