"""``manage.py demo [--port 8000] [--lan] [--reset] [--no-serve]``"""

from __future__ import annotations

import os
import secrets
import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from accounts.codes import shown_join_code
from mathtest.demo.lan import lan_addresses, make_certificate
from mathtest.demo.programme import prepare_programme
from mathtest.demo.school import DemoSchool, prepare_school
from mathtest.demo.serving import EVERYWHERE, ChildEndedError, Place, demo_commands, is_port_free, serve
from mathtest.demo.static_files import collect_static_files

DEFAULT_PASSWORD = "demo-mathtest"  # noqa: S105 - of accounts that exist on this machine only
NOTE_ON_TRUST = """\
  Browsers warn once, because they do not know who signed the certificate. To be able to reload an exam
  offline, a device has to trust the authority of this machine:
    {authority}
  Everyone in the network can reach this; the password is a new one at every start.
"""


class Command(BaseCommand):
    help = "Makes or keeps a school to try, and serves it on this machine with its job worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--lan", action="store_true", help="for the whole network, over TLS")
        parser.add_argument("--reset", action="store_true", help="start over with an empty database")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, then end")

    def handle(self, *args: Any, port: int, lan: bool, reset: bool, no_serve: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo's password is known to everyone: it is not for production.")
        place = lan_place(port) if lan else Place(port)
        if not no_serve:
            check_port(place)
        # Both end what is in hand, even where a script started us with Ctrl-C switched off.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        password = os.environ.get("DEMO_PASSWORD") or (secrets.token_hex(4) if lan else DEFAULT_PASSWORD)
        try:
            demo = self.prepare(reset=reset, password=password)
            if not no_serve:
                connections.close_all()
                self.tell("starting the server and the job worker")
                serve(demo_commands(place), place=place, is_up=lambda: self.welcome(demo, place, password))
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

    def welcome(self, demo: DemoSchool, place: Place, password: str) -> None:
        """Where to go, and as whom."""
        shown = "the one in DEMO_PASSWORD" if os.environ.get("DEMO_PASSWORD") else password
        lines = (
            "",
            f"  {demo.school.name} is open at",
            *(f"    {address}" for address in shown_addresses(place)),
            "",
            f"    teacher   {demo.teacher.login}",
            f"    student   {demo.student.login}",
            f"    password  {shown}",
            f"    to join the class as someone else: code {shown_join_code(demo.classroom.join_code or '')}",
            "",
            *(NOTE_ON_TRUST.format(authority=place.tls.authority).splitlines() if place.tls else ()),
            "  Ctrl-C stops everything; the data stays.",
            "",
        )
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def lan_place(port: int) -> Place:
    """Every address of this machine, with a certificate for them. Raises CommandError without a network."""
    addresses = lan_addresses()
    if not addresses:
        raise CommandError("This machine has no address in a network. Connect it, or leave LAN=1 out.")
    hosts = ["localhost", "127.0.0.1", *addresses]
    tls = make_certificate(settings.BASE_DIR / "data" / "lan", hosts)
    environment = {"HTTPS": "1", "ALLOWED_HOSTS": ",".join(hosts)}
    return Place(port, host=EVERYWHERE, tls=tls, environment=environment)


def shown_addresses(place: Place) -> list[str]:
    """What to type into a browser."""
    if place.tls is None:
        return [f"http://127.0.0.1:{place.port}/"]
    return [f"https://{host}:{place.port}/" for host in lan_addresses()]


def check_port(place: Place) -> None:
    """Raises CommandError with what to do when the port cannot be had."""
    try:
        if is_port_free(place.port, place.host):
            return
    except (PermissionError, OverflowError) as error:
        raise CommandError(
            f"Port {place.port} cannot be used here. Choose one from 1024 to 65535."
        ) from error
    raise CommandError(f"Port {place.port} is taken. Choose another one: make demo PORT={place.port + 1}")


def remove_database() -> None:
    """Deletes the SQLite file. Raises CommandError for any other database: that one may be someone's."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        raise CommandError("RESET=1 deletes an SQLite file only. Empty this database yourself.")
    connections.close_all()
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{database['NAME']}{suffix}").unlink(missing_ok=True)
