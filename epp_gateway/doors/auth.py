"""Who knocks: reads a bearer token out of a header and tells whether a client is on this machine.

It never keeps, logs or compares a token; that is for whoever holds the hashes.
"""

import ipaddress
import re
from collections.abc import Collection

# RFC 6750 section 2.1: b64token; bounded, so that nobody makes us hash a megabyte.
_BEARER = re.compile(r"bearer +([A-Za-z0-9\-._~+/]{1,512}=*)", re.IGNORECASE)

FORWARDING_HEADERS = frozenset({b"forwarded", b"x-forwarded-for", b"x-real-ip"})


def bearer_token(authorization: str | None) -> str | None:
    """Give the token of an Authorization header, or None where there is no well-formed one."""
    found = _BEARER.fullmatch(authorization.strip()) if authorization else None
    return found[1] if found else None


def is_local(client: tuple[str, int] | None, headers: Collection[bytes]) -> bool:
    """Whether a request comes from this machine itself.

    Args:
        client: the peer's address and port, None where the server does not know it.
        headers: lower-case names of the request's headers; one that says that the request was forwarded means that
            the peer is only a proxy.
    """
    if client is None or FORWARDING_HEADERS.intersection(headers):
        return False
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback
