"""loginSec-1.0 (RFC 8807). Passwords in it depend on those of the login: see `test_login_security`."""

from typing import Any

from hypothesis import strategies as st

from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model.responses import Greeting, Response, Result
from epp_gateway.model.secret import Secret
from tests.epp.draw import values
from tests.epp.words import DOMAIN, HOST, WORDS, answered, asked, lines, tuples

LOGIN_SECURITY = "urn:ietf:params:xml:ns:epp:loginSec-1.0"
INSTEAD = Secret("[LOGIN-SECURITY]")
LONG = Secret("correct horse <battery> & staple")
OTHER = Secret("ein längeres Kennwort 🔑")
AGENT = x.UserAgent(app="EPP Gateway 1.0", tech="CPython 3.11.9", os="x86_64 Linux 6.1")


def login(password: Secret, new_password: Secret | None = None) -> c.Login:
    return c.Login(
        clid="panel-one",
        password=password,
        new_password=new_password,
        objects=(DOMAIN, HOST),
        extensions=(LOGIN_SECURITY,),
    )


COMMANDS: dict[str, c.Request] = {
    "rfc/8807/login.command.xml": asked(login(INSTEAD), x.LoginSecurity(user_agent=AGENT, password=LONG)),
    "rfc/8807/login-both.command.xml": asked(
        login(INSTEAD, INSTEAD), x.LoginSecurity(password=LONG, new_password=OTHER)
    ),
    "rfc/8807/login-new.command.xml": asked(
        login(Secret("open&Sesame"), INSTEAD),
        x.LoginSecurity(user_agent=x.UserAgent(os="x86_64 Linux 6.1"), new_password=LONG),
    ),
    "rfc/8807/login-agent.command.xml": asked(
        login(Secret("open&Sesame")), x.LoginSecurity(user_agent=x.UserAgent(tech="CPython 3.11.9"))
    ),
}

ANSWERS: dict[str, Greeting | Response] = {
    "rfc/8807/login.response.xml": answered(
        None,
        x.LoginEvents(
            events=(
                x.LoginEvent(
                    type="password", level="warning", expires="2026-05-11T00:00:00Z", text="Kennwort & Frist", lang="de"
                ),
                x.LoginEvent(type="certificate", level="warning", expires="2026-06-01T00:00:00Z"),
                x.LoginEvent(type="cipher", level="warning", value="TLS_RSA_WITH_AES_128_CBC_SHA", text="Weak cipher"),
                x.LoginEvent(type="tlsProtocol", level="error", value="TLSv1.1"),
                x.LoginEvent(
                    type="stat",
                    name="failedLogins",
                    level="warning",
                    value="17",
                    duration="P1D",
                    text="Many refused logins",
                ),
                x.LoginEvent(type="custom", name="quota", level="warning", text="Few sessions are left"),
            )
        ),
    ),
    "rfc/8807/refused.response.xml": answered(
        None,
        x.LoginEvents(
            events=(
                x.LoginEvent(type="password", level="error", expires="2026-05-01T00:00:00Z", text="It has expired"),
                x.LoginEvent(type="newPW", level="error", text="The new one is too simple"),
            )
        ),
        result=Result(code=2200, message="Authentication error"),
    ),
}

_MAYBE_WORD = st.one_of(st.none(), WORDS)

DRAWN: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (x.UserAgent, "app"): lines(1, 40),
    (x.UserAgent, "tech"): st.one_of(st.none(), lines(1, 40)),
    (x.UserAgent, "os"): st.one_of(st.none(), lines(1, 40)),
    (x.LoginSecurity, "user_agent"): st.deferred(lambda: st.builds(x.UserAgent, app=lines(1, 40))),
    (x.LoginSecurity, "password"): st.none(),
    (x.LoginSecurity, "new_password"): st.none(),
    (x.LoginEvents, "events"): st.deferred(lambda: tuples(values(x.LoginEvent), 1, 3)),
    (x.LoginEvent, "type"): st.sampled_from(["password", "newPW", "cipher", "stat", "custom"]),
    (x.LoginEvent, "level"): st.sampled_from(["warning", "error"]),
    (x.LoginEvent, "name"): _MAYBE_WORD,
    (x.LoginEvent, "value"): _MAYBE_WORD,
    (x.LoginEvent, "duration"): st.sampled_from([None, "P1D", "PT36H"]),
    (x.LoginEvent, "text"): lines(0, 60),
}
