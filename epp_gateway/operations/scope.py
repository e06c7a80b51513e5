"""What keeps the names of objects apart in the journal: the panel for contacts, nothing for domains and hosts."""

from epp_gateway.journal.entry import Entry


def scope_of(entry: Entry) -> str:
    """The scope of an operation's object."""
    return entry.panel if entry.object_kind == "contact" else ""
