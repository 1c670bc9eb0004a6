"""``manage.py demo [--port 8000] [--reset] [--no-serve]``"""

from __future__ import annotations

import os
import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from accounts.codes import shown_join_code
from mathtest.demo.programme import prepare_programme
from mathtest.demo.school import DemoSchool, prepare_school
from mathtest.demo.serving import ChildEndedError, demo_commands, is_port_free, serve
from mathtest.demo.static_files import collect_static_files

DEFAULT_PASSWORD = "demo-mathtest"  # noqa: S105 - of accounts that exist on this machine only


class Command(BaseCommand):
    help = "Makes or keeps a school to try, and serves it on this machine with its job worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="start over with an empty database")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, then end")

    def handle(self, *args: Any, port: int, reset: bool, no_serve: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo's password is known to everyone: it is not for production.")
        if not no_serve:
            check_port(port)
        # Both end what is in hand, even where a script started us with Ctrl-C switched off.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        try:
            demo = self.prepare(reset=reset, password=os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD)
            if not no_serve:
                connections.close_all()
                self.tell("starting the server and the job worker")
                serve(demo_commands(port), port=port, is_up=lambda: self.welcome(demo, port))
        except ChildEndedError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("")
        self.tell("stopped")

    def prepare(self, *, reset: bool, password: str) -> DemoSchool:
        """The database, the school, its exams of this year, and the static files."""
        if reset:
            self.tell("starting over")
            remove_database()
        self.tell("database")
        Path(settings.BASE_DIR / "data").mkdir(exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        self.tell("school and people")
        demo = prepare_school(password=password)
        prepare_programme(demo, told=self.tell)
        self.tell("static files" if collect_static_files() else "static files are there")
        return demo

    def tell(self, line: str) -> None:
        """A line of progress, shown at once."""
        self.stdout.write(f"== {line}")
        self.stdout.flush()

    def welcome(self, demo: DemoSchool, port: int) -> None:
        """Where to go, and as whom."""
        password = "the one in DEMO_PASSWORD" if os.environ.get("DEMO_PASSWORD") else DEFAULT_PASSWORD
        lines = (
            "",
            f"  {demo.school.name} is open at http://127.0.0.1:{port}/",
            "",
            f"    teacher   {demo.teacher.login}",
            f"    student   {demo.student.login}",
            f"    password  {password}",
            f"    to join the class as someone else: code {shown_join_code(demo.classroom.join_code or '')}",
            "",
            "  Ctrl-C stops everything; the data stays.",
            "",
        )
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def check_port(port: int) -> None:
    """Raises CommandError with what to do when ``port`` cannot be had."""
    try:
        if is_port_free(port):
            return
    except (PermissionError, OverflowError) as error:
        raise CommandError(f"Port {port} cannot be used here. Choose one from 1024 to 65535.") from error
    raise CommandError(f"Port {port} is taken. Choose another one: make demo PORT={port + 1}")


def remove_database() -> None:
    """Deletes the SQLite file. Raises CommandError for any other database: that one may be someone's."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        raise CommandError("RESET=1 deletes an SQLite file only. Empty this database yourself.")
    connections.close_all()
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{database['NAME']}{suffix}").unlink(missing_ok=True)
