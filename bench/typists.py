"""Students who are signed in and about to type, printed as JSON: one object a student.

Run in a process of its own, so that the load client holds no database connection.

    python -m bench.typists COUNT
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.core.management import call_command
from django.middleware.csrf import _get_new_csrf_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
django.setup()

from accounts.models import User  # noqa: E402 - models need the settings
from bench.seats import session_of  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    people = User.objects.bulk_create(
        User(login=f"typist-{number}", name=f"Typist {number}") for number in range(int(sys.argv[1]))
    )
    json.dump(
        [{"session": session_of(person), "csrf": _get_new_csrf_string()} for person in people], sys.stdout
    )


if __name__ == "__main__":
    main()
