"""A simulator as its clients meet it: real sockets, real TLS, real frames."""

import ssl
import struct
from contextlib import suppress

import pytest
import trio

from epp_gateway.epp.dialect import DIALECTS
from epp_gateway.epp.events import GreetingReceived, PeerClosed, ReplyReceived, Violation
from epp_gateway.model.commands import (
    ContactCreate,
    DomainCheck,
    DomainCreate,
    DomainDelete,
    DomainInfo,
    DomainRenew,
    DomainTransfer,
    Hello,
    HostCreate,
    Logout,
    Poll,
    Request,
)
from epp_gateway.model.extensions import JprsTransfer, NameStore, NameStoreError, RgpStatus, RgpStatuses
from epp_gateway.model.objects import PostalInfo
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import parse_instant
from epp_gateway.simulator import running
from epp_gateway.simulator.objects import put_contact, put_domain

CODE = Secret("Aa1!Aa1!Aa1!")
COM = NameStore(sub_product="dotCOM")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("generic", "Simulator: generic registry"),
        ("verisign", "Simulator: Verisign-style Com/Net registry"),
        ("jprs", "Simulator: JPRS-style approximation, not JPRS"),
    ],
)
async def test_a_greeting_says_that_it_is_a_simulator(connect, profile, said):
    start = parse_instant("2030-01-01T00:00:00Z")
    async with running(profile, clock=start) as registry, connect(registry, login=False) as wire:
        await wire.send(Hello())
        (event,) = await wire.events()
        assert isinstance(event, GreetingReceived)
        assert event.greeting.server_id == said
        assert event.greeting.server_date.startswith("2030-01-01T00:00:0")


async def test_a_name_lives_from_create_to_renew_over_the_wire(connect):
    async with running("verisign", clock=parse_instant("2026-11-22T17:30:00Z")) as registry, connect(registry) as wire:
        assert (await wire.ask(DomainCheck(names=("name.com", "name.net")), COM)).data.items[0].available
        created = await wire.ask(DomainCreate(name="name.com", auth_info=CODE), COM)
        assert (created.code, created.data.expires[:10]) == (1000, "2027-11-22")
        assert created.svtrid != (await wire.ask(DomainInfo(name="name.com"), COM)).svtrid
        info = await wire.ask(DomainInfo(name="name.com"), COM)
        assert info.extensions == (RgpStatuses(statuses=(RgpStatus(value="addPeriod"),)),)
        assert info.data.roid.endswith("_DOMAIN_COM-VRSN")
        renewed = await wire.ask(DomainRenew(name="name.com", cur_exp_date="2027-11-22"), COM)
        assert (renewed.code, renewed.data.expires[:10]) == (1000, "2028-11-22")
        assert (await wire.ask(Logout())).code == 1500
        assert isinstance((await wire.events())[0], PeerClosed)


async def test_the_gateways_own_dialects_are_understood(connect):
    forms = tuple(PostalInfo(type=form, name="N", city="C", cc="JP") for form in ("loc", "int"))
    holder = ContactCreate(id="HOLDER", postal=forms, email="a@example.com", auth_info=CODE, kind="registrant")
    stories = {
        "generic": (DomainCreate(name="name.test", auth_info=CODE), HostCreate(name="ns1.example.com")),
        "verisign": (DomainCreate(name="name.net", auth_info=CODE), HostCreate(name="ns1.example.org")),
        "jprs": (holder, DomainCreate(name="namae.tokyo.jp", auth_info=CODE, registrant="HOLDER")),
    }
    for profile, commands in stories.items():
        async with running(profile) as registry, connect(registry) as wire:
            for command in commands:
                dressed = DIALECTS[profile].dress(Request(command=command))
                response = await wire.ask(command, *dressed.extensions)
                assert (profile, response.code, response.message) == (profile, 1000, "Command completed successfully")


async def test_a_jp_name_changes_its_agent_and_is_abolished_over_the_wire(connect):
    async with running("jprs", clock=parse_instant("2026-11-22T03:00:00Z")) as registry:
        now = registry.simulation.clock.now()
        put_contact(registry.registry, "HOLDER", {"sponsor": "registrar-b"}, now)
        put_domain(
            registry.registry,
            "namae.jp",
            {
                "sponsor": "registrar-b",
                "registrant": "HOLDER",
                "auth_info": "ninsho",
                "expires": "2027-06-30T15:00:00Z",
            },
            now,
        )
        async with connect(registry) as gaining, connect(registry, "registrar-b") as losing:
            request = DomainTransfer(name="namae.jp", op="request", auth_info=Secret("ninsho"))
            asked = await gaining.ask(request, JprsTransfer(method="agent-change"))
            assert (asked.code, asked.data.act_by[:10]) == (1001, "2026-12-02")
            told = await losing.ask(Poll())
            assert told.data == asked.data
            assert (await losing.ask(DomainTransfer(name="namae.jp", op="approve"))).code == 1000
            assert (await gaining.ask(Poll())).data.status == "clientApproved"
            deleted = await gaining.ask(DomainDelete(name="namae.jp"))
            assert deleted.code == 1001
            info = await gaining.ask(DomainInfo(name="namae.jp"))
            (state,) = info.extensions
            assert (state.state, state.suspend_at) == ("to-be-suspended", "2026-11-30T15:00:00Z")
            assert info.data.expires == "2027-06-30T15:00:00Z"
            await gaining.ask(Poll(op="ack", message_id=(await gaining.ask(Poll())).queue.id))
            registry.advance("P2M")
            gone = await gaining.ask(Poll())
            assert (gone.data.ok, gone.data.svtrid, gone.data.cltrid) == (True, deleted.svtrid, deleted.cltrid)


async def test_a_deleted_name_shows_its_redemption_over_the_wire(connect):
    async with running("generic") as registry, connect(registry) as wire:
        await wire.ask(DomainCreate(name="x.test", auth_info=CODE))
        registry.advance("P6D")
        assert (await wire.ask(DomainDelete(name="x.test"))).code == 1001
        info = await wire.ask(DomainInfo(name="x.test"))
        assert info.extensions == (RgpStatuses(statuses=(RgpStatus(value="redemptionPeriod"),)),)


async def test_a_refusal_carries_reason_and_extension_over_the_wire(connect):
    async with running("verisign") as registry, connect(registry) as wire:
        refused = await wire.ask(DomainInfo(name="name.com"))
        assert (refused.code, refused.results[0].message) == (2306, "NameStore Extension not provided")
        assert refused.extensions == (NameStoreError(code=1, message="NameStore Extension not provided"),)


async def test_before_a_login_every_command_is_refused_in_words_and_hello_works(connect):
    async with running() as registry, connect(registry, login=False) as wire:
        response = await wire.say(Poll())
        assert (response.code, response.is_not_logged_in) == (2002, True)
        await wire.send(Hello())
        assert isinstance((await wire.events())[0], GreetingReceived)


async def test_a_wrong_password_is_refused_and_the_third_one_closes(connect):
    async with running() as registry, connect(registry, login=False) as wire:
        wrong = Secret("wrong-one")
        assert [(await wire.login(password=wrong)).code for _ in range(3)] == [2200, 2200, 2501]
        assert isinstance((await wire.events())[0], PeerClosed)


async def test_a_password_can_be_changed_at_login(connect):
    async with running() as registry:
        old = registry.password("registrar-a")
        async with connect(registry, login=False) as wire:
            assert (await wire.login(new_password=Secret("brand-new-1"))).code == 1000
            assert (await wire.say(wire.login_of())).code == 2002
        async with connect(registry, login=False) as wire:
            assert (await wire.login(password=old)).code == 2200
            assert (await wire.login()).code == 1000


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"lang": "fr"}, 2102),
        ({"objects": ("urn:example:unknown",)}, 2307),
        ({"extensions": ("urn:example:unknown",)}, 2103),
    ],
)
async def test_a_login_asks_only_for_what_was_announced(connect, fields, code):
    async with running("verisign") as registry, connect(registry, login=False) as wire:
        assert (await wire.login(**fields)).code == code


async def test_the_session_limit_closes_the_session_too_many_and_only_that(connect):
    async with running(session_limit=1) as registry, connect(registry) as first:
        async with connect(registry, login=False) as second:
            assert (await second.login()).code == 2502
            assert isinstance((await second.events())[0], PeerClosed)
        async with connect(registry, "registrar-b"):
            assert (await first.ask(Poll())).code == 1300


async def test_a_session_that_left_makes_room(connect):
    async with running(session_limit=1) as registry:
        for _ in range(3):
            async with connect(registry) as wire:
                await wire.ask(Logout())
        assert registry.registry.sessions["registrar-a"] == set()


async def test_a_client_certificate_is_asked_for_and_may_be_required(connect):
    async with running(require_client_cert=True) as registry:
        async with connect(registry, certificate="registrar-a") as wire:
            assert (await wire.ask(Poll())).code == 1300
        async with connect(registry, certificate="registrar-b", login=False) as wire:
            assert (await wire.login()).code == 2200
        with pytest.raises((AssertionError, trio.BrokenResourceError)):
            async with connect(registry, login=False):
                pass


async def test_pipelined_commands_are_answered_one_by_one_in_order(connect):
    async with running() as registry, connect(registry) as wire:
        requests = [await wire.send(DomainCheck(names=(f"x{n}.test",))) for n in range(5)]
        answered = []
        while len(answered) < 5:
            answered += [event.request for event in await wire.events() if isinstance(event, ReplyReceived)]
        assert answered == requests


async def test_a_frame_that_is_no_command_is_answered_and_the_session_lives_on(connect):
    async with running() as registry, connect(registry) as wire:
        payload = b"<no/>"
        await wire.stream.send_all(struct.pack(">I", len(payload) + 4) + payload)
        raw = await wire.stream.receive_some(65536)
        assert b'code="2001"' in raw
        assert (await wire.ask(Poll())).code == 1300


async def test_verisign_leaves_the_transaction_id_out_of_an_answer_2001(connect):
    bad = (
        b'<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command><poll op="sing"/>'
        b"<clTRID>mine-1234</clTRID></command></epp>"
    )
    for profile, echoed in (("verisign", False), ("generic", True)):
        async with running(profile) as registry, connect(registry) as wire:
            await wire.stream.send_all(struct.pack(">I", len(bad) + 4) + bad)
            raw = await wire.stream.receive_some(65536)
            assert b'code="2001"' in raw
            assert (b"mine-1234" in raw) is echoed


@pytest.mark.parametrize("octets", [b"\x00\x00\x00\x01", b"\xff\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n"])
async def test_broken_framing_ends_one_connection_and_no_other(connect, octets):
    async with running() as registry, connect(registry, "registrar-b") as healthy:
        async with connect(registry) as wire:
            await wire.stream.send_all(octets)
            assert isinstance((await wire.events())[0], PeerClosed)
        assert (await healthy.ask(Poll())).code == 1300


async def test_plain_text_ends_at_the_handshake_and_tls_1_2_is_spoken(connect):
    async with running() as registry:
        plain = await trio.open_tcp_stream(registry.host, registry.port)
        await plain.send_all(b"hello, is this EPP?" * 10)
        with trio.fail_after(5):
            await _drained(plain)
        context = ssl.create_default_context(cafile=str(registry.files.ca))
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        tcp = await trio.open_tcp_stream(registry.host, registry.port)
        stream = trio.SSLStream(tcp, context, server_hostname="localhost")
        await stream.do_handshake()
        assert stream.version() == "TLSv1.2"
        await trio.aclose_forcefully(stream)


async def _drained(stream: trio.SocketStream) -> None:
    async with stream:
        with suppress(trio.BrokenResourceError):
            await _read_to_the_end(stream)


async def test_a_reply_leaves_the_latency_after_its_frame_arrived(connect):
    async with running(latency_ms=60) as registry, connect(registry) as wire:
        before = trio.current_time()
        await wire.ask(Poll())
        assert 0.06 <= trio.current_time() - before < 1


async def test_an_idle_session_is_closed(connect):
    async with running(idle_seconds=0.1) as registry, connect(registry) as wire:
        assert isinstance((await wire.events())[0], PeerClosed)
        assert registry.registry.sessions["registrar-a"] == set()


async def test_a_text_that_xml_cannot_carry_is_answered_2400(connect):
    async with running() as registry, connect(registry) as wire:
        registry.registry.notify("registrar-a", registry.simulation.clock.now(), "bell \x07", None)
        assert (await wire.ask(Poll())).code == 2400
        assert (await wire.ask(DomainCheck(names=("x.test",)))).code == 1000


async def test_a_mistake_of_ours_ends_one_connection_and_is_logged(connect, caplog):
    async with running() as registry, connect(registry, "registrar-b") as healthy, connect(registry) as wire:
        registry.registry.queues["registrar-a"] = 5
        await wire.send(Poll())
        assert isinstance((await wire.events())[0], Violation)
        assert (await healthy.ask(Poll())).code == 1300
        assert "session s2 failed" in caplog.text


async def test_a_simulator_ends_with_sessions_open(connect):
    async with running() as registry:
        context = ssl.create_default_context(cafile=str(registry.files.ca))
        tcp = await trio.open_tcp_stream(registry.host, registry.port)
        stream = trio.SSLStream(tcp, context, server_hostname="localhost")
        await stream.do_handshake()
    with trio.fail_after(5):
        # What is left in the buffers may come first; then the connection is gone, as the OpenSSL at hand tells it.
        with suppress(trio.BrokenResourceError):
            await _read_to_the_end(stream)
    await trio.aclose_forcefully(stream)


async def _read_to_the_end(stream: trio.abc.ReceiveStream) -> None:
    while await stream.receive_some(4096):
        pass
