"""Reads `gateway.toml` and the registry files beside it, and finds every mistake in one run.

`load` gives a frozen `GatewayConfig` or raises ConfigError with all mistakes, each as `file:line: key: what`. The
steps: shapes (config_shapes), values of one file (config_account, here), agreement between files (config_agreement).
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from epp_gateway.model.errors import ConfigError

from .config_account import account_of
from .config_agreement import Read, check_agreement, check_packs
from .config_fields import CLEAR_TEXT_WORDS, resolve
from .config_mistakes import Source
from .config_references import References, existing_file
from .config_shapes import GatewayFile, Listen, RegistryFile
from .loopback import is_loopback
from .settings import AccountConfig, GatewayConfig, ListenerTls, PanelConfig

SEAL_KEY_LENGTH = 16
"""In characters; the journal takes no shorter key."""


def load(
    file: Path, *, environ: Mapping[str, str] = os.environ, secrets: bool = True, clock_url: str | None = None
) -> GatewayConfig:
    """Read the configuration.

    Args:
        file: `gateway.toml`; relative paths inside a file are relative to that file.
        environ: where `env:NAME` is looked up.
        secrets: False checks only the form of references, for machines that do not have the secrets; what is read
            then must not be used to serve.
        clock_url: takes the place of the key `clock`.

    Raises:
        ConfigError: with every mistake found.
    """
    gateway = Source(file)
    references = References(environ, look_up=secrets)
    shape = gateway.read(GatewayFile, {"clock": clock_url} if clock_url else {})
    registries = [Read(source, source.read(RegistryFile)) for source in _registry_sources(gateway)]
    accounts = [account_of(read.source, read.shape, references) for read in registries if read.shape]
    config = _gateway(gateway, shape, references, accounts) if shape else None
    if shape and config:
        check_agreement(gateway, registries, follows_clock=shape.clock is not None)
        check_packs(gateway, shape, registries, config.policy_folders)
    mistakes = [line for source in (gateway, *(read.source for read in registries)) for line in source.lines()]
    if mistakes or config is None:
        raise ConfigError(mistakes)
    return config


def _registry_sources(gateway: Source) -> list[Source]:
    """The registry files, read even when the gateway's own file is wrong, so that all mistakes show at once."""
    named = (gateway.data or {}).get("registries", "registries")
    folder = resolve(gateway.file, named) if isinstance(named, str) else None
    if folder is None:
        return []
    # Shown as the user would write it: beside the file that was named, where that is where it lies.
    shown = gateway.file.parent / named
    return [Source(shown / file.name) for file in sorted(folder.glob("*.toml")) if not file.name.startswith(".")]


def _gateway(
    source: Source, shape: GatewayFile, references: References, accounts: Sequence[AccountConfig]
) -> GatewayConfig:
    """The whole, with mistakes noted in the source; where there is one, the value stands for nothing."""
    return GatewayConfig(
        file=source.file,
        listen_host=shape.listen.host,
        listen_port=shape.listen.port,
        listen_tls=_listener_tls(source, shape.listen),
        store_path=resolve(source.file, shape.store.path),
        seal_key=references.secret(source, ("store", "seal_key"), shape.store.seal_key, at_least=SEAL_KEY_LENGTH),
        environment=accounts[0].account.environment if accounts else "ote",
        log_folder=resolve(source.file, shape.log.folder),
        log_level=shape.log.level,
        body_cap=shape.listen.body_cap,
        packs=tuple(shape.policy.packs),
        accounts=tuple(accounts),
        panels={panel: PanelConfig(packs=tuple(settings.packs)) for panel, settings in shape.panels.items()},
        policy_folders=tuple(resolve(source.file, folder) for folder in shape.policy.folders),
        clock_url=shape.clock,
    )


def _listener_tls(source: Source, listen: Listen) -> ListenerTls | None:
    """The listener's certificate; without one it stays on loopback unless the file says otherwise in words."""
    cert = existing_file(source, ("listen", "tls_cert"), listen.tls_cert)
    key = existing_file(source, ("listen", "tls_key"), listen.tls_key)
    if cert and key:
        return ListenerTls(cert=cert, key=key)
    if cert or key:
        source.add(("listen", "tls_cert" if cert else "tls_key"), "`tls_cert` and `tls_key` go together")
    elif listen.insecure_listener not in {None, CLEAR_TEXT_WORDS}:
        source.add(("listen", "insecure_listener"), f'must be the words "{CLEAR_TEXT_WORDS}"')
    elif not is_loopback(listen.host) and not listen.insecure_listener:
        words = f'`insecure_listener = "{CLEAR_TEXT_WORDS}"`'
        source.add(("listen", "host"), f"is not loopback: give `tls_cert` and `tls_key`, or {words}")
    return None
