"""The login: what goes out after a greeting, and what the answer says about us."""

from trio.testing import wait_all_tasks_blocked

from epp_gateway.epp.xml.namespaces import LOGIN_SECURITY
from epp_gateway.model.commands import Login, Request
from epp_gateway.model.extensions import LoginEvent, LoginEvents, LoginSecurity
from epp_gateway.model.responses import Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.pool.login import AGENT

from .conftest import PASSWORD, Lines, Link, Registry, StartPool, once

LONG = Secret("planted and much longer than sixteen")


def told(registry: Registry) -> tuple[Login, tuple[LoginSecurity, ...]]:
    (request,) = [request for request in registry.requests if isinstance(request.command, Login)]
    assert isinstance(request.command, Login)
    return request.command, tuple(one for one in request.extensions if isinstance(one, LoginSecurity))


async def test_a_server_that_offers_login_security_hears_who_we_are(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.extensions = (LOGIN_SECURITY,)
    await start_pool()
    await wait_all_tasks_blocked()
    login, extensions = told(registry)
    assert login.extensions == (LOGIN_SECURITY,)
    assert login.password == Secret(PASSWORD)
    assert extensions == (LoginSecurity(user_agent=AGENT),)


async def test_a_long_password_goes_into_the_extension(
    autojump_clock, start_pool: StartPool, registry: Registry
) -> None:
    registry.extensions = (LOGIN_SECURITY,)
    await start_pool(password=LONG)
    await wait_all_tasks_blocked()
    login, extensions = told(registry)
    assert login.password == Secret("[LOGIN-SECURITY]")
    assert extensions == (LoginSecurity(user_agent=AGENT, password=LONG),)


async def test_other_servers_hear_nothing_of_it(autojump_clock, start_pool: StartPool, registry: Registry) -> None:
    await start_pool()
    await wait_all_tasks_blocked()
    assert told(registry)[1] == ()


async def test_a_long_password_without_login_security_is_never_sent(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    pool = await start_pool(password=LONG)
    await wait_all_tasks_blocked()
    assert registry.counts["login"] == 0
    assert pool.snapshot().circuit.state == "open"
    (failed,) = lines.of("session-failed")
    assert failed["reason"].startswith("the login cannot be sent")
    assert LONG.reveal() not in str(lines.entries)


async def test_what_the_server_warns_of_is_told(
    autojump_clock, start_pool: StartPool, registry: Registry, lines: Lines
) -> None:
    async def warn(link: Link, request: Request) -> None:
        events = LoginEvents(
            events=(
                LoginEvent(type="password", level="warning", expires="2026-12-01T00:00:00Z", text="Change it soon"),
                LoginEvent(type="cipher", level="warning", value="TLS_RSA_WITH_AES_128_CBC_SHA"),
            )
        )
        answer = Response(
            results=(Result(code=1000, message="Welcome"),),
            svtrid="SRV-1",
            cltrid=request.cltrid,
            extensions=(events,),
        )
        await link.send(link.session.reply(answer))

    registry.extensions = (LOGIN_SECURITY,)
    registry.answers["login"] = [once(warn)]
    pool = await start_pool()
    await wait_all_tasks_blocked()
    assert [line["reason"] for line in lines.of("login-event")] == [
        "warning: password, 2026-12-01T00:00:00Z, Change it soon",
        "warning: cipher, TLS_RSA_WITH_AES_128_CBC_SHA",
    ]
    assert [session.state for session in pool.snapshot().sessions] == ["idle"]
