"""Logins for students who bring none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accounts.identifiers import normal_login
from accounts.models import Classroom, User

__all__ = ["LoginMaker"]

STEM_LENGTH = 44  # a login has 64 signs; the rest is for the number
NOT_IN_A_LOGIN = re.compile(r"[^a-z0-9가-힣]+")


class LoginMaker:
    """Makes logins such as ``hanbit26.1-3.07``: school and year, class, number. None is in use, and none is
    made twice."""

    def __init__(self, stem: str, taken: Iterable[str]) -> None:
        self._stem = stem
        self._taken = set(taken)

    @classmethod
    def load(cls, classroom: Classroom, taken: Iterable[str]) -> LoginMaker:
        """A maker for ``classroom`` that avoids ``taken`` and all that exist; one query."""
        stem = _stem(classroom)
        existing = User.objects.filter(login__startswith=f"{stem}.").values_list("login", flat=True)
        return cls(stem, {*existing, *taken})

    def make(self, number: int | None) -> str:
        """A login for the student with ``number``, or for one without."""
        if number is None:
            return self._first_free(f"{self._stem}.s{{}}", start=1)
        wanted = f"{self._stem}.{number:02}"
        if wanted not in self._taken:
            self._taken.add(wanted)
            return wanted
        return self._first_free(f"{wanted}-{{}}", start=2)

    def _first_free(self, pattern: str, *, start: int) -> str:
        count = start
        while pattern.format(count) in self._taken:
            count += 1
        self._taken.add(pattern.format(count))
        return pattern.format(count)


def _stem(classroom: Classroom) -> str:
    """School and year, class, in the signs of a login."""
    school = NOT_IN_A_LOGIN.sub("-", normal_login(classroom.school.slug)).strip("-") or "s"
    year = classroom.year % 100
    return f"{school[:24].rstrip('-')}{year:02}.{_class_word(classroom.name)}"[:STEM_LENGTH].rstrip("-.")


def _class_word(name: str) -> str:
    """A class name as part of a login.

    >>> _class_word("1학년 3반"), _class_word("수학 A"), _class_word("★")
    ('1-3', '수학-a', 'c')
    """
    numbers = re.findall(r"[0-9]+", name)
    if len(numbers) > 1:
        return "-".join(numbers)
    return NOT_IN_A_LOGIN.sub("-", normal_login(name)).strip("-") or "c"
