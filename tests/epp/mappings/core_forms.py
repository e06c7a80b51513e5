"""RFC 5730 to 5733: the rarer forms, each where a frame has a choice."""

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.model import commands as c
from epp_gateway.model import objects as o
from epp_gateway.model.responses import (
    DataPolicy,
    ExtValue,
    Greeting,
    MessageQueue,
    Purpose,
    Recipients,
    Response,
    Result,
    Statement,
)
from epp_gateway.model.secret import Secret
from tests.epp.draw import values
from tests.epp.words import (
    ABROAD,
    CODE,
    CONTACT,
    DOMAIN,
    DOMAIN_STATUSES,
    HOME,
    HOST,
    INSTANTS,
    OTHER_STATUSES,
    answered,
    asked,
    lines,
    tuples,
)

EPP = "urn:ietf:params:xml:ns:epp-1.0"
BAD_NAME = f'<domain:name xmlns:domain="{DOMAIN}">-.com</domain:name>'
HOLDERS = o.AuthRoid(roid="C17_EXAMPLE-REP")
# What is kept as text declares every prefix that was in scope: here that of the object's own mapping.
VOUCHED = o.AuthExt(
    xml=Secret(
        f'<contact:info xmlns:contact="{CONTACT}" xmlns:domain="{DOMAIN}"><contact:id>HOLDER-1</contact:id>'
        "<contact:authInfo><contact:pw>Tr4nsfer-&amp;-code</contact:pw></contact:authInfo></contact:info>"
    )
)
BY_NAME = o.AuthExt(
    xml=Secret(
        f'<host:info xmlns:contact="{CONTACT}" xmlns:host="{HOST}"><host:name>ns1.example.com</host:name></host:info>'
    )
)
INSIDE = o.HostAttribute(name="ns1.example.com", addresses=("192.0.2.1", "2001:db8::1"))
OUTSIDE = o.HostAttribute(name="ns1.example.net")
UNPAID = o.Status(value="clientHold", text="Le paiement n'est pas arrivé", lang="fr")
NOTED = o.Status(value="clientUpdateProhibited", text="By request")
SHOWN = o.Disclosure(flag=True, name=("int", "loc"), org=("int",), addr=("loc",), voice=True, fax=True, email=True)
HIDDEN = o.Disclosure(flag=False, voice=True, email=True)
PLACE = o.Place(street=("1-2-3 Midoricho",), city="Chiyoda-ku", sp="13", pc="100-0001", cc="JP")

COMMANDS: dict[str, c.Request] = {
    "rfc/5730/login-least.command.xml": c.Request(
        command=c.Login(clid="panel-one", password=Secret("open&Sesame"), objects=(DOMAIN,), lang="fr-CA")
    ),
    "rfc/5731/info-least.command.xml": c.Request(command=c.DomainInfo(name="example.com")),
    "rfc/5731/info-holder.command.xml": asked(
        c.DomainInfo(name="example.com", hosts="none", auth_info=CODE, auth_form=HOLDERS)
    ),
    "rfc/5731/info-vouched.command.xml": asked(
        c.DomainInfo(name="example.com", hosts="sub", auth_info=Secret(""), auth_form=VOUCHED)
    ),
    "rfc/5731/create-least.command.xml": asked(c.DomainCreate(name="example.com", auth_info=Secret(""))),
    "rfc/5731/create-attributes.command.xml": asked(
        c.DomainCreate(
            name="example.com",
            host_attributes=(INSIDE, OUTSIDE),
            contacts=(o.DomainContact(role=None, id="PERSON-1"), o.DomainContact(role="billing", id="PERSON-2")),
            auth_info=Secret(""),
            auth_form=VOUCHED,
        )
    ),
    "rfc/5731/renew-least.command.xml": asked(c.DomainRenew(name="example.com", cur_exp_date="2027-03-31")),
    "rfc/5731/transfer-holder.command.xml": asked(
        c.DomainTransfer(name="example.com", op="request", auth_info=CODE, auth_form=HOLDERS)
    ),
    "rfc/5731/update-attributes.command.xml": asked(
        c.DomainUpdate(
            name="example.com",
            add_host_attributes=(INSIDE,),
            rem_host_attributes=(OUTSIDE,),
            add_contacts=(o.DomainContact(role=None, id="PERSON-1"),),
            add_statuses=("clientHold", "clientDeleteProhibited", "clientUpdateProhibited"),
            status_texts=(UNPAID, NOTED),
            auth_info=Secret(""),
            auth_form=VOUCHED,
        )
    ),
    "rfc/5731/update-clear-all.command.xml": asked(
        c.DomainUpdate(name="example.com", registrant="", auth_info=Secret(""))
    ),
    "rfc/5731/update-holder.command.xml": asked(
        c.DomainUpdate(name="example.com", auth_info=Secret(""), auth_form=HOLDERS)
    ),
    "rfc/5732/create-least.command.xml": asked(c.HostCreate(name="ns1.example.net")),
    "rfc/5732/update-noted.command.xml": asked(
        c.HostUpdate(name="ns1.example.com", add_statuses=("clientUpdateProhibited",), status_texts=(NOTED,))
    ),
    "rfc/5733/info-least.command.xml": asked(c.ContactInfo(id="HOLDER-1")),
    "rfc/5733/info-vouched.command.xml": asked(c.ContactInfo(id="HOLDER-1", auth_info=Secret(""), auth_form=BY_NAME)),
    "rfc/5733/create-disclose.command.xml": asked(
        c.ContactCreate(
            id="HOLDER-1",
            postal=(o.PostalInfo(type="int", name="Hanako Yamada", city="Chiyoda-ku", cc="JP"),),
            email="hanako@example.jp",
            auth_info=CODE,
            auth_form=HOLDERS,
            disclose=SHOWN,
        )
    ),
    "rfc/5733/transfer-request.command.xml": asked(c.ContactTransfer(id="HOLDER-1", op="request", auth_info=CODE)),
    "rfc/5733/transfer-query.command.xml": asked(
        c.ContactTransfer(id="HOLDER-1", op="query", auth_info=Secret(""), auth_form=BY_NAME)
    ),
    "rfc/5733/transfer-approve.command.xml": asked(c.ContactTransfer(id="HOLDER-1", op="approve")),
    "rfc/5733/transfer-reject.command.xml": asked(c.ContactTransfer(id="HOLDER-1", op="reject")),
    "rfc/5733/transfer-cancel.command.xml": asked(c.ContactTransfer(id="HOLDER-1", op="cancel")),
    "rfc/5733/update-parts.command.xml": asked(
        c.ContactUpdate(
            id="HOLDER-1",
            add_statuses=("clientUpdateProhibited",),
            status_texts=(replace(NOTED, lang="en"),),
            postal_changes=(
                o.PostalChange(type="int", name="Hanako Suzuki", org=""),
                o.PostalChange(type="loc", place=PLACE),
            ),
            voice=o.Phone(number=""),
            auth_info=Secret(""),
            auth_form=BY_NAME,
            disclose=HIDDEN,
        )
    ),
    "rfc/5733/update-half.command.xml": asked(
        c.ContactUpdate(id="HOLDER-1", postal=(ABROAD,), postal_changes=(o.PostalChange(type="loc", org="例示"),))
    ),
}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/5730/greeting-policy.response.xml": Greeting(
        server_id="Example registry",
        server_date="2026-04-01T00:00:00Z",
        versions=("1.0",),
        languages=("en",),
        objects=(DOMAIN,),
        policy=DataPolicy(
            access="personalAndOther",
            statements=(
                Statement(
                    purpose=Purpose(admin=True, contact=True, other=True, prov=True),
                    recipients=Recipients(
                        other=True, ours=("The escrow agent", None), public=True, same=True, unrelated=True
                    ),
                    retention="legal",
                ),
                Statement(purpose=Purpose(), recipients=Recipients(), retention="indefinite"),
            ),
            expiry="P1Y6M",
        ),
    ),
    "rfc/5730/greeting-until.response.xml": Greeting(
        server_id="Example registry",
        server_date="2026-04-01T00:00:00Z",
        versions=("1.0",),
        languages=("en",),
        objects=(DOMAIN,),
        policy=DataPolicy(
            access="all",
            statements=(Statement(purpose=Purpose(prov=True), recipients=Recipients(same=True), retention="none"),),
            expiry="2027-04-01T00:00:00Z",
        ),
    ),
    "rfc/5730/poll-spoken.response.xml": answered(
        result=Result(code=1301, message="Un message attend", lang="fr"),
        queue=MessageQueue(
            count=1, id="M-20", date="2026-04-01T09:00:01Z", text="Le transfert est demandé.", lang="fr"
        ),
    ),
    "rfc/5730/poll-markup.response.xml": answered(
        result=Result(code=1301, message="A message waits"),
        queue=MessageQueue(
            count=1,
            id="M-21",
            text="The name example.com is moving.",
            lang="en",
            markup=f'<msg xmlns="{EPP}" lang="en">The <b>name <n>example.com</n></b> is moving.</msg>',
        ),
    ),
    "rfc/5730/refused-at-length.response.xml": Response(
        results=(
            Result(
                code=2005,
                message="Syntaxe",
                lang="fr",
                values=(
                    f'<value xmlns="{EPP}" place="2">the name {BAD_NAME}</value>',
                    "bad",
                    "",
                ),
                ext_values=(ExtValue(value="", reason="Un nom commence par une lettre", lang="fr"),),
            ),
            Result(code=2104, message="Billing failure"),
        ),
        svtrid="SRV-9001",
        cltrid="PANEL-0001",
    ),
    "rfc/5731/check-spoken.response.xml": answered(
        o.CheckData(kind="domain", items=(o.CheckItem(name="example.com", available=False, reason="Pris", lang="fr"),))
    ),
    "rfc/5731/info-attributes.response.xml": answered(
        o.DomainData(
            name="example.com",
            roid="D17_EXAMPLE-REP",
            statuses=(UNPAID,),
            contacts=(o.DomainContact(role=None, id="PERSON-1"),),
            host_attributes=(INSIDE, OUTSIDE),
            sponsor="panel-one",
            auth_info=Secret(""),
            auth_form=VOUCHED,
        )
    ),
    "rfc/5731/info-least.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one")
    ),
    "rfc/5731/info-holder.response.xml": answered(
        o.DomainData(name="example.com", roid="D17_EXAMPLE-REP", sponsor="panel-one", auth_info=CODE, auth_form=HOLDERS)
    ),
    "rfc/5731/renew-least.response.xml": answered(o.DomainRenewed(name="example.com")),
    "rfc/5731/transfer-least.response.xml": answered(
        o.TransferData(
            kind="domain",
            name="example.com",
            status="serverApproved",
            requested_by="panel-one",
            requested_at="2026-04-01T09:00:00Z",
            acting="panel-two",
            act_by="2026-04-06T09:00:00Z",
        )
    ),
    "rfc/5732/info-least.response.xml": answered(
        o.HostData(
            name="ns1.example.net",
            roid="H18_EXAMPLE-REP",
            statuses=(o.Status(value="ok"),),
            sponsor="panel-one",
            creator="panel-one",
            created="2025-03-31T15:00:00Z",
        )
    ),
    "rfc/5733/info-disclose.response.xml": answered(
        o.ContactData(
            id="HOLDER-1",
            roid="C17_EXAMPLE-REP",
            statuses=(replace(NOTED, lang="en"),),
            postal=(HOME,),
            email="hanako@example.jp",
            sponsor="panel-one",
            creator="panel-one",
            created="2025-03-31T15:00:00Z",
            auth_info=Secret(""),
            auth_form=BY_NAME,
            disclose=HIDDEN,
        )
    ),
    "rfc/5733/pending-refused.response.xml": answered(
        o.PendingResult(
            kind="contact", name="HOLDER-1", ok=False, cltrid=None, svtrid="SRV-9000", at="2026-04-01T09:00:00Z"
        )
    ),
}


def authorised(value: Any) -> Any:
    """An element in place of a password leaves it empty, and so does saying so; a repository id goes with one."""
    has_password = isinstance(value.auth_form, o.AuthRoid | None) and value.auth_info is not None
    return value if has_password or value.auth_form is None else replace(value, auth_info=Secret(""))


def of_one_kind(value: Any) -> Any:
    """Name servers are objects or attributes."""
    value = authorised(value)
    return replace(value, nameservers=()) if value.host_attributes else value


def noted(value: Any) -> Any:
    """Texts are of statuses that are added, each once."""
    added = tuple(dict.fromkeys(value.add_statuses))
    texts = tuple(replace(text, value=word) for text, word in zip(value.status_texts, added, strict=False))
    told = tuple(text for text in texts if text.text or text.lang)
    return replace(value, add_statuses=added, status_texts=told)


def _domain_update(value: c.DomainUpdate) -> c.DomainUpdate:
    value = noted(authorised(value))
    return replace(
        value,
        add_nameservers=() if value.add_host_attributes else value.add_nameservers,
        rem_nameservers=() if value.rem_host_attributes else value.rem_nameservers,
    )


def _contact_update(value: c.ContactUpdate) -> c.ContactUpdate:
    value = noted(authorised(value))
    return replace(value, postal_changes=value.postal_changes[: 2 - len(value.postal)])


def _in_part(value: o.PostalChange) -> o.PostalChange:
    return value if value.name is None else replace(value, place=None)


def _spoken(value: Any) -> Any:
    """A language is that of a text."""
    told = value.text if isinstance(value, MessageQueue) else value.reason
    return value if told else replace(value, lang=None)


def _queue(value: MessageQueue) -> MessageQueue:
    return value if value.markup is None else replace(value, text="a b", lang="fr")


FITTED = {
    **dict.fromkeys([c.DomainInfo, c.DomainTransfer, o.ContactData], authorised),
    **dict.fromkeys([c.ContactInfo, c.ContactCreate, c.ContactTransfer], authorised),
    **dict.fromkeys([c.DomainCreate, o.DomainData], of_one_kind),
    c.DomainUpdate: _domain_update,
    c.HostUpdate: noted,
    c.ContactUpdate: _contact_update,
    o.PostalChange: _in_part,
    o.CheckItem: _spoken,
    MessageQueue: lambda queue: _queue(_spoken(queue)),
}

TYPES = st.deferred(lambda: tuples(st.sampled_from(["int", "loc"]), 0, 2))
OF_DOMAINS = (c.DomainInfo, c.DomainCreate, c.DomainTransfer, c.DomainUpdate, o.DomainData)
OF_CONTACTS = (c.ContactInfo, c.ContactCreate, c.ContactTransfer, c.ContactUpdate, o.ContactData)
DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    **{(kind, "auth_form"): st.sampled_from([None, None, HOLDERS, VOUCHED]) for kind in OF_DOMAINS},
    **{(kind, "auth_form"): st.sampled_from([None, None, HOLDERS, BY_NAME]) for kind in OF_CONTACTS},
    (c.DomainUpdate, "auth_form"): st.sampled_from([None, None, HOLDERS, VOUCHED, o.AuthBlank()]),
    **{(o.Disclosure, name): TYPES for name in ("name", "org", "addr")},
    (c.ContactUpdate, "postal_changes"): st.deferred(lambda: tuples(values(o.PostalChange), 0, 2)),
    (o.PostalChange, "name"): st.one_of(st.none(), lines(1, 40)),
    (o.Place, "street"): st.deferred(lambda: tuples(lines(0, 40), 0, 3)),
    (o.Status, "value"): st.one_of(DOMAIN_STATUSES, OTHER_STATUSES),
    (MessageQueue, "markup"): st.sampled_from([None, f'<msg xmlns="{EPP}" lang="fr">a <b>b</b></msg>']),
    (Recipients, "ours"): st.deferred(lambda: tuples(st.one_of(st.none(), lines(1, 30)), 0, 3)),
    (DataPolicy, "access"): st.sampled_from(["all", "none", "null", "other", "personal", "personalAndOther"]),
    (DataPolicy, "statements"): st.deferred(lambda: tuples(values(Statement), 1, 2)),
    (DataPolicy, "expiry"): st.one_of(st.none(), INSTANTS, st.sampled_from(["P1Y", "-P3DT4H"])),
    (Statement, "retention"): st.sampled_from(["business", "indefinite", "legal", "none", "stated"]),
    (Greeting, "policy"): st.deferred(lambda: values(DataPolicy)),
}
