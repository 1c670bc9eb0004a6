"""Whom a row of a roster means: somebody in the class, somebody of the school, or somebody new.

A login decides where there is one. Without it number and name together do, then the name alone where it can
mean one person only; otherwise the row is a problem, because a guess would mix up two children.
Accounts that are not of this school are never described: their login is taken, and that is all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from accounts.models import Classroom, Enrollment, Membership, Role, User
from accounts.models.people import STAFF_ROLES
from accounts.rosters.rows import Problem, Row, plain_text

__all__ = ["Match", "Matcher"]


@dataclass(frozen=True, slots=True)
class Match:
    """Whom ``row`` means: ``user`` is empty for somebody new, ``place`` for who was never in the class."""

    row: Row
    user: User | None = None
    place: Enrollment | None = None


class _Unmatched(Exception):
    """Why nobody can be chosen."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


class Matcher:
    """The people whom rows may mean, read once."""

    def __init__(
        self,
        classroom: Classroom,
        places: Sequence[Enrollment],
        users: Sequence[User],
        memberships: Sequence[Membership],
    ) -> None:
        self._classroom = classroom
        self._places = places
        self._by_login = {place.user.login: place for place in places}
        self._users = {user.login: user for user in users}
        self._roles: dict[object, list[Membership]] = defaultdict(list)
        for membership in memberships:
            self._roles[membership.user_id].append(membership)
        self._by_name: dict[str, list[Enrollment]] = defaultdict(list)
        for place in places:
            self._by_name[plain_text(place.user.name)].append(place)

    @classmethod
    def load(cls, classroom: Classroom, rows: Sequence[Row]) -> Matcher:
        """Everybody whom ``rows`` may mean; three queries."""
        places = list(
            Enrollment.objects.filter(classroom=classroom)
            .select_related("user")
            .order_by(F("number").asc(nulls_last=True), "user__name", "pk")
        )
        users = list(User.objects.filter(login__in={row.login for row in rows if row.login}))
        ids = {user.pk for user in users} | {place.user_id for place in places}
        return cls(classroom, places, users, list(Membership.objects.filter(user__in=ids)))

    @property
    def present(self) -> list[Enrollment]:
        """Who is in the class now, in its order."""
        return [place for place in self._places if place.left_at is None]

    @property
    def known_logins(self) -> set[str]:
        """Logins of everybody who was read."""
        return {*self._by_login, *self._users}

    def match(self, rows: Sequence[Row]) -> tuple[list[Match], list[Problem]]:
        """Whom the rows mean, and the problems of those that mean nobody for certain."""
        certain = {row.line: place for row in rows if (place := self._certain(row)) is not None}
        taken = {place.pk for place in certain.values()}
        matches: list[Match] = []
        problems: list[Problem] = []
        chosen: set[int] = set()
        for row in rows:
            try:
                match = self._match(row, certain.get(row.line), taken)
                self._check(match, chosen)
            except _Unmatched as fault:
                problems.append(Problem(row.line, fault.code, (("text", fault.text),)))
            else:
                matches.append(match)
        return matches, problems

    def _certain(self, row: Row) -> Enrollment | None:
        """Who is in the class, or was, with this login; without one, with this number and name."""
        if row.login:
            return self._by_login.get(row.login)
        if row.number is None:
            return None
        same = [place for place in self._by_name[row.name] if place.number == row.number]
        present = [place for place in same if place.left_at is None]
        found = present or same
        return found[0] if len(found) == 1 else None

    def _match(self, row: Row, certain: Enrollment | None, taken: set[int]) -> Match:
        if certain is not None:
            return Match(row, certain.user, certain)
        if row.login:
            return self._match_login(row)
        others = [place for place in self._by_name[row.name] if place.pk not in taken]
        present = [place for place in others if place.left_at is None]
        if len(present) > 1:
            raise _Unmatched("name_ambiguous", row.name)
        if present:
            return Match(row, present[0].user, present[0])
        if others:
            raise _Unmatched("name_left", row.name)
        return Match(row)

    def _match_login(self, row: Row) -> Match:
        user = self._users.get(row.login)
        if user is None:
            return Match(row)
        here = [role for role in self._roles[user.pk] if role.school_id == self._classroom.school_id]
        if user.is_superuser or not here or any(role.role in STAFF_ROLES for role in here):
            raise _Unmatched("login_taken", row.login)
        if not user.is_active or not any(role.active and role.role == Role.STUDENT for role in here):
            raise _Unmatched("membership_ended", row.login)
        if plain_text(user.name) != row.name:
            raise _Unmatched("login_of_another", row.login)
        return Match(row, user)

    def _check(self, match: Match, chosen: set[int]) -> None:
        if match.user is None or match.place is None:
            return
        if match.place.pk in chosen:
            raise _Unmatched("student_repeated", match.row.name)
        chosen.add(match.place.pk)
        if match.place.left_at is not None and not self._is_student_here(match.user):
            raise _Unmatched("membership_ended", match.user.login)
        if plain_text(match.user.name) != match.row.name and not self._may_be_renamed(match.user):
            raise _Unmatched("name_fixed", match.user.name)

    def _is_student_here(self, user: User) -> bool:
        return user.is_active and any(
            role.active and role.role == Role.STUDENT and role.school_id == self._classroom.school_id
            for role in self._roles[user.pk]
        )

    def _may_be_renamed(self, user: User) -> bool:
        """Only a student, and only of this school: other schools read the name, too."""
        roles = [role for role in self._roles[user.pk] if role.active]
        return not user.is_superuser and all(
            role.role == Role.STUDENT and role.school_id == self._classroom.school_id for role in roles
        )
