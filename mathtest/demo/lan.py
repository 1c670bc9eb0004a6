"""The demo for a classroom: TLS with a certificate made on this machine.

Browsers keep pages for offline use in secure contexts only, so plain http would do without reloading
offline. An authority of this machine's own signs a short-lived certificate for its addresses. A device that
trusts ``authority.crt`` has everything; one that does not shows a warning once and has all but that.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

__all__ = ["Tls", "lan_addresses", "make_certificate"]

AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 90  # devices refuse certificates that are valid for more than 398
RENEWED_BEFORE = timedelta(days=7)
OUTSIDE = "192.0.2.1"  # an address for documentation: asked for the way there, nothing is sent


@dataclass(frozen=True, slots=True)
class Tls:
    """The files a server needs, and the authority that devices may trust."""

    certificate: Path
    key: Path
    authority: Path


def lan_addresses() -> list[str]:
    """The IPv4 addresses by which others in the network reach this machine; empty without a network."""
    found = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect((OUTSIDE, 9))
        found.add(probe.getsockname()[0])
    with suppress(OSError):
        found.update(entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET))
    return sorted(str(each) for each in found if not ipaddress.ip_address(each).is_loopback)


def make_certificate(folder: Path, names: Iterable[str], *, now: datetime | None = None) -> Tls:
    """A certificate for ``names`` (addresses and host names), signed by the authority in ``folder``, which is
    made at the first call and kept, so that a device has to trust it once. A certificate that still serves is
    kept as well."""
    moment = now or datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    tls = Tls(folder / "server.crt", folder / "server.key", folder / "authority.crt")
    wanted = sorted(set(names))
    if _still_serves(tls, wanted, moment):
        return tls
    authority, authority_key = _authority(tls.authority, folder / "authority.key", moment)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(_subject("mathtest demo"), moment, CERTIFICATE_DAYS, key)
        .issuer_name(authority.subject)
        .add_extension(x509.SubjectAlternativeName([_name(each) for each in wanted]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    _write_key(tls.key, key)
    tls.certificate.write_bytes(_pem(certificate) + _pem(authority))
    return tls


def _still_serves(tls: Tls, wanted: list[str], now: datetime) -> bool:
    if not all(path.exists() for path in (tls.certificate, tls.key, tls.authority)):
        return False
    certificate = x509.load_pem_x509_certificate(tls.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = {str(name.value) for name in names}
    return covered.issuperset(wanted) and certificate.not_valid_after_utc > now + RENEWED_BEFORE


def _authority(
    path: Path, key_path: Path, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    if path.exists() and key_path.exists():
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return x509.load_pem_x509_certificate(path.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(f"mathtest on {socket.gethostname()}"[:64])
    may_sign = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    authority = (
        _builder(subject, now, AUTHORITY_DAYS, key)
        .issuer_name(subject)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(may_sign, critical=True)
        .sign(key, hashes.SHA256())
    )
    _write_key(key_path, key)
    path.write_bytes(_pem(authority))
    return authority, key


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, now: datetime, days: int, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Readable by its owner alone, from the first moment."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
