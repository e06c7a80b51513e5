"""The common shape of our values: frozen, comparable, and encodable by msgspec."""

import msgspec


class Value(msgspec.Struct, frozen=True):
    """A frozen value. We make values with keywords; `msgspec.structs.replace` makes a changed copy."""


class Carried(Value, frozen=True):
    """A value that is XML text, which may hold a password: its `repr` tells the text's size only."""

    namespace: str
    xml: str

    def __repr__(self) -> str:
        return f"{type(self).__name__}(namespace={self.namespace!r}, xml=<{len(self.xml)} characters>)"
