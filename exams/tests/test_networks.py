"""Networks as people write them, and the addresses that are in them."""

from __future__ import annotations

import pytest

from exams.networks import is_within, parse_network


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("10.20.0.0/16", "10.20.0.0/16"),
        (" 10.20.3.4/16 ", "10.20.0.0/16"),
        ("192.0.2.7", "192.0.2.7/32"),
        ("10.20.0.0/255.255.0.0", "10.20.0.0/16"),
        ("2001:DB8::1/32", "2001:db8::/32"),
        ("::ffff:10.20.0.0/112", "10.20.0.0/16"),
    ],
)
def test_network_is_read_as_people_write_it(text: str, network: str) -> None:
    assert parse_network(text) == network


@pytest.mark.parametrize("text", ["", "school", "10.20.0.0/33", "10.20.0.0-10.20.0.9", "10.20", "10.20.*.*"])
def test_text_that_is_no_network_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_network(text)


@pytest.mark.parametrize(
    ("address", "is_in"),
    [
        ("10.20.3.4", True),
        ("::ffff:10.20.3.4", True),
        ("10.21.3.4", False),
        ("2001:db8::5", True),
        ("2001:db9::5", False),
        ("", False),
        ("unknown", False),
        (None, False),
    ],
)
def test_address_is_in_a_network_or_not(address: str | None, is_in: bool) -> None:
    assert is_within(["10.20.0.0/16", "2001:db8::/32"], address) is is_in


def test_without_networks_every_address_will_do() -> None:
    assert is_within([], "192.0.2.7")
    assert is_within([], None)
