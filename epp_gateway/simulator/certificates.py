"""A throw-away certificate authority for one run: a server certificate for loopback, a client certificate per account.

Keys are made afresh, live in a private folder as long as the simulator, and are good for nothing else.
"""

import ipaddress
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from epp_gateway.model.errors import ConfigError

# Certificates live in the machine's time, not in the simulated one. The span is wide, so that a machine whose
# clock is wrong can still use them; no clock has to be read for that.
_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_UNTIL = _FROM + timedelta(days=365 * 40)

_LOOPBACK = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    x509.IPAddress(ipaddress.ip_address("::1")),
)


@dataclass(frozen=True)
class Files:
    """Where the certificates lie. `clients` gives for an account its certificate with the key in the same file."""

    ca: Path
    certificate: Path
    key: Path
    clients: dict[str, Path]


def find(folder: Path, clids: Iterable[str]) -> Files:
    """Take the certificates of a folder: `ca.pem`, `server.pem`, `server.key`, and `CLID.pem` where there are any.

    Raises:
        ConfigError: naming each file that is missing.
    """
    ca, certificate, key = (folder / name for name in ("ca.pem", "server.pem", "server.key"))
    missing = [f"{path}: this file is missing" for path in (ca, certificate, key) if not path.is_file()]
    if missing:
        raise ConfigError(missing)
    clients = {clid: folder / f"{clid}.pem" for clid in clids}
    return Files(ca, certificate, key, {clid: path for clid, path in clients.items() if path.is_file()})


def make(folder: Path, clids: Iterable[str]) -> Files:
    """Make an authority and every certificate of a simulator in an empty private folder."""
    authority = ec.generate_private_key(ec.SECP256R1())
    name = _name("epp-gateway simulator, throw-away authority")
    root = _builder(name, name, authority).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    root = root.add_extension(_CA_USAGE, critical=True)
    root = root.add_extension(x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), critical=False)
    _write(folder / "ca.pem", _pem(root.sign(authority, hashes.SHA256())))
    certificate, key = _issue(authority, name, "localhost", ExtendedKeyUsageOID.SERVER_AUTH, _LOOPBACK)
    _write(folder / "server.pem", certificate)
    _write(folder / "server.key", key)
    clients = {}
    for clid in clids:
        certificate, key = _issue(authority, name, clid, ExtendedKeyUsageOID.CLIENT_AUTH, (x509.DNSName(clid),))
        clients[clid] = folder / f"{clid}.pem"
        _write(clients[clid], certificate + key)
        _write(folder / f"{clid}.key", key)
    return Files(folder / "ca.pem", folder / "server.pem", folder / "server.key", clients)


def server_context(files: Files, *, require_client: bool) -> ssl.SSLContext:
    """The server's side of TLS: 1.2 or newer, a client certificate asked for or required (RFC 5734 section 9).

    Raises:
        ConfigError: when the files do not fit together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED if require_client else ssl.CERT_OPTIONAL
    try:
        context.load_cert_chain(files.certificate, files.key)
        context.load_verify_locations(files.ca)
    except ssl.SSLError as error:
        raise ConfigError([f"{files.certificate.parent}: these certificates cannot be used: {error.reason}"]) from None
    return context


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


_CA_USAGE = _usage(signs_certificates=True)
_END_USAGE = _usage(signs_certificates=False)


def _issue(
    authority: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    common: str,
    purpose: x509.ObjectIdentifier,
    names: Iterable[x509.GeneralName],
) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    built = (
        _builder(_name(common), issuer, key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_END_USAGE, critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _pem(built.sign(authority, hashes.SHA256())), text


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
