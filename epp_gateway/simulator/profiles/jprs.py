"""The JPRS-style profile: our approximation from public rules, not the interface of JPRS. Data and hooks only."""

import re
from datetime import datetime, timedelta

from epp_gateway.epp.jp_names import family_of
from epp_gateway.epp.xml.namespaces import JPRS as JPRS_URI
from epp_gateway.epp.xml.namespaces import RGP
from epp_gateway.model.commands import ContactCreate, DomainCreate, DomainRenew, DomainTransfer, Request
from epp_gateway.model.extensions import JprsContact, JprsDomain, JprsTransfer
from epp_gateway.model.intent import ObjectKind
from epp_gateway.model.jp_labels import ORGANISATIONAL, PREFECTURES
from epp_gateway.simulator.dates import add_japanese_years, month_end
from epp_gateway.simulator.refusal import Refused

from .shape import Profile

_RESERVED = re.compile(r"example[0-9]?")


def _admit(request: Request) -> None:
    """Refuse what .jp does not know (jprs-profile, section Commands)."""
    match request.command:
        case DomainRenew():
            raise Refused(2101, "names under .jp are extended by the registry; there is no renew")
        case DomainCreate() as command:
            _admit_create(command, request)
        case DomainTransfer(op="request") as command:
            _admit_transfer(command, request)
        case ContactCreate() as command:
            _admit_contact(command, request)
        case _:
            return


def _admit_create(command: DomainCreate, request: Request) -> None:
    if command.period is not None and command.period.months != 12:
        raise Refused(2306, "the period of a .jp name is one year", value=str(command.period.value))
    if command.registrant is None:
        raise Refused(2003, "a .jp name needs a registrant")
    named = next((ext.family for ext in request.extensions if isinstance(ext, JprsDomain)), None)
    if named is not None and named != family_of(command.name):
        raise Refused(2306, f"the name is not of the family {named}", value=command.name)


def _admit_transfer(command: DomainTransfer, request: Request) -> None:
    if command.period is not None:
        raise Refused(2306, "an agent change adds no term, so that it takes no period", value=str(command.period.value))
    method = next((ext.method for ext in request.extensions if isinstance(ext, JprsTransfer)), "agent-change")
    if method != "agent-change":
        raise Refused(2102, f"the method {method} is not offered by this simulator", value=method)


def _admit_contact(command: ContactCreate, request: Request) -> None:
    if not any(isinstance(ext, JprsContact) for ext in request.extensions):
        raise Refused(2003, "a contact needs the jprs extension that names its kind", value=command.id)
    foreign = next((postal.cc for postal in command.postal if postal.cc != "JP"), None)
    if foreign is not None:
        raise Refused(2306, "the country of a .jp contact is JP", value=foreign)


def _flaw(name: str) -> str | None:
    label, _, zone = name.partition(".")
    family = family_of(name)
    if family == "organisational":
        return "Organisational: not offered here"
    if zone == "jp" and label in ORGANISATIONAL | PREFECTURES:
        return "Reserved"
    return "Reserved" if _RESERVED.fullmatch(label) else None


def _roid(kind: ObjectKind, number: int, _name: str) -> str:
    return f"{kind[0].upper()}{number}-JPSIM"


def _expiry(created: datetime, years: int) -> datetime:
    return month_end(created, 12 * years)


JPRS = Profile(
    id="jprs",
    server_id="Simulator: JPRS-style approximation, not JPRS",
    tlds=("jp",),
    zones=frozenset({"jp"} | {f"{second}.jp" for second in ORGANISATIONAL | PREFECTURES}),
    extensions=(JPRS_URI, RGP),
    roid=_roid,
    admit=_admit,
    flaw=_flaw,
    expiry=_expiry,
    extend=add_japanese_years,
    ending="month-end",
    min_label=3,
    max_years=1,
    transfer_window=timedelta(days=10),
    transfer_years=None,
    auth_readable=False,
    auth_life=timedelta(days=35),
    registrant_kind="registrant",
    postal_types=("loc", "int"),
)
