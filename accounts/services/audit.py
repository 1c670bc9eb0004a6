"""The record of who did what."""

from typing import Any

from django.db.models import Model

from accounts.models import AuditEntry, School, User

__all__ = ["record"]


def record(
    verb: str,
    *,
    by: User | None,
    subject: Model | None = None,
    school: School | None = None,
    address: str | None = None,
    data: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add an entry that ``by`` did ``verb`` to ``subject`` from ``address``.

    Joins the transaction of its caller, so that an act and its record stand or fall together.
    ``data`` is JSON and holds no secrets. The subject is written as ``app.model:id``: entries outlive it.
    """
    return AuditEntry.objects.create(
        school=school,
        actor=by,
        verb=verb,
        object=f"{subject._meta.label_lower}:{subject.pk}" if subject is not None else "",
        address=address,
        data=data or {},
    )
