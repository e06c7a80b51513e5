"""Makes an `AccountConfig` out of one registry file."""

from ipaddress import ip_address
from typing import Any

from epp_gateway.model.account import Account
from epp_gateway.model.commands import Command, DomainCheck, Poll
from epp_gateway.model.errors import BadValue
from epp_gateway.model.names import parse_name
from epp_gateway.pool.settings import Deadlines, Endpoint, Limits, Pace, PoolSettings, TlsSettings

from .capabilities import BY_DIALECT, capabilities_of
from .config_fields import split_endpoint
from .config_mistakes import Source
from .config_references import References, existing_file
from .config_shapes import RegistryFile, Table
from .settings import AccountConfig


def account_of(source: Source, shape: RegistryFile, references: References) -> AccountConfig:
    """The account a registry file describes; mistakes are noted in the source."""
    return AccountConfig(account=_account(source, shape), pool=_pool(source, shape, references))


def _account(source: Source, shape: RegistryFile) -> Account:
    try:
        capabilities = capabilities_of(shape.dialect, _given(shape.capabilities))
    except ValueError as error:
        source.add(("capabilities",), str(error))
        capabilities = BY_DIALECT[shape.dialect]
    return Account(
        id=shape.id,
        environment=shape.environment,
        clid=shape.credentials.clid,
        tlds=tuple(shape.tlds),
        dialect=shape.dialect,
        capabilities=capabilities,
        panels=tuple(shape.panels),
        zones=tuple(shape.zones),
        packs=tuple(shape.packs),
        settle_seconds=shape.settle_seconds,
        deadline_seconds=shape.deadline_seconds,
    )


def _pool(source: Source, shape: RegistryFile, references: References) -> PoolSettings:
    return PoolSettings(
        account=shape.id,
        clid=shape.credentials.clid,
        password=references.secret(source, ("credentials", "password"), shape.credentials.password),
        endpoints=tuple(Endpoint(host=host, port=port) for host, port in map(split_endpoint, shape.endpoints)),
        tls=_tls(source, shape),
        expected_server_id=shape.server_id,
        proof=_proof(source, shape),
        source_address=_source_address(source, shape),
        full_codes=tuple(shape.full_codes),
        dialect=shape.dialect,
        deadlines=Deadlines(**_given(shape.deadlines)),
        limits=_limits(source, shape),
        pace=Pace(**_given(shape.pace)),
    )


def _tls(source: Source, shape: RegistryFile) -> TlsSettings:
    tls = shape.tls
    if tls.key and not tls.cert:
        source.add(("tls", "key"), "stands without `cert`")
    return TlsSettings(
        ca_file=existing_file(source, ("tls", "ca"), tls.ca),
        cert_file=existing_file(source, ("tls", "cert"), tls.cert),
        key_file=existing_file(source, ("tls", "key"), tls.key),
        server_name=tls.server_name,
    )


def _limits(source: Source, shape: RegistryFile) -> Limits:
    try:
        return Limits(**_given(shape.limits))
    except ValueError as error:
        source.add(("limits",), str(error))
        return Limits()


def _proof(source: Source, shape: RegistryFile) -> Command:
    if shape.proof_check is None:
        return Poll(op="req")
    try:
        return DomainCheck(names=(parse_name(shape.proof_check).ascii,))
    except BadValue as error:
        source.add(("proof_check",), error.reason)
        return Poll(op="req")


def _source_address(source: Source, shape: RegistryFile) -> str | None:
    try:
        return None if shape.source_address is None else str(ip_address(shape.source_address))
    except ValueError:
        source.add(("source_address",), f"`{shape.source_address}` is no IP address")
        return None


def _given(table: Table) -> dict[str, Any]:
    """What the file says; keys that it leaves out keep the defaults of whoever uses them."""
    return table.model_dump(exclude_none=True)
