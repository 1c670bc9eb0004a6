"""The exam page stays light enough for a phone on a bad network: what it loads, compressed, before fonts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from accounts.models import Classroom, User
from exams.services.delivery import start_attempt
from exams.tests.sittings import give_mixed_exam

KB = 1024
PAGE_BAR = 100 * KB
SCRIPTS_BAR = 50 * KB
LOADED = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"')
IMPORT = re.compile(r'(?:from|import) "\./([\w-]+\.js)"')


@pytest.fixture
def page(student_client: Client, student: User, teacher: User, classroom: Classroom) -> str:
    attempt = start_attempt(give_mixed_exam(classroom, by=teacher), student=student)
    return student_client.get(reverse("attempt", args=[attempt.pk])).content.decode()


def test_our_scripts_and_the_whole_exam_page_stay_below_their_bars(page: str) -> None:
    names = {urlsplit(address).path.removeprefix("/static/") for address in LOADED.findall(page)}
    ours = with_imports({name for name in names if name.startswith("js/")})

    scripts = sum(weight(name) for name in ours)
    others = sum(weight(name) for name in names - ours)

    assert {"js/exam.js", "js/site.js", "js/saving.js"} <= ours
    assert scripts <= SCRIPTS_BAR
    assert scripts + others + len(gzip.compress(page.encode())) <= PAGE_BAR


def with_imports(names: set[str]) -> set[str]:
    """All modules that these load."""
    found: set[str] = set()
    while waiting := names - found:
        found |= waiting
        names = {f"js/{name}" for one in waiting for name in IMPORT.findall(script(one))} | found
    return found


def script(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / name).read_text(encoding="utf-8")


def weight(name: str) -> int:
    """As it is sent, compressed."""
    return len(gzip.compress(Path(str(finders.find(name))).read_bytes()))
