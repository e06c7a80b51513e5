"""Who asks: a panel by one of its tokens."""

from .base import Value


class Caller(Value, frozen=True):
    """A panel, by one of its tokens.

    Attributes:
        scopes: what the token may do: `read write unlock operate facts`.
        token_id: the token's public part, by which a log may name it.
    """

    panel: str
    scopes: frozenset[str]
    token_id: str

    def may_see(self, panel: str) -> bool:
        """Whether objects of that panel exist for this caller: its own, or all for an operator."""
        return panel == self.panel or "operate" in self.scopes
