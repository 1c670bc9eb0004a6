"""Students who are signed in and in the middle of an exam, printed as JSON: one object a student.

Run in a process of its own, so that the load client holds no database connection.
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.middleware.csrf import _get_new_csrf_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
django.setup()

from accounts.models import User  # noqa: E402 - models need the settings
from exams.services.delivery import start_attempt  # noqa: E402
from exams.shapes import Layout  # noqa: E402
from mathtest.demo.exam import open_assignment, prepare_paper  # noqa: E402
from mathtest.demo.school import prepare_school  # noqa: E402


def session_of(user: User) -> str:
    """The key of a new session in which ``user`` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    demo = prepare_school(password="demo-mathtest")
    assignment = open_assignment(demo, prepare_paper(demo))
    seats = []
    for student in demo.classmates:
        attempt = start_attempt(assignment, student=student)
        typed = [
            (item.position, item.parts[0].id)
            for item in Layout.model_validate(attempt.layout).items
            if not item.parts[0].options
        ]
        csrf = _get_new_csrf_string()
        seats.append(
            {"session": session_of(student), "csrf": csrf, "attempt": str(attempt.pk), "typed": typed}
        )
    json.dump(seats, sys.stdout)


if __name__ == "__main__":
    main()
