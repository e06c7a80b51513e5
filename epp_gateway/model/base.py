"""The common shape of our values: frozen, comparable, and encodable by msgspec."""

import msgspec


class Value(msgspec.Struct, frozen=True):
    """A frozen value. We make values with keywords; `msgspec.structs.replace` makes a changed copy."""
