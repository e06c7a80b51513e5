"""What the gateway makes of forms that it does not send itself: transfers of contacts, name servers as attributes."""

from datetime import UTC, datetime

import pytest

from epp_gateway.model.commands import ContactInfo, ContactTransfer, DomainUpdate
from epp_gateway.model.objects import AuthExt, ContactData, DomainData, HostAttribute, TransferData
from epp_gateway.model.plan import DomainDesired
from epp_gateway.model.responses import Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.operations.differences import apply_domain_update, domain_update
from epp_gateway.operations.evidence import Proof, questions, verdict
from epp_gateway.operations.progress import plain

SENT_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW = "2026-11-22T12:00:01Z"
CODE = Secret("Aa1!Aa1!")
REQUEST = ContactTransfer(id="C1", op="request", auth_info=CODE)
APPROVE = ContactTransfer(id="C1", op="approve")


def told(data: TransferData | ContactData | None, code: int = 1000) -> Response:
    return Response(results=(Result(code=code, message=""),), svtrid="S", data=data)


def moving(status: str, requested_by: str = "us") -> TransferData:
    return TransferData(
        kind="contact",
        name="C1",
        status=status,
        requested_by=requested_by,
        requested_at=NOW,
        acting="them",
        act_by=NOW,
    )


def contact(sponsor: str, transferred: str | None = None) -> ContactData:
    return ContactData(id="C1", roid="C-1", sponsor=sponsor, transferred=transferred)


def test_a_contact_is_asked_for_with_its_code_only_by_who_wants_it() -> None:
    asked, info = questions(REQUEST)
    assert (asked, info) == (
        ContactTransfer(id="C1", op="query", auth_info=CODE),
        ContactInfo(id="C1", auth_info=CODE),
    )
    assert questions(APPROVE) == (ContactTransfer(id="C1", op="query"), ContactInfo(id="C1"))


@pytest.mark.parametrize(
    ("command", "query", "info", "proof"),
    [
        (REQUEST, told(moving("pending")), told(contact("them")), Proof.PENDING),
        (REQUEST, told(moving("serverApproved")), told(contact("us")), Proof.DONE),
        (REQUEST, told(None, 2301), told(contact("us", NOW)), Proof.DONE),
        (REQUEST, told(None, 2301), told(contact("us")), Proof.UNKNOWN),
        (REQUEST, told(None, 2301), told(contact("them")), Proof.NOT_DONE),
        (APPROVE, told(moving("pending", "them")), told(contact("us")), Proof.NOT_DONE),
        (APPROVE, told(moving("clientApproved", "them")), told(contact("them")), Proof.DONE),
        (APPROVE, told(None, 2301), told(contact("them")), Proof.DONE),
    ],
)
def test_a_lost_reply_to_a_contacts_transfer_is_judged_as_a_domains(
    command: ContactTransfer, query: Response, info: Response, proof: Proof
) -> None:
    assert verdict(command, "us", SENT_AT, (query, info)).proof is proof


FOUND = DomainData(
    name="name.example",
    roid="D-1",
    host_attributes=(HostAttribute(name="ns1.name.example", addresses=("192.0.2.1",)), HostAttribute(name="ns.a.net")),
)


def test_name_servers_that_are_attributes_count_by_their_names() -> None:
    desired = DomainDesired(name="name.example", nameservers=("ns.a.net", "ns.b.net"))
    update = domain_update(desired, FOUND)
    assert (update.add_nameservers, update.rem_nameservers) == (("ns.b.net",), ("ns1.name.example",))
    after = apply_domain_update(FOUND, update)
    assert after["nameservers"] == ("ns.b.net",)
    assert after["host_attributes"] == (HostAttribute(name="ns.a.net"),)


def test_an_update_that_only_says_how_an_attribute_changes_is_one() -> None:
    assert not DomainUpdate(name="name.example", add_host_attributes=(HostAttribute(name="ns.a.net"),)).is_empty


def test_a_foreign_authorisation_is_no_part_of_an_outcome() -> None:
    found = ContactData(id="C1", roid="C-1", auth_info=Secret(""), auth_form=AuthExt(xml=Secret("<a>planted</a>")))
    assert "planted" not in repr(plain(found))
    assert "auth_form" not in plain(found)
