"""A small load client: threads, each with one connection that stays open."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Request", "measure", "requests_to_bare", "requests_to_save"]

THREADS = 8
MESSAGES = itertools.count(1)  # no message of a whole run is sent twice
REVISIONS: Counter[tuple[str, int]] = Counter()  # by attempt and position: nobody else writes there


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to send."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]


def requests_to_bare(seat: dict[str, Any]) -> Iterator[Request]:
    """The same again and again, from someone signed in."""
    return itertools.repeat(Request("GET", "/bench/bare", None, {"Cookie": f"sessionid={seat['session']}"}))


def requests_to_save(seat: dict[str, Any], *, prefix: str = "") -> Iterator[Request]:
    """A student who goes round the typed questions and changes each answer every time."""
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"sessionid={seat['session']}; csrftoken={seat['csrf']}",
        "X-CSRFToken": seat["csrf"],
    }
    for position, part in itertools.cycle(seat["typed"]):
        seq = next(MESSAGES)
        message = {
            "device": "bench",
            "seq": seq,
            "base_revision": REVISIONS[seat["attempt"], position],
            "response": {"v": 1, "parts": {part: {"text": f"x^2+{seq}"}}},
        }
        REVISIONS[seat["attempt"], position] += 1
        path = f"{prefix}/attempts/{seat['attempt']}/responses/{position}"
        yield Request("PUT", path, json.dumps(message).encode(), headers)


def measure(
    port: int,
    seats: list[dict[str, Any]],
    source: Callable[[dict[str, Any]], Iterator[Request]],
    *,
    seconds: float,
) -> float:
    """Requests answered with 200 per second by ``THREADS`` clients, each working for its own students.
    Raises RuntimeError at the first other answer."""
    counts = [0] * THREADS
    failures: list[str] = []
    begin = threading.Barrier(THREADS + 1)
    end = threading.Event()

    def work(number: int) -> None:
        turns = itertools.cycle([source(seat) for seat in seats[number::THREADS]])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        begin.wait()
        while not end.is_set() and not failures:
            request = next(next(turns))
            connection.request(request.method, request.path, request.body, request.headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != http.HTTPStatus.OK:
                failures.append(f"{request.method} {request.path}: {response.status} {body[:200]!r}")
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    begin.wait()
    started = time.perf_counter()
    end.wait(seconds)
    end.set()
    elapsed = time.perf_counter() - started
    total = sum(counts)
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return total / elapsed
