"""A roster that was looked at, carried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.codes import new_password
from accounts.errors import ClassRefused, RosterChanged
from accounts.models import Classroom, Enrollment, Membership, Role, User
from accounts.rosters.planning import Entry, Kind, Plan, plan_roster
from accounts.rosters.rows import Row
from accounts.services import audit

__all__ = ["Newcomer", "import_roster"]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A student for whom an account was made, with the password that is stored nowhere."""

    name: str
    number: int | None
    login: str
    password: str


def import_roster(
    classroom: Classroom,
    *,
    rows: Sequence[Row],
    agreed: str,
    by: User,
    address: str | None = None,
) -> tuple[Plan, list[Newcomer]]:
    """Carry out what ``rows`` change in ``classroom``, if that is still what ``agreed`` (the fingerprint of
    the plan that was shown) says; all of it or nothing. Who is not in the rows stays.

    Raises RosterChanged, ClassRefused: archived.
    """
    newcomers = [
        Newcomer(entry.name, entry.number, entry.login, new_password())
        for entry in plan_roster(classroom, rows).of_kind(Kind.NEW)
    ]
    # Before the transaction: hashing is slow, and SQLite has one writer.
    hashes = {newcomer.login: make_password(newcomer.password) for newcomer in newcomers}
    with transaction.atomic():
        locked = (
            Classroom.objects.select_for_update(of=("self",)).select_related("school").get(pk=classroom.pk)
        )
        if locked.archived_at is not None:
            raise ClassRefused("archived")
        plan = plan_roster(locked, rows)
        if plan.problems or plan.fingerprint != agreed:
            raise RosterChanged
        _carry_out(plan, locked, hashes=hashes, by=by, address=address)
    return plan, newcomers


def _carry_out(
    plan: Plan, classroom: Classroom, *, hashes: dict[str, str], by: User, address: str | None
) -> None:
    if not plan.changes:
        return
    made = _make_users(plan.of_kind(Kind.NEW), hashes)
    Membership.objects.bulk_create(
        Membership(user=user, school=classroom.school, role=Role.STUDENT) for user in made
    )
    coming = plan.of_kind(Kind.ENROLLED)
    Enrollment.objects.bulk_create(
        Enrollment(classroom=classroom, user=user, number=entry.number)
        for user, entry in [
            *zip(made, plan.of_kind(Kind.NEW), strict=True),
            *((entry.user, entry) for entry in coming),
        ]
    )
    known = [*plan.of_kind(Kind.BACK), *plan.of_kind(Kind.CHANGED)]
    _change_places(known)
    renamed = _rename(known)
    audit.record(
        "roster_imported",
        by=by,
        subject=classroom,
        school=classroom.school,
        address=address,
        data={
            "new": _ids(made),
            "enrolled": _ids(entry.user for entry in coming if entry.user),
            "back": _ids(entry.user for entry in plan.of_kind(Kind.BACK) if entry.user),
            "numbered": _ids(entry.user for entry in known if entry.user and entry.number_changes),
            "renamed": _ids(renamed),
        },
    )


def _make_users(entries: Sequence[Entry], hashes: dict[str, str]) -> list[User]:
    users = [
        User(login=entry.login, name=entry.name, language=entry.language, password=hashes[entry.login])
        for entry in entries
    ]
    try:
        with transaction.atomic():
            return User.objects.bulk_create(users)
    except IntegrityError as error:
        raise RosterChanged from error  # somebody took one of the logins a moment ago


def _change_places(entries: Sequence[Entry]) -> None:
    places = []
    for entry in entries:
        if entry.enrollment is not None:
            entry.enrollment.number = entry.number
            entry.enrollment.left_at = None
            places.append(entry.enrollment)
    Enrollment.objects.bulk_update(places, ["number", "left_at"])


def _rename(entries: Sequence[Entry]) -> list[User]:
    renamed = []
    for entry in entries:
        if entry.user is not None and entry.name_before:
            entry.user.name = entry.name
            renamed.append(entry.user)
    User.objects.bulk_update(renamed, ["name"])
    return renamed


def _ids(people: Iterable[User]) -> list[str]:
    return [str(person.pk) for person in people]
