"""From where an exam may be opened: networks as people write them, and whether an address is in one."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

__all__ = ["is_within", "parse_network"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def parse_network(text: str) -> str:
    """The network that ``text`` names, in its usual spelling: ``10.20.0.0/16``; a single address is a network
    of one. Bits behind the prefix are cleared, so that an address of a room with its prefix will do. Raises
    ValueError."""
    network: Network = ipaddress.ip_network(text.strip(), strict=False)
    mapped = _mapped(network.network_address)
    if mapped is not None and network.prefixlen >= 96:
        network = ipaddress.ip_network((mapped, network.prefixlen - 96), strict=False)
    return str(network)


def is_within(networks: Iterable[str], address: str | None) -> bool:
    """Whether ``address`` is in one of ``networks``, or there are none. An address that nobody knows is in no
    network. An IPv4 address may come written as IPv6 (``::ffff:10.20.0.7``), as a server that listens on both
    sees it."""
    allowed = [ipaddress.ip_network(network, strict=False) for network in networks]
    if not allowed:
        return True
    try:
        seen: Address = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    seen = _mapped(seen) or seen
    return any(seen in network for network in allowed)


def _mapped(address: Address) -> ipaddress.IPv4Address | None:
    return address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
