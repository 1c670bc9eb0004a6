"""How often one may ask: counters in the cache, one per limit, key and window of time.

A counter is one atomic increment, so a class that arrives at once waits for nobody. A cache that is
down counts nothing: sign-in goes on, and nobody is locked out by a fault of ours.

Nobody can lock a student out from elsewhere. Wrong passwords are counted narrowly for an account
*and* the address they come from; the wide count over all addresses is not applied where that
account has signed in lately.
"""

import hashlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from accounts.addresses import network
from accounts.errors import TooManyRequests
from accounts.identifiers import normal_login
from accounts.models import User

__all__ = [
    "Limit",
    "count",
    "count_bank_file",
    "count_held_answer",
    "count_join",
    "count_join_code",
    "count_roster",
    "count_sign_in",
    "count_wrong_join_code",
    "forget_sign_in_failures",
    "refund_sign_in",
]

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
KNOWN_ADDRESS_S = 30 * 86400


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``amount`` in each window of ``duration`` seconds."""

    name: str
    amount: int
    duration: int

    @classmethod
    def of(cls, name: str, rate: str) -> "Limit":
        """The limit that ``rate`` spells.

        >>> Limit.of("code", "200/h")
        Limit(name='code', amount=200, duration=3600)
        """
        amount, _slash, duration = rate.partition("/")
        return cls(name, int(amount), int(duration[:-1] or 1) * UNITS[duration[-1]])


WRONG_HERE = Limit.of("wrong_password_here", "10/5m")
WRONG_ANYWHERE = Limit.of("wrong_password_anywhere", "100/h")
ROSTERS = Limit.of("rosters", "120/h")
HELD_ANSWERS = Limit.of("held_answers", "600/h")
BANK_FILES = Limit.of("bank_files", "120/h")
WRONG_FROM_ADDRESS = Limit.of("wrong_password_from_address", "300/m")


def count(limit: Limit, *key: str) -> None:
    """Count one more for ``key``; raises TooManyRequests beyond the limit."""
    window, elapsed = divmod(int(time.time()), limit.duration)
    if _increment(_cache_key(limit.name, *key, str(window)), limit.duration) > limit.amount:
        raise TooManyRequests(limit.duration - elapsed)


def refund(limit: Limit, *key: str) -> None:
    """Take back one that was counted for ``key`` in this window."""
    window = int(time.time()) // limit.duration
    try:
        cache.decr(_cache_key(limit.name, *key, str(window)))
    except ValueError:
        return  # the window it was counted in is over


def count_sign_in(login: str, address: str | None) -> None:
    """Count a sign-in as failed until ``refund_sign_in`` says it was not; raises TooManyRequests.

    Counting before the password is checked leaves no gap for many guesses sent at once.
    """
    for limit, key in _sign_in_limits(login, address):
        count(limit, *key)


def refund_sign_in(login: str, address: str | None) -> None:
    """The sign-in that was counted succeeded: it costs nothing, and ``address`` is known from now on."""
    for limit, key in _sign_in_limits(login, address):
        refund(limit, *key)
    cache.set(_known_key(login, address), 1, KNOWN_ADDRESS_S)


def forget_sign_in_failures(login: str) -> None:
    """Start the counts of ``login`` anew, because its password was just changed."""
    cache.set(_round_key(login), time.time_ns(), WRONG_ANYWHERE.duration)


def count_join(address: str | None) -> None:
    """Count a form that was sent to join a class; raises TooManyRequests."""
    count(_join_limit("address"), network(address))


def count_wrong_join_code(address: str | None) -> None:
    """Count a class code that opens nothing; raises TooManyRequests."""
    count(_join_limit("code_failed_address"), network(address))


def count_join_code(code: str) -> None:
    """Count a use of a class code that opens a class; raises TooManyRequests."""
    count(_join_limit("code"), code)


def count_roster(user: User) -> None:
    """Count a roster file that ``user`` sent; raises TooManyRequests."""
    count(ROSTERS, str(user.pk))


def count_bank_file(user: User) -> None:
    """Count a file of questions that ``user`` sent; raises TooManyRequests."""
    count(BANK_FILES, str(user.pk))


def count_held_answer(address: str | None) -> None:
    """Count an answer that is held for somebody who is not signed in; raises TooManyRequests."""
    count(HELD_ANSWERS, network(address))


def _sign_in_limits(login: str, address: str | None) -> list[tuple[Limit, tuple[str, ...]]]:
    account = normal_login(login)
    place = network(address)
    since = str(cache.get(_round_key(login), 0))
    limits: list[tuple[Limit, tuple[str, ...]]] = [
        (WRONG_HERE, (account, place, since)),
        (WRONG_FROM_ADDRESS, (place,)),
    ]
    if cache.get(_known_key(login, address)) is None:
        limits.append((WRONG_ANYWHERE, (account, since)))
    return limits


def _join_limit(name: str) -> Limit:
    return Limit.of(f"join_{name}", settings.JOIN_CODE_RATE_LIMITS[name])


def _known_key(login: str, address: str | None) -> str:
    return _cache_key("known_address", normal_login(login), network(address))


def _round_key(login: str) -> str:
    return _cache_key("sign_in_round", normal_login(login))


def _cache_key(*parts: str) -> str:
    # A digest, because keys have a length and an alphabet, and because logins do not belong in a cache.
    return "limit:" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _increment(key: str, duration: int) -> int:
    cache.add(key, 0, timeout=duration)
    try:
        return cache.incr(key) or 0  # a Redis that is down answers None
    except ValueError:
        return 0  # dropped between the two calls: as good as new
