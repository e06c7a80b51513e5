"""The common shape of our values: frozen, keyword-only, comparable, and encodable by msgspec."""

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen value. Fields are keyword-only; `msgspec.structs.replace` makes a changed copy."""
