"""The demo's children live and end together."""

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from mathtest.demo.serving import STOP_SIGNALS, ChildEndedError, Place, demo_commands, is_port_free, serve

NOTE = """
import os, pathlib, sys, time
folder = pathlib.Path(sys.argv[1])
(folder / "part").write_text(str(os.getpid()))
(folder / "part").rename(folder / "pid")
time.sleep(600)
"""
FAIL_WHEN_NOTED = """
import pathlib, sys, time
while not (pathlib.Path(sys.argv[1]) / "pid").exists():
    time.sleep(0.02)
sys.exit(3)
"""


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def answering(port: int, tmp_path: Path) -> list[str]:
    """A command that answers /health."""
    (tmp_path / "health").write_text("ok")
    return [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(tmp_path),
    ]


def noting(folder: Path) -> list[str]:
    """A command that notes its process number and waits."""
    return [sys.executable, "-c", NOTE, str(folder)]


def is_alive(folder: Path) -> bool:
    """The command that ``noting`` ran is still there."""
    try:
        os.kill(int((folder / "pid").read_text()), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_both_children(
    number: signal.Signals, port: int, answering: list[str], tmp_path: Path
) -> None:
    seen: list[bool] = []

    def is_up() -> None:
        while not (tmp_path / "pid").exists():
            time.sleep(0.02)
        seen.append(is_port_free(port))
        os.kill(os.getpid(), number)

    serve({"worker": noting(tmp_path), "server": answering}, place=Place(port), is_up=is_up)

    assert (seen, is_port_free(port), is_alive(tmp_path)) == ([False], True, False)


def test_a_child_that_ends_by_itself_is_named_and_takes_the_other_along(
    port: int, answering: list[str], tmp_path: Path
) -> None:
    failing = [sys.executable, "-c", FAIL_WHEN_NOTED, str(tmp_path)]
    commands = {"server": answering, "worker": noting(tmp_path), "job worker": failing}

    with pytest.raises(ChildEndedError, match=r"^The job worker ended by itself, with status 3\.$"):
        serve(commands, place=Place(port), is_up=lambda: None)

    assert (is_port_free(port), is_alive(tmp_path)) == (True, False)


def test_signals_mean_afterwards_what_they_meant_before(port: int, answering: list[str]) -> None:
    before = [signal.getsignal(number) for number in STOP_SIGNALS]

    serve({"server": answering}, place=Place(port), is_up=lambda: os.kill(os.getpid(), signal.SIGINT))

    assert [signal.getsignal(number) for number in STOP_SIGNALS] == before


def test_the_demo_serves_this_machine_only(port: int) -> None:
    server = demo_commands(Place(port))["server"]

    assert server[server.index("--host") + 1] == "127.0.0.1"
