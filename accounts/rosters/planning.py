"""What a roster would change in a class. Nothing is written here, and the same rows give the same plan
as long as nobody changes the class."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.conf import settings

from accounts.models import Classroom, Enrollment, User
from accounts.rosters.logins import LoginMaker
from accounts.rosters.matching import Match, Matcher
from accounts.rosters.rows import Problem, Row, check_rows, plain_text

__all__ = ["Entry", "Kind", "Plan", "plan_roster"]


class Kind(StrEnum):
    """What becomes of a row."""

    NEW = "new"  # an account is made
    ENROLLED = "enrolled"  # has an account at the school, comes into the class
    BACK = "back"  # had left the class
    CHANGED = "changed"  # in the class; number or name changes
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row and what it does: the values after the import, and those before where they differ."""

    line: int
    kind: Kind
    name: str
    number: int | None
    login: str
    language: str = ""
    user: User | None = None
    enrollment: Enrollment | None = None
    name_before: str = ""
    number_changes: bool = False
    number_before: int | None = None

    @property
    def facts(self) -> list[Any]:
        """What the teacher agreed to, for the fingerprint of the plan."""
        who = str(self.user.pk) if self.user else None
        after = [self.name, self.number, self.login, self.language]
        return [self.kind, who, after, self.name_before, self.number_changes, self.number_before]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does: ``entries`` in the order of the file, ``problems`` by line, and ``staying``, who
    is in the class and not in the file."""

    entries: list[Entry]
    problems: list[Problem]
    staying: list[Enrollment]

    @property
    def changes(self) -> list[Entry]:
        """The entries that change anything."""
        return [entry for entry in self.entries if entry.kind is not Kind.SAME]

    @property
    def fingerprint(self) -> str:
        """The same for two plans that do the same."""
        facts = [[entry.facts for entry in self.entries], [problem.code for problem in self.problems]]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()

    def of_kind(self, kind: Kind) -> list[Entry]:
        """The entries of one kind."""
        return [entry for entry in self.entries if entry.kind is kind]


def plan_roster(classroom: Classroom, rows: Sequence[Row]) -> Plan:
    """What ``rows`` would change in ``classroom``; reads the database in a fixed number of queries."""
    matcher = Matcher.load(classroom, rows)
    matches, problems = matcher.match(rows)
    problems += check_rows(rows)
    entries = _entries(classroom, rows, matches, matcher)
    staying = [place for place in matcher.present if place.pk not in {m.place.pk for m in matches if m.place}]
    entries, taken = _with_numbers(entries, staying)
    return Plan(
        entries=entries,
        problems=sorted(problems + taken, key=lambda problem: (problem.line, problem.code)),
        staying=staying,
    )


def _entries(
    classroom: Classroom, rows: Sequence[Row], matches: Sequence[Match], matcher: Matcher
) -> list[Entry]:
    logins = LoginMaker.load(classroom, {row.login for row in rows} | matcher.known_logins)
    return [_entry(classroom, match, logins) for match in matches]


def _entry(classroom: Classroom, match: Match, logins: LoginMaker) -> Entry:
    row = match.row
    if match.user is None:
        login = row.login or logins.make(row.number)
        language = row.language or _language(classroom)
        return Entry(row.line, Kind.NEW, row.name, row.number, login, language)
    if match.place is None:
        return Entry(row.line, Kind.ENROLLED, row.name, row.number, match.user.login, user=match.user)
    return _known_entry(row, match.user, match.place)


def _known_entry(row: Row, user: User, place: Enrollment) -> Entry:
    number = place.number if row.number is None else row.number
    renamed = row.name != plain_text(user.name)
    changes = number != place.number
    kind = Kind.CHANGED if renamed or changes else Kind.SAME
    return Entry(
        line=row.line,
        kind=kind if place.left_at is None else Kind.BACK,
        name=row.name,
        number=number,
        login=user.login,
        user=user,
        enrollment=place,
        name_before=user.name if renamed else "",
        number_changes=changes,
        number_before=place.number if changes else None,
    )


def _with_numbers(
    entries: Sequence[Entry], staying: Sequence[Enrollment]
) -> tuple[list[Entry], list[Problem]]:
    """Entries whose number is still theirs, and a problem for each that asks for another student's number.

    Numbers that change hands within the file are fine: only how the class ends up counts.
    """
    holders: dict[int | None, str] = {
        place.number: place.user.name for place in staying if place.number is not None
    }
    holders |= {e.number: e.name for e in entries if e.kind is Kind.SAME and e.number is not None}
    kept: list[Entry] = []
    problems: list[Problem] = []
    for entry in entries:
        holder = holders.get(entry.number) if entry.kind is not Kind.SAME else None
        if holder is None or not _asks_for_number(entry):
            kept.append(entry)
        elif entry.kind is Kind.BACK and not entry.number_changes:
            kept.append(_without_number(entry))
        else:
            values: tuple[tuple[str, str | int], ...] = (("number", entry.number or 0), ("name", holder))
            problems.append(Problem(entry.line, "number_taken", values))
    return kept, problems


def _asks_for_number(entry: Entry) -> bool:
    return entry.kind in {Kind.NEW, Kind.ENROLLED, Kind.BACK} or entry.number_changes


def _without_number(entry: Entry) -> Entry:
    return replace(entry, number=None, number_changes=True, number_before=entry.number)


def _language(classroom: Classroom) -> str:
    codes = [code for code, _name in settings.LANGUAGES]
    return next((code for code in classroom.school.languages if code in codes), settings.LANGUAGE_CODE)
