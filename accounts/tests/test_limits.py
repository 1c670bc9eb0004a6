from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts import limits
from accounts.errors import TooManyRequests

HOUR = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TWICE = limits.Limit.of("twice", "2/m")


@pytest.mark.parametrize(
    ("rate", "amount", "duration"),
    [("10/5m", 10, 300), ("300/m", 300, 60), ("200/h", 200, 3600), ("5/30s", 5, 30), ("1/d", 1, 86400)],
)
def test_limit_reads_a_rate(rate, amount, duration):
    assert limits.Limit.of("any", rate) == limits.Limit("any", amount, duration)


def test_limit_refuses_the_next_and_says_how_long_to_wait():
    with time_machine.travel(HOUR + timedelta(seconds=20), tick=False):
        limits.count(TWICE, "key")
        limits.count(TWICE, "key")
        with pytest.raises(TooManyRequests) as refusal:
            limits.count(TWICE, "key")

    assert refusal.value.retry_after == 40


def test_limit_begins_anew_after_its_window():
    with time_machine.travel(HOUR, tick=False) as clock:
        limits.count(TWICE, "key")
        limits.count(TWICE, "key")
        clock.shift(60)

        assert limits.count(TWICE, "key") is None


def test_limit_counts_each_key_by_itself():
    with time_machine.travel(HOUR, tick=False):
        limits.count(TWICE, "key")
        limits.count(TWICE, "key")

        assert limits.count(TWICE, "other") is None


def test_limit_gives_back_what_was_refunded():
    with time_machine.travel(HOUR, tick=False):
        limits.count(TWICE, "key")
        limits.count(TWICE, "key")
        limits.refund(TWICE, "key")

        assert limits.count(TWICE, "key") is None


def test_limit_refund_in_a_later_window_takes_nothing():
    with time_machine.travel(HOUR, tick=False) as clock:
        limits.count(TWICE, "key")
        clock.shift(60)
        limits.refund(TWICE, "key")
        limits.count(TWICE, "key")
        limits.count(TWICE, "key")

        with pytest.raises(TooManyRequests):
            limits.count(TWICE, "key")


def test_wrong_passwords_elsewhere_do_not_lock_out_where_the_account_signed_in():
    with time_machine.travel(HOUR, tick=False):
        limits.count_sign_in("student", "192.0.2.1")
        limits.refund_sign_in("student", "192.0.2.1")
        for n in range(100):
            limits.count_sign_in("student", f"198.51.100.{n}")

        with pytest.raises(TooManyRequests):
            limits.count_sign_in("student", "203.0.113.1")
        assert limits.count_sign_in("student", "192.0.2.1") is None


def test_changed_password_begins_the_count_anew():
    with time_machine.travel(HOUR, tick=False):
        for _ in range(10):
            limits.count_sign_in("student", "192.0.2.1")
        limits.forget_sign_in_failures("student")

        assert limits.count_sign_in("student", "192.0.2.1") is None


def test_limit_without_a_cache_counts_nothing(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    counted = [limits.count(TWICE, "key") for _ in range(5)]

    assert counted == [None] * 5
