"""Which registry account a name belongs to: existing names to the one that sponsors them, new ones by TLD and panel."""

from collections.abc import Iterable

from epp_gateway.model.account import Account
from epp_gateway.model.errors import NotServed
from epp_gateway.model.names import Name


class Accounts:
    """The configured accounts, in the order of the configuration."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._by_id = {account.id: account for account in accounts}

    def all(self) -> "list[Account]":
        """Every account, in the order of the configuration."""
        return [*self._by_id.values()]

    def get(self, account: str, *, path: str | None = None) -> Account:
        """An account by its id. Raises NotServed when the configuration has none of that name."""
        try:
            return self._by_id[account]
        except KeyError:
            raise NotServed(f"no registry `{account}` is configured", path=path) from None

    def for_panel(self, account: str, panel: str, *, path: str | None = None) -> Account:
        """An account by its id, for a panel that may use it. Raises NotServed as if it did not exist."""
        found = self._by_id.get(account)
        if found is None or (found.panels and panel not in found.panels):
            raise NotServed(f"no registry `{account}` is configured", path=path)
        return found

    def for_new(self, name: Name, panel: str, *, path: str | None = None) -> Account:
        """The account for a new name: the one with the longest fitting suffix that takes this panel.

        Raises:
            NotServed: when there is none.
        """
        fitting = [(len(account.suffix_of(name) or ""), account) for account in self._by_id.values()]
        serving = [(length, account) for length, account in fitting if account.serves(name, panel)]
        if not serving:
            raise NotServed(f"`{name.unicode}`: no registry here serves that TLD for this panel", path=path)
        return max(serving, key=lambda pair: pair[0])[1]
