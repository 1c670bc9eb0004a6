"""What the services of this app refuse, each with a code that the web layer words.

AccountError
├── ClassRefused       archived · membership_ended · name_taken · not_enrolled · not_staff · number_taken
├── JoinRefused        code_unknown · login_taken · staff · membership_ended
├── ResetRefused       not_enrolled
├── RosterChanged      roster_changed
├── RosterUnreadable   the codes of UNREADABLE in accounts/wording.py
├── TokenRefused       token_refused
└── TooManyRequests    too_many_requests
"""

__all__ = [
    "AccountError",
    "ClassRefused",
    "JoinRefused",
    "ResetRefused",
    "RosterChanged",
    "RosterUnreadable",
    "TokenRefused",
    "TooManyRequests",
]


class AccountError(Exception):
    """A refusal; ``code`` is stable and never shown to people as it is."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ClassRefused(AccountError):
    """A class, or a student's place in it, cannot be changed so."""


class JoinRefused(AccountError):
    """A class cannot be joined."""


class ResetRefused(AccountError):
    """A password cannot be reset."""


class RosterChanged(AccountError):
    """An import would not do any more what its preview said: something was changed in between."""

    def __init__(self) -> None:
        super().__init__("roster_changed")


class RosterUnreadable(AccountError):
    """A file is not a roster; ``values`` fill the sentence of ``code``."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.values = values


class TokenRefused(AccountError):
    """A refresh token is not, or no longer, good."""


class TooManyRequests(AccountError):
    """A limit was reached; ask again after ``retry_after`` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too_many_requests")
        self.retry_after = retry_after
