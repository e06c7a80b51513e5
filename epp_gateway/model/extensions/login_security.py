"""loginSec-1.0 (RFC 8807): long passwords at login, what the client is, and what the server finds wrong with either."""

from epp_gateway.model.base import Value
from epp_gateway.model.secret import Secret

LOGIN_SECURITY_WORD = "[LOGIN-SECURITY]"
"""In place of a password of the core login: the real one stands in the extension (section 3.2)."""


class UserAgent(Value, frozen=True):
    """userAgent (section 4.1): the client's application, technology and operating system; at least one of them."""

    app: str | None = None
    tech: str | None = None
    os: str | None = None


class LoginSecurity(Value, frozen=True, tag="login.security", tag_field="type"):
    """loginSec on a login (section 4.1).

    Either password stands here if and only if the one of the login is the placeholder: `secured` of
    `epp/extensions/login_security.py` makes both from a plain login, `plain` takes them apart again. Six characters
    or more; white space inside counts as one space.
    """

    user_agent: UserAgent | None = None
    password: Secret | None = None
    new_password: Secret | None = None


class LoginEvent(Value, frozen=True):
    """One event (section 3.1): a warning or an error about the way we log in.

    Attributes:
        type: password, certificate, cipher, tlsProtocol, newPW, stat or custom.
        level: warning or error.
        name: of a statistic, or of a custom event.
        expires: when a warning becomes an error: the end of the password or of the certificate.
        value: what is at fault, such as the cipher suite.
        duration: what a statistic is about, as XML Schema writes durations (`P1D`).
        text: in the words of the server; may be empty.
        lang: the language of the text.
    """

    type: str
    level: str
    name: str | None = None
    expires: str | None = None
    value: str | None = None
    duration: str | None = None
    text: str = ""
    lang: str = "en"


class LoginEvents(Value, frozen=True, tag="login.events", tag_field="type"):
    """loginSecData in the answer to a login, accepted or refused (section 4.1)."""

    events: tuple[LoginEvent, ...]
