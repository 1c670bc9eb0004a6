"""Runs the matrix and prints what became of it, one line a fault and a table for docs/delivery.md."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.chaos.faults import FAULTS
from bench.chaos.processes import Process
from bench.chaos.sitting import Fault, Found, sit
from bench.chaos.world import World

__all__ = ["main", "too_small"]

DATABASES = ("postgresql", "sqlite")
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
QUICK = 0.3  # of the length and of the students
LEAST_FAULTS = 25  # of the whole matrix: on both databases, none left out, none shortened
LEAST_SAVES = 100_000
LEAST_KILLS = 200
COLUMNS = "| Database | Fault | Injected | Acknowledged | Lost | Invariants broken |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.chaos", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, help="only this one")
    parser.add_argument("--only", metavar="NAME", help="faults whose name contains this, or of this kind")
    parser.add_argument("--quick", action="store_true", help="shorter, with fewer students")
    parser.add_argument("--length", type=float, default=1.0, help="times as long as usual, each of them")
    parser.add_argument("--list", action="store_true", help="name the faults and end")
    options = parser.parse_args()
    if options.list:
        for fault in FAULTS:
            print(f"{fault.kind:10} {fault.name} ({', '.join(TITLES[name] for name in fault.databases)})")
        return
    folder = Path(tempfile.mkdtemp(prefix="mathtest-chaos-"))
    folder.chmod(0o755)
    try:
        found = asyncio.run(_run(options, folder))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print(f"\nInterrupted. Logs and ledgers: {folder}")
        sys.exit(130)
    good = bool(found) and all(one.is_good for one in found)
    _report(found)
    if options.database is None and options.only is None and not options.quick:
        short = too_small(found, kills=Process.kills.total())
        print("".join(f"\nToo small: {what}." for what in short))
        good = good and not short
    if good:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        print(f"\nNot all is well. Logs and ledgers: {folder}")
    sys.exit(0 if good else 1)


async def _run(options: argparse.Namespace, folder: Path) -> list[Found]:
    whole = asyncio.current_task()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, lambda: whole.cancel() if whole else None)
    found: list[Found] = []
    for database in [options.database] if options.database else DATABASES:
        wanted = [fault for fault in FAULTS if database in fault.databases]
        chosen = [fault for fault in wanted if _is_wanted(fault, options.only)]
        if chosen:
            found += await _run_on(database, chosen, folder, options)
    return found


def _is_wanted(fault: type[Fault], only: str | None) -> bool:
    if only in {fault.kind for fault in FAULTS}:
        return only == fault.kind
    return only is None or only.lower() in fault.name.lower()


async def _run_on(
    database: str, faults: Sequence[type[Fault]], folder: Path, options: argparse.Namespace
) -> list[Found]:
    place = folder / database
    place.mkdir()
    place.chmod(0o755)
    world = World(database, place)
    length = QUICK if options.quick else options.length
    found = []
    try:
        await world.start()
        for fault in faults:
            one = await sit(world, fault(), place, students=QUICK if options.quick else 1.0, length=length)
            found.append(one)
            _tell(one)
            (place / "found.jsonl").open("a").write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
    finally:
        # Asked twice to end, it still ends what it started.
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(world.stop())
    return found


def _tell(one: Found) -> None:
    state = "ok" if one.is_good else "FAILED"
    broken = ", ".join(sorted(one.broken)) or "0"
    print(
        f"{one.database} | {one.fault} | {one.injected} | {one.acknowledged} | {one.lost} | {broken}"
        f"   [{state}, {one.seconds:.0f} s, replies {one.replies}, errors {_most(one.errors)},"
        f" kills {one.kills}, kept {one.kept}] {one.failed}".rstrip(),
        flush=True,
    )


def _most(errors: dict[str, int]) -> dict[str, int]:
    return dict(Counter(errors).most_common(4))


def too_small(found: Sequence[Found], *, kills: int) -> list[str]:
    """What a run of the whole matrix has too little of to say anything."""
    reached = {
        "faults": (len({one.fault for one in found}), LEAST_FAULTS),
        "acknowledged saves": (sum(one.acknowledged for one in found), LEAST_SAVES),
        "processes killed": (kills, LEAST_KILLS),
    }
    return [f"{count:,} {what}, not {least:,}" for what, (count, least) in reached.items() if count < least]


def _report(found: Sequence[Found]) -> None:
    """The table, and the sums by which the matrix is judged."""
    if not found:
        print("No fault has such a name; --list names them.")
        return
    print(f"\n{COLUMNS}\n|---|---|---:|---:|---:|---:|")
    for one in found:
        broken = ", ".join(sorted(one.broken)) or "0"
        name = one.fault if not one.failed else f"{one.fault} (**did not end**)"
        print(
            f"| {TITLES[one.database]} | {name} | {one.injected:,} | {one.acknowledged:,} | {one.lost} |"
            f" {broken} |"
        )
    kills = ", ".join(f"{count} {name}" for name, count in sorted(Process.kills.items()))
    print(
        f"\n{len({one.fault for one in found})} faults in {len(found)} runs,"
        f" {sum(one.acknowledged for one in found):,} acknowledged saves,"
        f" {Process.kills.total():,} processes killed ({kills}),"
        f" {sum(one.lost for one in found)} lost, {sum(bool(one.broken) for one in found)} with an invariant"
        f" broken. {os.cpu_count()} cores, load generator and proxy included,"
        f" {sum(one.seconds for one in found) / 60:.0f} minutes, {time.strftime('%Y-%m-%d')}."
    )
