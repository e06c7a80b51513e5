"""What one pool is told: where its registry is, whom to trust, how long to wait, how many sessions it may hold.

Frozen values without behaviour. There is no setting that turns a check of the server's certificate off.
"""

from pathlib import Path

from epp_gateway.model.base import Value
from epp_gateway.model.commands import Command, Poll
from epp_gateway.model.secret import Secret


class Endpoint(Value, frozen=True):
    """Where a registry listens. A name stands for all its addresses."""

    host: str
    port: int = 700


class TlsSettings(Value, frozen=True):
    """Whom to trust and what to show.

    Attributes:
        ca_file: the only authorities trusted, PEM; None trusts the system's.
        cert_file: our client certificate with its chain, PEM; None shows none.
        key_file: its key; None where the key stands in `cert_file`.
        server_name: the name the server's certificate must carry; None means the endpoint's host.
    """

    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None
    server_name: str | None = None


class Deadlines(Value, frozen=True):
    """How long each phase may take, in seconds.

    Attributes:
        look_up: finding a name's addresses.
        connect: to each address.
        tls: the handshake.
        greeting: from the handshake to the whole greeting.
        login: from the login's command to its whole answer.
        write: handing a frame to the connection.
        reply: from a command to the first octet of its answer.
        frame: from a frame's first octet to its last, whoever asked for it.
        logout: for a clean goodbye.
        drain: for commands that run when the pool drains.
    """

    look_up: float = 10.0
    connect: float = 10.0
    tls: float = 10.0
    greeting: float = 10.0
    login: float = 15.0
    write: float = 10.0
    reply: float = 30.0
    frame: float = 10.0
    logout: float = 5.0
    drain: float = 30.0


class Limits(Value, frozen=True):
    """How many, how long, how often. Times are in seconds.

    Attributes:
        max_sessions: the registry account's limit, or this process's share of it.
        max_waiting: how many may wait for a session; the next one is refused at once.
        idle_proof: a session that has not proved its login for so long is proved before it is leased.
        max_age: after that a session is replaced.
        jitter: up to this share of them both are shortened, so that sessions opened together do not act together.
        warm_pause: between two sessions that are opened while nobody waits for them.
        backoff_first, backoff_cap: the pause after the first failure, doubled with each until the cap.
        frame_cap: the largest frame taken from the server, in octets.
        circuit_after: so many failures to open in a row open the circuit.
        circuit_rest: how long an open circuit rests until one knock.
        error_penalty: so long a session takes no command after one that was answered with an error.
        linger: after a start, sessions of a previous run may still count: 2502 teaches nothing for so long.
        learned_for: how long a limit that a 2502 taught is believed.
    """

    min_sessions: int = 1
    max_sessions: int = 10
    max_waiting: int = 1000
    idle_proof: float = 120.0
    max_age: float = 86_000.0
    jitter: float = 0.05
    warm_pause: float = 0.2
    backoff_first: float = 1.0
    backoff_cap: float = 60.0
    frame_cap: int = 1 << 20
    circuit_after: int = 5
    circuit_rest: float = 60.0
    error_penalty: float = 0.0
    linger: float = 60.0
    learned_for: float = 900.0

    def __post_init__(self) -> None:
        """Refuse what no pool can hold. Raises ValueError."""
        if not 0 <= self.min_sessions <= self.max_sessions or self.max_sessions < 1:
            raise ValueError("sessions must be 0 <= min_sessions <= max_sessions, and at least one")
        if not 0 <= self.jitter < 1:
            raise ValueError("jitter must be a share from 0 to below 1")
        durations = (self.idle_proof, self.max_age, self.backoff_first, self.circuit_rest, self.learned_for)
        if min(durations) <= 0 or self.backoff_cap < self.backoff_first:
            raise ValueError("times must be positive, and backoff_cap not below backoff_first")
        if self.circuit_after < 1 or self.max_waiting < 0:
            raise ValueError("circuit_after must be at least 1, max_waiting not negative")


class Pace(Value, frozen=True):
    """How many commands a minute the account may send, at least 1; None is any number.

    Attributes:
        all: logins and logouts among them.
        session, check, read, transform: of one class (see `pace.CommandClass`).
    """

    all: int | None = None
    session: int | None = None
    check: int | None = None
    read: int | None = None
    transform: int | None = None


class PoolSettings(Value, frozen=True):
    """All that a pool is told about its registry account.

    Attributes:
        account: our name for the account, which is also the registry's name in the log.
        endpoints: tried in this order.
        expected_server_id: the greeting's svID must be this one; None takes any.
        proof: what proves a login: a command that needs one and changes nothing. A hello needs none.
        full_codes: what a login is answered with where the account has too many sessions; some registries say 2501.
        source_address: the address of ours to connect from; None leaves it to the system.
        dialect: a name in `epp.dialect.DIALECTS`.
    """

    account: str
    clid: str
    password: Secret
    endpoints: tuple[Endpoint, ...]
    tls: TlsSettings = TlsSettings()
    expected_server_id: str | None = None
    proof: Command = Poll(op="req")
    source_address: str | None = None
    full_codes: tuple[int, ...] = (2502,)
    dialect: str = "generic"
    deadlines: Deadlines = Deadlines()
    limits: Limits = Limits()
    pace: Pace = Pace()
