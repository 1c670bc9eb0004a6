"""``manage.py verify_attempts LEDGER | --database-only``: does what students were promised hold?

Prints one JSON object. Ends with 0 when it does, 1 when something is broken, 2 when nobody can tell.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from exams.services.verifying import UnreadableLedger, verify

UNUSABLE = 2


class Command(BaseCommand):
    help = "Checks the invariants of docs/delivery.md: a ledger of what clients were told, and the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ledger", type=Path, nargs="?", help="written by python -m bench.load")
        parser.add_argument("--database-only", action="store_true", help="without what clients were told")

    def handle(self, *args: Any, ledger: Path | None, database_only: bool, **options: Any) -> None:
        if (ledger is None) != database_only:
            raise CommandError("Give the file of a ledger, or --database-only.", returncode=UNUSABLE)
        try:
            found = verify(ledger)
        except UnreadableLedger as error:
            raise CommandError(f"This ledger cannot be read: {error}", returncode=UNUSABLE) from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot be read: {error}", returncode=UNUSABLE) from error
        self.stdout.write(json.dumps(found, ensure_ascii=False))
        if not found["ok"]:
            raise SystemExit(1)
