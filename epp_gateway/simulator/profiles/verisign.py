"""The Verisign-style profile: com and net on one server (registry facts B1 to B6). Data and hooks only."""

from epp_gateway.epp.xml.namespaces import NAMESTORE, RGP
from epp_gateway.model.commands import (
    Command,
    DomainCheck,
    DomainCreate,
    DomainUpdate,
    Request,
    object_of,
    verb_of,
)
from epp_gateway.model.extensions import NameStore, NameStoreError
from epp_gateway.model.intent import ObjectKind
from epp_gateway.simulator.refusal import Refused

from .shape import Profile

_SUB_PRODUCTS = {"com": "dotCOM", "net": "dotNET"}


def _admit(request: Request) -> None:
    """Refuse what com and net refuse (facts B2 and B5)."""
    kind = verb_of(request.command).partition(".")[0]
    if kind not in {"domain", "host", "contact"}:
        return
    chosen = next((ext.sub_product for ext in request.extensions if isinstance(ext, NameStore)), None)
    if kind == "contact":
        words = f"Sub product {chosen or 'dotCOM'} does NOT support contact"
        raise Refused(2306, words, message=words)
    if chosen is None:
        _refuse_store("NameStore Extension not provided")
    elif chosen not in _SUB_PRODUCTS.values():
        _refuse_store(f"Specified sub-product does not exist: {chosen}")
    if kind == "domain":
        _check_domain(request.command, chosen)


def _refuse_store(words: str) -> None:
    raise Refused(2306, words, message=words, extensions=(NameStoreError(code=1, message=words),))


def _check_domain(command: Command, chosen: str | None) -> None:
    # A check may ask about both zones at once; other commands name one domain of the chosen zone.
    if not isinstance(command, DomainCheck):
        name = object_of(command) or ""
        zone = _SUB_PRODUCTS.get(name.rpartition(".")[2])
        if zone is not None and zone != chosen:
            _refuse_store(f"The name {name} does not belong to the sub-product {chosen}")
    match command:
        case DomainCreate() if command.registrant or command.contacts:
            raise Refused(2102, "contacts of a domain are not supported")
        case DomainUpdate() if command.registrant or command.add_contacts or command.rem_contacts:
            raise Refused(2102, "contacts of a domain are not supported")
        case _:
            return


def _roid(kind: ObjectKind, number: int, name: str) -> str:
    zone = name.rpartition(".")[2].upper() if kind == "domain" else "CNE"
    return f"{number}_{kind.upper()}_{zone}-VRSN"


VERISIGN = Profile(
    id="verisign",
    server_id="Simulator: Verisign-style Com/Net registry",
    tlds=("com", "net"),
    zones=frozenset({"com", "net"}),
    # contact is announced and refused, as the real server does (facts B3).
    extensions=(NAMESTORE, RGP),
    roid=_roid,
    admit=_admit,
    min_label=3,
    open_info=False,
    auth_length=(8, 32),
    strict_updates=True,
    delete_blockers=frozenset({"clientDeleteProhibited", "serverDeleteProhibited", "clientUpdateProhibited"}),
    check_limit=20,
    echo_on_syntax_error=False,
)
