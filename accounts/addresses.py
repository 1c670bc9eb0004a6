"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

__all__ = ["client_address", "network"]


def client_address(request: HttpRequest) -> str | None:
    """The IP address of the client, or ``None`` when it cannot be known (a Unix socket, a broken header).

    Each of the ``TRUSTED_PROXY_COUNT`` proxies in front appends the address it was called from to
    X-Forwarded-For, so the entry that many places from the end is the last one a client cannot forge.
    Without proxies the header is whatever the client wrote, and is not read.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies and len(hops) >= proxies:
        return _valid(hops[-proxies])
    return _valid(request.META.get("REMOTE_ADDR", ""))


def network(address: str | None) -> str:
    """What limits count by: the address, or the /64 of an IPv6 address, which is one household.

    >>> network("192.0.2.7"), network("2001:db8::1:2"), network(None)
    ('192.0.2.7', '2001:db8::/64', 'unknown')
    """
    if address is None:
        return "unknown"
    if ipaddress.ip_address(address).version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False))


def _valid(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
