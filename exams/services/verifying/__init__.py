"""Whether what was promised to students holds: a ledger of what clients were told, against the database.

The invariants have the names of docs/delivery.md: I1 acknowledged means durable, I2 nothing accepted too
late or too early, I3 one of each, I4 scores are sums of marks, I5 typed is never nowhere, I6 the audit chain,
I7 back in time after a restart, I8 nobody sees another's data.
"""

from exams.services.verifying.ledger import UnreadableLedger
from exams.services.verifying.verify import verify

__all__ = ["UnreadableLedger", "verify"]
