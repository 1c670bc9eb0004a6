"""Reading a ledger of any length: its lines go into a scratch file, to be asked for attempt by attempt."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

__all__ = ["Ledger", "Said", "UnreadableLedger"]

BATCH = 5_000
ABOUT = """
    SELECT attempt, kind, position, device, seq, status, revision, word, shown FROM said
    WHERE attempt IN (SELECT value FROM json_each(?)) ORDER BY rowid
"""
MESSAGE = ("attempt", "position", "device", "seq")
NEEDED = {
    "start": ("attempt", "student", "assignment"),
    "intent": (*MESSAGE, "hash"),
    "ack": (*MESSAGE, "status", "outcome", "revision"),
    "refused": (*MESSAGE, "status", "code"),
    "silence": MESSAGE,
    "kept": MESSAGE,
    "submit_intent": ("attempt",),
    "submit_ack": ("attempt", "receipt"),
    "foreign": ("attempt", "as", "status"),
    "fault": ("name",),
    "restart": ("what",),
    "up": ("what", "ms"),
}
OF_ATTEMPTS = ("start", "intent", "ack", "refused", "kept", "submit_ack")
OF_THE_WHOLE = ("foreign", "restart", "up")


class UnreadableLedger(Exception):
    """The file is no ledger; says where and why."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line about an attempt. ``word`` is what it says besides: the hash of an intent, the outcome of a
    reply, the code of a refusal, the receipt, the student and assignment of a start. ``shown`` is the hash of
    the answer that a reply showed, empty where the client did not look."""

    kind: str
    position: int
    device: str
    seq: int
    status: int
    revision: int
    word: str
    shown: str


class Ledger:
    """What the lines of ``path`` say, kept in a scratch file while it is open. None: nothing was said."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.whole: list[dict[str, Any]] = []
        self.lines = 0

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="mathtest-ledger-")
        self._said = sqlite3.connect(f"{self._folder.name}/said.sqlite3")
        self._said.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE said (attempt, kind, position, device, seq, status, revision, word, shown);"
        )
        try:
            if self._path is not None:
                self._take_in(self._path)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._said.close()
        self._folder.cleanup()

    @property
    def is_there(self) -> bool:
        """Whether there is a ledger at all."""
        return self._path is not None

    def attempts(self) -> set[str]:
        """Every attempt that is spoken of."""
        return {row[0] for row in self._said.execute("SELECT DISTINCT attempt FROM said")}

    def about(self, attempts: Iterable[str]) -> dict[str, list[Said]]:
        """What is said of each of ``attempts``, in the order in which it was written."""
        names = list(attempts)
        rows = self._said.execute(ABOUT, (json.dumps(names),))
        said = defaultdict(list)
        for attempt, *values in rows:
            said[attempt].append(Said(*values))
        return said

    def _take_in(self, path: Path) -> None:
        batch: list[tuple[Any, ...]] = []
        for number, line in _read_lines(path):
            self.lines = number
            if line["kind"] in OF_THE_WHOLE:
                self.whole.append(line)
            if line["kind"] in OF_ATTEMPTS:
                batch.append(_row(number, line))
            if len(batch) >= BATCH:
                self._store(batch)
        self._store(batch)
        self._said.execute("CREATE INDEX by_attempt ON said (attempt)")

    def _store(self, batch: list[tuple[Any, ...]]) -> None:
        self._said.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", batch)
        batch.clear()


def _read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if not raw.endswith(b"\n"):
                    return  # cut off in the middle, when its writer was killed: nothing was sent on its word
                yield number, _read_line(number, raw)
    except OSError as error:
        raise UnreadableLedger(f"{path}: {error.strerror}") from error


def _read_line(number: int, raw: bytes) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except ValueError as error:
        raise UnreadableLedger(f"line {number}: not JSON") from error
    if not isinstance(line, dict) or line.get("kind") not in NEEDED:
        raise UnreadableLedger(f"line {number}: no known kind of line")
    missing = [name for name in NEEDED[line["kind"]] if name not in line]
    if missing:
        raise UnreadableLedger(f"line {number}: {line['kind']} without {', '.join(missing)}")
    return line


def _row(number: int, line: dict[str, Any]) -> tuple[Any, ...]:
    kind = line["kind"]
    word = {
        "start": f"{line.get('student')} {line.get('assignment')}",
        "intent": line.get("hash"),
        "ack": line.get("outcome"),
        "refused": line.get("code"),
        "submit_ack": _signature(line.get("receipt")),
    }.get(kind, "")
    try:
        numbers = [int(line.get(name) or 0) for name in ("position", "seq", "status", "revision")]
    except (TypeError, ValueError) as error:
        raise UnreadableLedger(f"line {number}: a number is none") from error
    position, seq, status, revision = numbers
    attempt, device = str(line["attempt"]), str(line.get("device", ""))
    shown = str(line.get("shown") or "")
    return attempt, kind, position, device, seq, status, revision, str(word or ""), shown


def _signature(receipt: Any) -> str:
    """By which a receipt is told from others: all of it, or as much as the page shows."""
    return str(receipt.get("signature", "")) if isinstance(receipt, dict) else str(receipt or "")
