"""What operators do with a registry account while the gateway runs: resume it, give it other settings."""

from collections.abc import Callable, Mapping

import trio
from structlog.typing import FilteringBoundLogger

from epp_gateway.model.errors import ConfigError, NotFound
from epp_gateway.pool.runner import Pool

from .settings import AccountConfig, GatewayConfig


class Control:
    """Acts on the pools.

    Args:
        config: what is in force.
        pools: by account.
        read: reads the configuration anew; it may block, and raise ConfigError.
        log: a structlog logger.
    """

    def __init__(
        self,
        config: GatewayConfig,
        pools: Mapping[str, Pool],
        *,
        read: Callable[[], GatewayConfig],
        log: FilteringBoundLogger,
    ) -> None:
        self._accounts = {account.account.id: account for account in config.accounts}
        self._pools = pools
        self._read = read
        self._log = log

    async def resume(self, registry: str, by: str) -> None:
        """Close an account's open circuit: what opened it is mended. Raises NotFound."""
        self._pool(registry).resume()
        self._log.info("resume-asked", registry=registry, panel=by)

    async def reload(self, registry: str, by: str) -> None:
        """Read the configuration anew, and use an account's endpoints, TLS, password, limits, paces and deadlines.

        Its sessions are replaced one after the other; what runs or waits notices nothing.

        Raises:
            NotFound: there is no such account.
            ConfigError: the configuration has mistakes, or asks for what only a restart can do; nothing has changed.
        """
        pool = self._pool(registry)
        config = await trio.to_thread.run_sync(self._read)
        changed = next((one for one in config.accounts if one.account.id == registry), None)
        if changed is None:
            raise ConfigError([f"there is no registry `{registry}` any more: that needs a restart"])
        self._check(self._accounts[registry], changed)
        pool.change(changed.pool)
        self._log.info("reloaded", registry=registry, panel=by)

    async def reload_all(self) -> None:
        """Reload every account; mistakes go to the log, and leave what is in force as it is."""
        for registry in self._pools:
            try:
                await self.reload(registry, "SIGHUP")
            except ConfigError as error:
                self._log.error("reload-refused", registry=registry, reason="; ".join(error.mistakes))

    def _pool(self, registry: str) -> Pool:
        if registry not in self._pools:
            raise NotFound(f"there is no registry `{registry}`")
        return self._pools[registry]

    @staticmethod
    def _check(old: AccountConfig, new: AccountConfig) -> None:
        fields = [name for name in old.account.__struct_fields__ if _differ(old.account, new.account, name)]
        fields += [name for name in ("dialect", "clid") if _differ(old.pool, new.pool, name) and name not in fields]
        if fields:
            raise ConfigError([f"{old.account.id}: `{name}` can only be changed by a restart" for name in fields])


def _differ(old: object, new: object, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))
