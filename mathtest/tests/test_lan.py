"""The demo for a classroom: a certificate that a device can trust, and a server that uses it."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import stat
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from mathtest.demo.lan import Tls, lan_addresses, make_certificate
from mathtest.demo.serving import Place, demo_commands, serve

NAMES = ("localhost", "127.0.0.1", "192.168.0.17")
NOW = datetime.now(UTC)


@pytest.fixture
def tls(tmp_path: Path) -> Tls:
    return make_certificate(tmp_path, NAMES, now=NOW)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_demo_answers_over_tls_to_who_trusts_the_authority(tls: Tls, port: int) -> None:
    place = Place(port, tls=tls, environment={"HTTPS": "1", "ALLOWED_HOSTS": "127.0.0.1,localhost"})
    seen = []

    def is_up() -> None:
        for host in ("127.0.0.1", "localhost"):
            trusting = ssl.create_default_context(cafile=tls.authority)
            page = urllib.request.urlopen(f"https://{host}:{port}/health", context=trusting)
            seen.append((page.status, page.headers.get("Strict-Transport-Security")))
        os.kill(os.getpid(), signal.SIGINT)

    serve({"server": demo_commands(place)["server"]}, place=place, is_up=is_up)

    assert seen == [(200, None)] * 2


def test_certificate_is_kept_while_it_serves(tls: Tls, tmp_path: Path) -> None:
    before = tls.certificate.read_bytes()

    again = make_certificate(tmp_path, NAMES[:2], now=NOW + timedelta(days=80))

    assert (again, again.certificate.read_bytes()) == (tls, before)


@pytest.mark.parametrize(
    ("names", "days"), [((*NAMES, "10.0.0.5"), 0), (NAMES, 84)], ids=["another address", "about to end"]
)
def test_certificate_is_made_anew_by_the_same_authority(
    tls: Tls, tmp_path: Path, names: tuple[str, ...], days: int
) -> None:
    authority, certificate = tls.authority.read_bytes(), tls.certificate.read_bytes()

    make_certificate(tmp_path, names, now=NOW + timedelta(days=days))

    leaf = x509.load_pem_x509_certificate(tls.certificate.read_bytes())
    assert tls.authority.read_bytes() == authority
    assert tls.certificate.read_bytes() != certificate
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(authority))


def test_keys_are_readable_by_their_owner_alone(tls: Tls) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tls.key, tls.key.with_name("authority.key"))}

    assert modes == {0o600}


def test_addresses_are_those_that_others_can_use() -> None:
    assert not [address for address in lan_addresses() if address.startswith("127.")]
