"""Operations and their history as rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from epp_gateway.model.intent import ObjectKind

from .entry import COMPLETED, Entry, State
from .records import HistoryLine
from .rows import Rows, SqlValue

_OPEN = tuple(state for state in State if state not in COMPLETED)


class OperationRows(Rows):
    """The operation half of a transaction; what each method promises stands in `store.Transaction`."""

    def entry(self, operation: str) -> Entry | None:
        """An operation by its id."""
        return self._one(Entry, "SELECT body FROM operation WHERE id = ?", operation)

    def entry_by_key(self, panel: str, key: str) -> Entry | None:
        """An operation by its idempotency key."""
        return self._one(Entry, "SELECT body FROM operation WHERE panel = ? AND key = ?", panel, key)

    def insert_entry(self, entry: Entry, event: str, detail: Mapping[str, Any] | None = None) -> None:
        """Keep a new operation with its first history line. Raises UniqueKey or ObjectBusy."""
        self._run(
            "INSERT INTO operation (id, panel, key, object_kind, object_name, object_scope, state, sent, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(entry.id, entry.panel, entry.key, entry.object_kind, entry.object_name, entry.scope),
            *(entry.state.value, entry.sent.value, self._codec.dump(entry)),
        )
        self._add_line(entry, event, detail)

    def update_entry(self, entry: Entry, event: str, detail: Mapping[str, Any] | None = None) -> None:
        """Keep a moved operation, with a history line.

        Raises:
            ObjectBusy: the entry is in flight and another operation holds the object.
            IllegalMove: the operation was completed, and not as one that may be tried again.
            LookupError: there is no such operation.
        """
        done = self._run(
            "UPDATE operation SET state = ?, sent = ?, body = ? WHERE id = ?",
            *(entry.state.value, entry.sent.value, self._codec.dump(entry), entry.id),
        )
        if not done.rowcount:
            raise LookupError(f"there is no operation `{entry.id}`")
        self._add_line(entry, event, detail)

    def open_entries(self) -> Sequence[Entry]:
        """Every operation that is not completed, oldest first."""
        sql = f"SELECT body FROM operation WHERE state IN ({_marks(_OPEN)}) ORDER BY id"  # noqa: S608 - marks only
        return self._all(Entry, sql, *_OPEN)

    def in_flight(self, kind: ObjectKind, name: str, scope: str) -> Entry | None:
        """The operation that holds an object."""
        return self._one(
            Entry,
            "SELECT body FROM operation WHERE object_kind = ? AND object_name = ? AND object_scope = ?"
            " AND state IN ('sending', 'reconciling')",
            *(kind, name, scope),
        )

    def first_queued(self, kind: ObjectKind, name: str, scope: str) -> Entry | None:
        """The oldest operation that waits for an object."""
        return self._one(
            Entry,
            "SELECT body FROM operation WHERE object_name = ? AND object_kind = ? AND object_scope = ?"
            " AND state = 'queued' ORDER BY id LIMIT 1",
            *(name, kind, scope),
        )

    def entries(
        self,
        *,
        panel: str | None = None,
        object_name: str | None = None,
        states: Iterable[State] = (),
        limit: int = 100,
        before: str | None = None,
    ) -> Sequence[Entry]:
        """Operations, newest first; `before` is the id the last page ended with."""
        wanted = tuple(states)
        filters: list[tuple[str, tuple[SqlValue, ...]]] = [
            ("panel = ?", (panel,)) if panel is not None else ("", ()),
            ("object_name = ?", (object_name,)) if object_name is not None else ("", ()),
            (f"state IN ({_marks(wanted)})", wanted) if wanted else ("", ()),
            ("id < ?", (before,)) if before is not None else ("", ()),
        ]
        where = " AND ".join(term for term, _ in filters if term) or "TRUE"
        sql = f"SELECT body FROM operation WHERE {where} ORDER BY id DESC LIMIT ?"  # noqa: S608 - the terms above only
        return self._all(Entry, sql, *(value for _, values in filters for value in values), limit)

    def history(self, operation: str) -> Sequence[HistoryLine]:
        """An operation's history, oldest first."""
        rows = self._run("SELECT n, at, event, detail FROM history WHERE operation = ? ORDER BY n", operation)
        return [
            HistoryLine(operation=operation, n=n, at=at, event=event, detail=self._codec.load(dict, detail))
            for n, at, event, detail in rows
        ]

    def _add_line(self, entry: Entry, event: str, detail: Mapping[str, Any] | None) -> None:
        """Append to the history; lines of one operation are counted from 1."""
        self._run(
            "INSERT INTO history (operation, n, at, event, detail) VALUES"
            " (?1, (SELECT coalesce(max(n), 0) + 1 FROM history WHERE operation = ?1), ?2, ?3, ?4)",
            *(entry.id, entry.updated_at, str(event), self._codec.dump(dict(detail or {}))),
        )


def _marks(values: tuple[Any, ...]) -> str:
    """As many placeholders as there are values."""
    return ", ".join("?" * len(values))
