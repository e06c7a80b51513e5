"""What one session does with a registry, told through a pool of one."""

import pytest
import trio
from msgspec.structs import replace
from trio.testing import lockstep_stream_pair, wait_all_tasks_blocked

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.framing import encode_frame
from epp_gateway.model.commands import DomainCheck, DomainInfo, Login, Request
from epp_gateway.model.errors import BuiltInvalid, InDoubt, Unreachable, Unsent
from epp_gateway.model.extensions import OpaqueExtension
from epp_gateway.pool.lease import Lease
from epp_gateway.pool.runner import Pool
from epp_gateway.pool.transport import Mistrusted

from .conftest import (
    NOW,
    PASSWORD,
    Answer,
    Lines,
    Link,
    Registry,
    StartPool,
    code,
    hang_up,
    once,
    response,
    silence,
    unreachable,
)

INFO = Request(command=DomainInfo(name="example.com"), cltrid="OP-1")
CHECK = Request(command=DomainCheck(names=("example.com",)), cltrid="OP-2")


def lease(pool: Pool, timeout: float = 60.0, **more):
    return pool.lease(panel="panel-1", timeout=timeout, **more)


async def doubt_of(pool: Pool, **more) -> InDoubt:
    """Send one command that ends in doubt."""
    async with lease(pool) as leased:
        with pytest.raises(InDoubt) as caught:
            await leased.execute(INFO, **more)
    return caught.value


async def reason_of(pool: Pool, patience: float = 60.0) -> str:
    """Why no session can be had."""
    with pytest.raises(Unreachable) as caught:
        async with lease(pool, patience):
            pass
    return caught.value.reason


async def works(pool: Pool, leased_before: Lease | str | None = None) -> None:
    """A command is answered, on another session than before."""
    async with lease(pool) as leased:
        assert leased.session != leased_before
        exchange = await leased.execute(CHECK)
        assert exchange.response.code == 1000


# Well.


async def test_a_command_is_answered(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    pool = await start_pool()
    async with lease(pool) as leased:
        exchange = await leased.execute(INFO)
    assert exchange.response.code == 1000
    assert exchange.response.cltrid == "OP-1"
    assert exchange.session == leased.session
    assert exchange.sent_at == exchange.answered_at == NOW
    assert registry.seen == ["login", "domain.info"]


async def test_a_login_asks_for_the_services_both_sides_know(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool()
    await works(pool)
    login = registry.requests[0].command
    assert isinstance(login, Login)
    assert login.clid == "registrar-1"
    assert login.password.reveal() == PASSWORD
    assert login.objects == registry.objects
    assert login.extensions == ("urn:ietf:params:xml:ns:rgp-1.0",)


async def test_session_commands_carry_ids_of_the_session_and_its_count(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool()
    async with lease(pool) as leased:
        pass
    await pool.drain()
    assert [request.cltrid for request in registry.requests] == [f"{leased.session}-1", f"{leased.session}-2"]
    assert leased.session.startswith("S-")


async def test_commands_are_dressed_for_the_registry(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    registry.extensions = ("http://www.verisign-grs.com/epp/namestoreExt-1.1",)
    pool = await start_pool(dialect="verisign")
    async with lease(pool) as leased:
        await leased.execute(INFO)
    (extension,) = registry.requests[-1].extensions
    assert extension.sub_product == "dotCOM"


async def test_two_commands_may_follow_each_other_in_one_lease(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool()
    async with lease(pool) as leased:
        await leased.execute(INFO)
        await leased.execute(CHECK)
    assert pool.snapshot().sessions[0].commands == 2


async def test_a_command_that_does_not_fit_the_schemas_leaves_the_session_alone(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool()
    async with lease(pool) as leased:
        with pytest.raises(BuiltInvalid):
            await leased.execute(Request(command=DomainCheck(names=()), cltrid="OP-9"))
        await leased.execute(INFO)
    assert registry.counts["domain.check"] == 0


async def test_a_failure_of_the_command_itself_is_an_answer(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [code(2303)]
    pool = await start_pool()
    async with lease(pool) as leased:
        assert (await leased.execute(INFO)).response.code == 2303
    assert pool.snapshot().sessions[0].id == leased.session


# In doubt.


async def late(link: Link, request: Request) -> None:
    await trio.sleep(60)
    await link.reply(request, 1000)


async def foreign(link: Link, _request: Request) -> None:
    await link.send(link.session.reply(response(1000, cltrid="SOMEBODY-ELSE")))


async def garbage(link: Link, _request: Request) -> None:
    await link.send(encode_frame(b"<epp"))


async def oversize(link: Link, _request: Request) -> None:
    await link.send(b"\x7f\xff\xff\xff")


async def half_a_frame(link: Link, request: Request) -> None:
    await link.send(link.session.reply(response(1000, cltrid=request.cltrid))[:20])
    await link.stream.aclose()


async def unasked_greeting(link: Link, _request: Request) -> None:
    await link.greet()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (silence, "no answer within 30 s"),
        (late, "no answer within 30 s"),
        (foreign, "foreign clTRID SOMEBODY-ELSE"),
        (hang_up, "closed the connection"),
        (garbage, ""),
        (oversize, ""),
        (half_a_frame, "closed the connection"),
        (unasked_greeting, "a greeting came"),
    ],
)
async def test_a_command_without_a_valid_answer_is_in_doubt_and_its_session_is_replaced(
    autojump_clock, start_pool: StartPool, registry: Registry, answer: Answer, words: str
) -> None:
    registry.answers["domain.info"] = [answer]
    pool = await start_pool()
    doubt = await doubt_of(pool)
    assert words in doubt.reason
    assert doubt.session is not None
    await works(pool, doubt.session)
    assert registry.counts["domain.info"] == 1, "never sent again"
    await trio.sleep(60)
    assert registry.open == 1


async def test_the_caller_may_set_how_long_an_answer_may_take(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [silence]
    pool = await start_pool()
    began = trio.current_time()
    assert "within 2 s" in (await doubt_of(pool, timeout=2.0)).reason
    assert trio.current_time() - began == 2.0


async def test_an_answer_one_byte_at_a_time_is_an_answer(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    async def dribble(link: Link, request: Request) -> None:
        for byte in link.session.reply(response(1000, cltrid=request.cltrid)):
            await link.send(bytes([byte]))
            await trio.sleep(0.01)

    registry.answers["domain.info"] = [dribble]
    pool = await start_pool()
    async with lease(pool) as leased:
        assert (await leased.execute(INFO)).response.code == 1000


async def test_a_second_answer_ends_the_session_but_not_the_command(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    async def twice(link: Link, request: Request) -> None:
        await link.send(link.session.reply(response(1000, cltrid=request.cltrid)) * 2)

    registry.answers["domain.info"] = [twice]
    pool = await start_pool()
    async with lease(pool) as leased:
        assert (await leased.execute(INFO)).response.code == 1000
    await works(pool, leased.session)


async def test_an_answer_without_cltrid_is_matched_by_order_and_noted_once(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    async def anonymous(link: Link, request: Request) -> None:
        await link.send(link.session.reply(response(2001)))

    registry.answers["domain.info"] = [anonymous]
    pool = await start_pool()
    async with lease(pool) as leased:
        for _ in range(3):
            assert (await leased.execute(INFO)).response.code == 2001
    assert len([line for line in lines.of("deviation") if "without clTRID" in line["reason"]]) == 1


async def test_what_is_told_though_we_did_not_announce_it_is_noted_once(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    async def more(link: Link, request: Request) -> None:
        told = OpaqueExtension(namespace="urn:example:x", xml='<x xmlns="urn:example:x">17</x>')
        answer = replace(response(1000, cltrid=request.cltrid), extensions=(told,), unhandled=("urn:example:x",))
        await link.send(link.session.reply(answer))

    registry.answers["domain.info"] = [more]
    pool = await start_pool()
    async with lease(pool) as leased:
        for _ in range(3):
            assert (await leased.execute(INFO)).response.unhandled == ("urn:example:x",)
    assert [line["reason"] for line in lines.of("deviation")] == ["urn:example:x is not among our services"]


async def test_an_answer_on_a_session_at_rest_ends_it(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool()
    await works(pool)
    first = pool.snapshot().sessions[0].id
    await registry.links[0].send(registry.links[0].session.reply(response(1000)))
    await trio.testing.wait_all_tasks_blocked()
    await works(pool, first)


async def test_a_write_that_does_not_end_is_in_doubt(
    autojump_clock, start_pool: StartPool, registry: Registry, codec: Codec, nursery: trio.Nursery
) -> None:
    async def deaf() -> trio.abc.Stream:
        ours, theirs = lockstep_stream_pair()
        link = Link(registry, theirs, codec)

        async def serve() -> None:
            await link.greet()
            await link.reply(link.session.receive(bytes(await theirs.receive_some()))[0].request, 1000)
            await trio.sleep_forever()

        nursery.start_soon(serve)
        return ours

    registry.connect = deaf
    pool = await start_pool(limits={"max_sessions": 1})
    assert (await doubt_of(pool)).reason == "the command could not be written within 10 s"
    nursery.cancel_scope.cancel()


async def test_a_connection_that_breaks_under_a_write_is_in_doubt(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    connect = registry.connect

    async def brittle() -> trio.abc.Stream:
        stream = await connect()
        send = stream.send_all

        async def send_all(data: bytes) -> None:
            if b"domain:info" in data or b"<info>" in data:
                raise trio.BrokenResourceError("reset by peer")
            await send(data)

        stream.send_all = send_all
        return stream

    registry.connect = brittle
    pool = await start_pool()
    doubt = await doubt_of(pool)
    assert doubt.reason == "writing the command: reset by peer"
    await works(pool, doubt.session)


async def test_a_session_that_ended_between_two_commands_sends_nothing(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool()
    async with lease(pool) as leased:
        await leased.execute(INFO)
        await registry.links[0].stream.aclose()
        await trio.testing.wait_all_tasks_blocked()
        with pytest.raises(Unsent, match="the session is closed: the server closed the connection"):
            await leased.execute(CHECK)
    assert registry.counts["domain.check"] == 0


# Answers that end a session.


async def test_not_logged_in_proves_that_the_command_did_not_run(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [code(2002, "Registrar is not logged in.")]
    pool = await start_pool()
    async with lease(pool) as leased:
        with pytest.raises(Unsent, match="not logged in"):
            await leased.execute(INFO)
    await works(pool, leased.session)
    assert registry.counts["login"] == 2


async def test_a_2002_that_is_a_matter_of_the_command_is_an_answer(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [code(2002, "no transfer is pending")]
    pool = await start_pool()
    async with lease(pool) as leased:
        assert (await leased.execute(INFO)).response.code == 2002
    assert registry.open == 1
    assert pool.snapshot().sessions[0].id == leased.session


@pytest.mark.parametrize("number", [2200, 2500, 2501, 2502])
async def test_an_answer_that_ends_the_session_is_returned(
    autojump_clock, start_pool: StartPool, registry: Registry, number: int
) -> None:
    registry.answers["domain.info"] = [code(number)]
    pool = await start_pool()
    async with lease(pool) as leased:
        assert (await leased.execute(INFO)).response.code == number
        with pytest.raises(Unsent, match=f"a command was answered {number}"):
            await leased.execute(CHECK)
    await works(pool, leased.session)


# Coming up.


async def test_a_server_with_another_id_is_refused_before_the_login(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    pool = await start_pool(expected_server_id="the other registry")
    await trio.testing.wait_all_tasks_blocked()
    assert "calls itself `registry.example`, expected `the other registry`" in await reason_of(pool)
    assert registry.seen == []
    assert pool.snapshot().circuit.state == "open"
    assert registry.open == 0


async def test_a_server_without_the_services_we_need_is_refused_before_the_login(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.objects = ("urn:ietf:params:xml:ns:contact-1.0",)
    pool = await start_pool()
    await trio.testing.wait_all_tasks_blocked()
    assert "does not announce urn:ietf:params:xml:ns:domain-1.0" in await reason_of(pool)
    assert registry.seen == []


@pytest.mark.parametrize("number", [2200, 2201, 2501])
async def test_wrong_credentials_are_tried_once(
    autojump_clock, start_pool: StartPool, registry: Registry, number: int
) -> None:
    registry.answers["login"] = [code(number, "who are you")]
    pool = await start_pool(limits={"min_sessions": 3})
    for _ in range(5):
        await trio.sleep(10_000)
        assert f"login answered {number}: who are you" in await reason_of(pool)
    assert registry.counts["login"] == 1
    assert pool.snapshot().circuit.state == "open"


async def test_credentials_are_tried_again_when_a_person_resumes(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["login"] = [once(code(2200))]
    pool = await start_pool()
    await trio.sleep(1000)
    pool.resume()
    await works(pool)
    assert registry.counts["login"] == 2


async def test_a_login_with_wrong_services_opens_the_circuit_and_is_knocked_rarely(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["login"] = [code(2307)]
    pool = await start_pool()
    await trio.sleep(150)
    assert "login answered 2307" in await reason_of(pool)
    assert registry.counts["login"] == 3


async def test_a_server_in_trouble_at_login_is_tried_again(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["login"] = [once(code(2400))]
    pool = await start_pool()
    await works(pool)
    assert registry.counts["login"] == 2


@pytest.mark.parametrize(("verb", "words"), [(None, "no greeting within 10 s"), ("login", "no answer within 15 s")])
async def test_each_step_of_coming_up_has_its_deadline(
    autojump_clock, start_pool: StartPool, registry: Registry, verb: str | None, words: str
) -> None:
    registry.greets = verb is not None
    registry.answers["login"] = [silence]
    pool = await start_pool()
    assert words in await reason_of(pool, patience=16)
    assert registry.most == 1


async def test_a_server_that_says_no_in_place_of_its_greeting_is_understood(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    async def full(self: Link) -> None:
        await self.send(self.session.reply(response(2502, "too many")))

    registry.greet = full
    pool = await start_pool(limits={"min_sessions": 0})
    with pytest.raises(Unsent, match="2502"):
        async with lease(pool, timeout=0.1):
            pass
    assert pool.snapshot().learned_limit == 1


async def test_a_server_that_hangs_up_before_its_greeting_is_named(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    async def nothing(self: Link) -> None:
        await self.stream.aclose()

    registry.greet = nothing
    pool = await start_pool()
    reason = await reason_of(pool, patience=0.2)
    assert "before its greeting" in reason
    assert "no client certificate is configured" in reason


async def test_a_network_in_trouble_is_tried_again_until_the_circuit_opens(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.trouble = unreachable("connect to 192.0.2.1: no answer")
    pool = await start_pool(limits={"circuit_after": 3})
    assert await reason_of(pool) == "connect to 192.0.2.1: no answer"
    assert registry.connects == 3
    registry.trouble = None
    await trio.sleep(61)
    await works(pool)


async def test_a_certificate_in_trouble_opens_the_circuit_at_once(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.trouble = Mistrusted("it has expired")
    pool = await start_pool()
    assert await reason_of(pool) == "it has expired"
    assert registry.connects == 1


# Proof of the login.


async def test_a_session_at_rest_is_proved_by_a_poll(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    pool = await start_pool()
    await works(pool)
    await trio.sleep(121)
    assert registry.seen == ["login", "domain.check", "poll"]
    (session,) = pool.snapshot().sessions
    assert session.proved_at is not None
    assert (session.proved_at - NOW).total_seconds() == 120


@pytest.mark.parametrize("answer", [code(2002, "not logged in"), code(2400), silence, hang_up, code(2500)])
async def test_a_session_that_cannot_prove_its_login_is_replaced(
    autojump_clock, start_pool: StartPool, registry: Registry, answer: Answer
) -> None:
    registry.answers["poll"] = [answer]
    pool = await start_pool()
    async with lease(pool) as leased:
        await leased.execute(INFO)
    await trio.sleep(155)
    await works(pool, leased.session)


# Bytes that break our own reader.


async def test_a_reader_that_fails_on_a_peer_s_bytes_ends_one_session_only(
    autojump_clock, start_pool: StartPool, registry: Registry, codec: Codec, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode = codec.decode_from_server
    poison = b"poison"

    def brittle(payload: bytes):
        if payload == poison:
            raise RecursionError("too deep for us")
        return decode(payload)

    monkeypatch.setattr(codec, "decode_from_server", brittle)

    async def send_poison(link: Link, _request: Request) -> None:
        await link.send(encode_frame(poison))

    registry.answers["domain.info"] = [send_poison]
    pool = await start_pool()
    doubt = await doubt_of(pool)
    assert "broke our reader: RecursionError" in doubt.reason
    await works(pool, doubt.session)


async def test_a_password_that_the_registry_repeats_is_told_to_nobody(start_pool: StartPool, registry, lines) -> None:
    registry.answers["login"] = [code(2200, f"`{PASSWORD}` is not the password")]
    pool = await start_pool()
    assert await reason_of(pool) == "login answered 2200: `***` is not the password"
    assert PASSWORD not in repr(lines.entries) + repr(pool.snapshot())
    assert any("is not the password" in entry["frame"] for entry in lines.of("frame"))


# From a frame's first octet to its last.


def in_pieces(*pauses: float, upto: int | None = None):
    """Answer cut into pieces, with these pauses (seconds) before each; `upto` keeps the last pieces back."""

    async def answer(link: Link, request: Request) -> None:
        octets = link.session.reply(response(1000, cltrid=request.cltrid))
        size = -(-len(octets) // len(pauses))
        pieces = [octets[at : at + size] for at in range(0, len(octets), size)]
        for pause, piece in list(zip(pauses, pieces, strict=True))[:upto]:
            await trio.sleep(pause)
            await link.send(piece)

    return answer


async def test_an_answer_that_began_in_time_has_its_own_deadline(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [in_pieces(29, 4, 4)]
    pool = await start_pool()
    async with lease(pool) as leased:
        for _ in range(2):
            began = trio.current_time()
            assert (await leased.execute(INFO)).response.code == 1000
            assert trio.current_time() - began == 37.0


async def test_an_answer_that_began_and_never_ends_is_in_doubt(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.answers["domain.info"] = [in_pieces(1, 3, 3, upto=2)]
    pool = await start_pool()
    began = trio.current_time()
    with pytest.raises(InDoubt, match="a frame began and was not whole within 10 s"):
        async with lease(pool) as leased:
            await leased.execute(INFO)
    assert trio.current_time() - began == 11.0


async def test_a_frame_that_nobody_asked_for_and_that_never_ends_ends_the_session(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    await start_pool()
    await wait_all_tasks_blocked()
    await registry.links[0].send(b"\x00\x00")
    await trio.sleep(11)
    (closed,) = lines.of("session-closed")
    assert closed["reason"] == "a frame began and was not whole within 10 s"


async def test_a_logins_deadline_is_for_all_of_its_answer(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    registry.answers["login"] = [once(in_pieces(8, 8))]
    await start_pool()
    await trio.sleep(16)
    assert lines.of("session-failed")[0]["reason"] == "no answer within 15 s"


async def test_the_proof_may_be_another_command(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    await start_pool(proof=DomainCheck(names=("example.com",)))
    await trio.sleep(130)
    assert registry.counts["domain.check"] == 1
    assert registry.counts["poll"] == 0
