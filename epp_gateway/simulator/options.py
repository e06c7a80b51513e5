"""What a simulator is started with. Times are milliseconds or seconds as their names say."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to run one simulator.

    Attributes:
        profile: `verisign`, `jprs` or `generic`.
        listen: host and port for EPP; port 0 takes a free one.
        control: the same for the control interface.
        certs: a folder with `ca.pem`, `server.pem` and `server.key`; None makes a throw-away authority.
        seed: a JSON file of objects to begin with.
        latency_ms: a reply leaves that long after its frame arrived, processing included.
        clock: the instant to start at; None is the real time.
        require_client_cert: whether a client must show a certificate that names its account.
        session_limit: logged-in sessions of one account.
        accounts: client ids; passwords are made at start unless the seed gives them.
        transcript_limit: frames kept; older ones are dropped.
        idle_seconds: a session that says nothing for so long is closed.
    """

    profile: str = "generic"
    listen: str = "127.0.0.1:0"
    control: str = "127.0.0.1:0"
    certs: Path | None = None
    seed: Path | None = None
    latency_ms: float = 0
    clock: datetime | None = None
    require_client_cert: bool = False
    session_limit: int = 50
    accounts: tuple[str, ...] = ("registrar-a", "registrar-b")
    transcript_limit: int = 200_000
    idle_seconds: float = 3600
