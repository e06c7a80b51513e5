"""The shapes of the configuration files: which keys there are, their kinds and their defaults.

Every key is told in docs/configuration.md, and a test holds that. There is no key that turns a check of a registry's
certificate off. Unknown keys are mistakes.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from epp_gateway.model.extensions import TransferMethod
from epp_gateway.model.intent import Role
from epp_gateway.model.objects import PostalType

from .capabilities import Dialect
from .config_fields import Count, EndpointText, Identifier, LoopbackUrl, Reference, ResultCode, Seconds, Suffix, Text

LogLevel = Literal["debug", "info", "warning", "error"]


class Table(BaseModel):
    """A table of a TOML file: kinds are taken strictly, unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Listen(Table):
    """`[listen]`: the one HTTP listener, for the API and the metrics."""

    host: Text = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    tls_cert: Text | None = None
    tls_key: Text | None = None
    insecure_listener: Text | None = None
    body_cap: int = Field(default=262_144, ge=1024)


class Store(Table):
    """`[store]`: where the journal is, and the key that seals secrets in it."""

    path: Text = "../var/journal.sqlite"
    seal_key: Reference


class Log(Table):
    """`[log]`: the session log."""

    folder: Text = "../var/log"
    level: LogLevel = "info"


class Policy(Table):
    """`[policy]`: where packs lie, and those that hold for every account and panel."""

    folders: list[Text] = ["policy"]
    packs: list[Text] = []


class Panel(Table):
    """`[panels.NAME]`: what is particular to one panel."""

    packs: list[Text] = []


class GatewayFile(Table):
    """`gateway.toml`."""

    registries: Text = "registries"
    clock: LoopbackUrl | None = None
    listen: Listen = Listen()
    store: Store
    log: Log = Log()
    policy: Policy = Policy()
    panels: dict[Identifier, Panel] = {}


class Credentials(Table):
    """`[credentials]`: the client id at the registry and its password by reference."""

    clid: str = Field(min_length=3, max_length=16)
    password: Reference


class Tls(Table):
    """`[tls]`: whom to trust (the system's authorities where `ca` is absent) and what to show."""

    ca: Text | None = None
    cert: Text | None = None
    key: Text | None = None
    server_name: Text | None = None


class CapabilitiesTable(Table):
    """`[capabilities]`: what differs from the dialect's own."""

    contact_model: Literal["none", "optional", "required"] | None = None
    required_contacts: list[Role] | None = None
    postal_types: list[PostalType] | None = None
    contact_kinds: bool | None = None
    renew: bool | None = None
    min_years: Count | None = None
    max_years: Count | None = None
    transfer_period: bool | None = None
    ending: Literal["none", "month-end"] | None = None
    transfer_methods: list[TransferMethod] | None = None
    check_size: Count | None = None
    auth_info: Literal["random", "empty"] | None = None


class LimitsTable(Table):
    """`[limits]`: what differs from the pool's own limits. Times are in seconds."""

    min_sessions: int | None = Field(default=None, ge=0)
    max_sessions: Count | None = None
    max_waiting: int | None = Field(default=None, ge=0)
    idle_proof: Seconds | None = None
    max_age: Seconds | None = None
    jitter: float | None = Field(default=None, ge=0, lt=1)
    warm_pause: Seconds | None = None
    backoff_first: Seconds | None = None
    backoff_cap: Seconds | None = None
    frame_cap: int | None = Field(default=None, ge=4096)
    circuit_after: Count | None = None
    circuit_rest: Seconds | None = None
    error_penalty: float | None = Field(default=None, ge=0)
    linger: Seconds | None = None
    learned_for: Seconds | None = None


class PaceTable(Table):
    """`[pace]`: how many commands a minute the account may send, and how many of each class."""

    all: Count | None = None
    session: Count | None = None
    check: Count | None = None
    read: Count | None = None
    transform: Count | None = None


class DeadlinesTable(Table):
    """`[deadlines]`: what differs from the pool's own deadlines, in seconds."""

    look_up: Seconds | None = None
    connect: Seconds | None = None
    tls: Seconds | None = None
    greeting: Seconds | None = None
    login: Seconds | None = None
    write: Seconds | None = None
    reply: Seconds | None = None
    frame: Seconds | None = None
    logout: Seconds | None = None
    drain: Seconds | None = None


class RegistryFile(Table):
    """`registries/*.toml`: one registry account."""

    id: Identifier
    environment: Literal["ote", "production"]
    endpoints: list[EndpointText] = Field(min_length=1)
    server_id: Text | None = None
    source_address: Text | None = None
    proof_check: Text | None = None
    full_codes: list[ResultCode] = [2502]
    tlds: list[Suffix] = Field(min_length=1)
    panels: list[Identifier] = []
    zones: list[Suffix] = []
    packs: list[Text] = []
    dialect: Dialect = "generic"
    settle_seconds: Seconds = 10.0
    deadline_seconds: Seconds = 120.0
    credentials: Credentials
    tls: Tls = Tls()
    limits: LimitsTable = LimitsTable()
    pace: PaceTable = PaceTable()
    deadlines: DeadlinesTable = DeadlinesTable()
    capabilities: CapabilitiesTable = CapabilitiesTable()
