"""The database of a run: a file, or a PostgreSQL cluster of its own, each on a small disk of its own where
this machine allows it, so that the disk can be filled."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.chaos.processes import Process, free_port, wait_for

__all__ = ["Disk", "PostgreSQL", "SQLite"]

DISK_MB = 1_024
SPARE_KB = 64
NAME = "chaos"
INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")


class Disk:
    """A folder on a file system of its own, made in a file and mounted by root; else an ordinary folder,
    which is never filled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "disk"
        self.folder.mkdir(mode=0o755)
        self._image = folder / "disk.image"
        self._ballast = self.folder / "ballast"
        self.can_be_filled = os.geteuid() == 0 and self._mount()

    def _mount(self) -> bool:
        with self._image.open("wb") as image:
            image.truncate(DISK_MB * 1024 * 1024)
        made = subprocess.run(
            ["mkfs.ext4", "-q", "-F", "-m", "0", self._image], capture_output=True, check=False
        )
        if made.returncode:
            return False
        mounted = subprocess.run(
            ["mount", "-o", "loop", self._image, self.folder], capture_output=True, check=False
        )
        return mounted.returncode == 0

    def fill(self) -> None:
        """Takes what is free, to the last block; again, and what has become free since goes as well."""
        free = shutil.disk_usage(self.folder).free
        with self._ballast.open("ab") as ballast:
            had = os.fstat(ballast.fileno()).st_size
            if free > 2 * SPARE_KB * 1024:
                with contextlib.suppress(OSError):
                    os.posix_fallocate(ballast.fileno(), had, free - SPARE_KB * 1024)
            with contextlib.suppress(OSError):
                while True:
                    os.write(ballast.fileno(), bytes(4_096))

    def free(self) -> None:
        """Gives it back."""
        self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        """Unmounts it and takes the file away."""
        self.free()
        if self.can_be_filled:
            subprocess.run(["umount", "-l", self.folder], capture_output=True, check=False)
        self._image.unlink(missing_ok=True)


class SQLite:
    """A file."""

    name = "sqlite"
    title = "SQLite"
    process: Process | None = None

    def __init__(self, disk: Disk) -> None:
        self.path = disk.folder / "chaos.sqlite3"
        self.url = f"sqlite:///{self.path}"

    async def start(self) -> None:
        """Nothing: the first who opens it makes it."""

    async def stop(self) -> None:
        """Nothing."""

    def run(self, *statements: str) -> list[Any]:
        """Statements in one transaction; the rows of the last."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as connection:
            rows: list[Any] = []
            for statement in statements:
                rows = connection.execute(statement).fetchall()
            connection.commit()
            return rows


class PostgreSQL:
    """A cluster with fsync on, as it is installed."""

    name = "postgresql"
    title = "PostgreSQL"

    def __init__(self, disk: Disk, log: Path, *, on_restart: Callable[[str], None]) -> None:
        self.port = free_port()
        self.folder = disk.folder / "cluster"
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/{NAME}"
        self._admin = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self._bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[
            -1
        ]
        self._user = "postgres" if os.geteuid() == 0 else None
        self._log = log
        settings = (
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=100",
            "max_wal_size=256MB",
            "recovery_init_sync_method=syncfs",  # not file by file: that alone can take seconds after a crash
            "lc_messages=C",
        )
        command = [str(self._bin / "postgres"), "-D", str(self.folder)]
        for setting in settings:
            command += ["-c", setting]
        self.process = Process(
            "postmaster",
            command,
            environment={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            log=log,
            user=self._user,
            on_restart=on_restart,
        )

    async def start(self) -> None:
        """Makes the cluster and its database."""
        self.folder.mkdir(mode=0o700)
        if self._user:
            shutil.chown(self.folder, self._user)
        made = subprocess.run(
            [self._bin / "initdb", "-D", self.folder, *INITDB],
            user=self._user,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stderr}")
        self.process.start()
        await wait_for(self.answers, seconds=30, what="PostgreSQL")
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {NAME}")

    async def stop(self) -> None:
        """Ends it at once."""
        await self.process.stop(how=signal.SIGQUIT)

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            with psycopg.connect(self._admin, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def run(self, *statements: str) -> list[Any]:
        """Statements in one transaction; the rows of the last."""
        with psycopg.connect(self.url, connect_timeout=3) as connection:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def terminate_backends(self, *, most: int) -> int:
        """Ends up to ``most`` connections of the site in whatever they do; how many."""
        rows = self.run(
            "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE backend_type = "
            f"'client backend' AND datname = '{NAME}' AND pid <> pg_backend_pid() "
            f"ORDER BY (state = 'active') DESC, random() LIMIT {most}) AS chosen"
        )
        return sum(bool(row[0]) for row in rows)
