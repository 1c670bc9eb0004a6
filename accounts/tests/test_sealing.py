"""The chain over the audit log: what was changed after it was sealed shows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.db.models import QuerySet

from accounts.models import AuditEntry, User
from accounts.services.audit import record
from accounts.services.sealing import seal_audit, verify_audit_chain


@pytest.fixture
def entries(teacher: User) -> list[AuditEntry]:
    """Five acts with all that an entry can say, not sealed yet."""
    return [
        record(
            "signed_in", by=teacher, subject=teacher, address=f"192.0.2.{number}", data={"n": [number, "가"]}
        )
        for number in range(1, 6)
    ]


def change(entry: AuditEntry, **values: Any) -> None:
    """As someone who can write SQL."""
    QuerySet.update(AuditEntry.objects.filter(pk=entry.pk), **values)


def test_entries_are_sealed_in_order_and_the_chain_is_whole(entries: list[AuditEntry]) -> None:
    assert (seal_audit(limit=3), seal_audit(), seal_audit()) == (3, 2, 0)

    chain = verify_audit_chain()

    newest = AuditEntry.objects.get(pk=entries[-1].pk)
    assert (chain.sealed, chain.unsealed, chain.head, chain.broken) == (5, 0, newest.hash, ())
    assert [AuditEntry.objects.get(pk=entry.pk).sealed_no for entry in entries] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "values",
    [
        {"verb": "signed_out"},
        {"object": ""},
        {"address": "192.0.2.99"},
        {"address": None},
        {"data": {"n": [3, "나"]}},
        {"actor": None},
    ],
)
def test_an_edited_entry_is_found(entries: list[AuditEntry], values: dict[str, Any]) -> None:
    seal_audit()

    change(entries[2], **values)

    assert verify_audit_chain().broken == (("was changed after it was sealed", 3),)


def test_an_entry_taken_out_of_the_middle_is_found(entries: list[AuditEntry]) -> None:
    seal_audit()

    QuerySet.delete(AuditEntry.objects.filter(pk=entries[2].pk))

    assert verify_audit_chain().broken == (("entries 3 to 3 are missing", 4),)


def test_entries_put_in_another_order_are_found(entries: list[AuditEntry]) -> None:
    seal_audit()

    change(entries[1], sealed_no=99)
    change(entries[2], sealed_no=2)
    change(entries[1], sealed_no=3)

    assert {place for _what, place in verify_audit_chain().broken} == {2, 3, 4}


def test_an_entry_that_was_written_late_is_sealed_after_the_others(entries: list[AuditEntry]) -> None:
    late = entries[0]
    QuerySet.delete(AuditEntry.objects.filter(pk=late.pk))  # its transaction has not ended: nobody sees it
    seal_audit()
    AuditEntry.objects.bulk_create([late])

    seal_audit()

    assert AuditEntry.objects.get(pk=late.pk).sealed_no == 5
    assert verify_audit_chain().broken == ()


def test_an_entry_is_sealed_once(entries: list[AuditEntry]) -> None:
    seal_audit()
    sealed = AuditEntry.objects.get(pk=entries[0].pk)

    assert AuditEntry.objects.all().seal(sealed) is False


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_fork_the_chain(teacher: User) -> None:
    for _number in range(40):
        record("signed_in", by=teacher)

    def work() -> None:
        try:
            for _turn in range(20):
                seal_audit(limit=3)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for running in [pool.submit(work) for _worker in range(4)]:
            running.result(timeout=60)
    while seal_audit():
        pass

    chain = verify_audit_chain()
    assert (chain.sealed, chain.unsealed, chain.broken) == (40, 0, ())
