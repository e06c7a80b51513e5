"""A secret is masked by its type: it has to be asked for by name, and nothing prints it by accident."""


class Secret:
    """A password, auth code or key. Equality works; `str`, `repr` and formatting show a mask."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Give the text, for the one place that has to put it on a wire or compare it."""
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"
