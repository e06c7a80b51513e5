"""registry-1.0 (Verisign). Whether a policy comes back from its XML: see `test_zone_policy`."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.epp.objects.registry import zone_of
from epp_gateway.model import commands as c
from epp_gateway.model import mappings as m
from epp_gateway.model.responses import Greeting, Response
from tests.epp.words import answered, asked

DAYS = {"redemption": 30, "restore_report": 7, "pending_delete": 5}
THIN = m.ZonePolicy(
    name="example",
    group="THIN",
    sub_product="dotEXAMPLE",
    created="2025-01-01T00:00:00Z",
    updated="2026-01-01T00:00:00Z",
    names=(
        m.ZoneNameRule(
            level=2,
            length=m.ZoneAmount(least=3, most=63),
            alnum_start=True,
            alnum_end=True,
            only_dns_chars=True,
            patterns=("^[a-z&]+$",),
        ),
    ),
    idna="2008",
    premium_supported=False,
    contacts_supported=False,
    nameservers=m.ZoneAmount(least=0, most=13),
    child_hosts=m.ZoneAmount(least=0),
    terms=(
        m.ZoneTermRule(
            command="create",
            least=m.ZoneSpan(value=1, unit="y"),
            most=m.ZoneSpan(value=10, unit="y"),
            default=m.ZoneSpan(value=1, unit="y"),
        ),
        m.ZoneTermRule(command="transfer", is_server_decided=True),
    ),
    transfer_hold=m.ZoneSpan(value=5, unit="d"),
    grace=(
        m.ZoneGraceRule(command="create", span=m.ZoneSpan(value=5, unit="d")),
        m.ZoneGraceRule(command="autoRenew", span=m.ZoneSpan(value=45, unit="d")),
    ),
    **{end: m.ZoneSpan(value=days, unit="d") for end, days in DAYS.items()},
    ds=m.ZoneDsRule(number=m.ZoneAmount(least=0, most=10), algorithms=(8, 13), digests=(1, 2, 3, 4)),
    check_domains=20,
    statuses=("ok", "clientHold"),
    internal_hosts=m.ZoneAddressRule(addresses=m.ZoneAmount(least=1, most=13), shared="perSystem"),
    external_hosts=m.ZoneAddressRule(addresses=m.ZoneAmount(least=0, most=0), shared="perSystem"),
    check_hosts=20,
)
THICK = m.ZonePolicy(
    name="beispiel",
    contacts_supported=True,
    contacts=(
        m.ZoneContactRule(role="admin", number=m.ZoneAmount(least=1, most=4)),
        m.ZoneContactRule(role="tech", number=m.ZoneAmount(least=1, most=2)),
    ),
    keys=m.ZoneDsRule(number=m.ZoneAmount(most=4), algorithms=(13,)),
    contact_shared="perZone",
    takes_int=True,
    takes_loc=False,
    contact_fields=m.ZoneContactFields(
        name=m.ZoneFieldRule(length=m.ZoneAmount(least=5, most=15)),
        street=m.ZoneFieldRule(length=m.ZoneAmount(least=1, most=40), entries=m.ZoneAmount(least=1, most=3)),
        pc=m.ZoneFieldRule(length=m.ZoneAmount(most=16)),
        voice_required=False,
    ),
    check_contacts=5,
)

COMMANDS: dict[str, c.Request] = {
    "verisign/registry-check.command.xml": asked(m.RegistryCheck(names=("example", "beispiel"))),
    "verisign/registry-info.command.xml": asked(m.RegistryInfo(name="example")),
    "verisign/registry-list.command.xml": asked(m.RegistryInfo()),
}

ANSWERS: dict[str, Greeting | Response] = {
    "verisign/registry-check.response.xml": answered(
        m.ZoneChecks(
            items=(
                m.ZoneCheck(name="example", available=False, reason="Already there"),
                m.ZoneCheck(name="beispiel", available=True),
            )
        )
    ),
    "verisign/registry-thin.response.xml": answered(zone_of(THIN)),
    "verisign/registry-thick.response.xml": answered(zone_of(THICK)),
    "verisign/registry-list.response.xml": answered(
        m.ZoneList(
            zones=(
                m.ZoneSummary(name="example", created="2025-01-01T00:00:00Z", updated="2026-01-01T00:00:00Z"),
                m.ZoneSummary(name="beispiel"),
            )
        )
    ),
}

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (m.Zone, "policy"): st.just(THIN),
    (m.Zone, "xml"): st.just(zone_of(THIN).xml),
}
