"""What the configuration says, as frozen values: read, checked, with references and paths resolved."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from epp_gateway.model.account import Account
from epp_gateway.model.base import Value
from epp_gateway.model.secret import Secret
from epp_gateway.pool.settings import PoolSettings


class ListenerTls(Value, frozen=True):
    """The certificate chain and the key (PEM files) that the HTTP listener shows."""

    cert: Path
    key: Path


class AccountConfig(Value, frozen=True):
    """A registry account: what routing needs and what its pool needs."""

    account: Account
    pool: PoolSettings


class PanelConfig(Value, frozen=True):
    """What is particular to one panel: ids of the packs that hold for it besides the common ones."""

    packs: tuple[str, ...] = ()


class GatewayConfig(Value, frozen=True):
    """The whole configuration.

    Attributes:
        file: the file it was read from.
        listen_tls: None means plain HTTP, which is allowed on loopback or where the configuration says so in words.
        environment: that of every account; they never differ.
        body_cap: the longest request body taken, in bytes.
        packs: ids of the packs that hold for every account and panel.
        panels: by panel id; a panel need not be listed here to exist.
        policy_folders: where packs lie, in the order they are read.
        clock_url: the simulator whose clock is followed, None for the machine's own.
    """

    file: Path
    listen_host: str
    listen_port: int
    listen_tls: ListenerTls | None
    store_path: Path
    seal_key: Secret
    environment: Literal["ote", "production"]
    log_folder: Path
    log_level: str
    body_cap: int
    packs: tuple[str, ...]
    accounts: tuple[AccountConfig, ...]
    panels: Mapping[str, PanelConfig]
    policy_folders: tuple[Path, ...]
    clock_url: str | None = None
