"""Names, contacts, hosts, their registry objects, facts, panels and tokens as rows."""

import json
from collections.abc import Iterable, Mapping, Sequence

from epp_gateway.model.facts import Fact, FactScope
from epp_gateway.model.intent import ObjectKind

from .records import ContactRecord, DomainRecord, HostRecord, Instance, Token
from .rows import Rows


class RecordRows(Rows):
    """The record half of a transaction; what each method promises stands in `store.Transaction`."""

    def domain(self, name: str) -> DomainRecord | None:
        """A name, whoever has it."""
        return self._one(DomainRecord, "SELECT body FROM domain WHERE name = ?", name)

    def domains(self, *, panel: str, names: Iterable[str] = (), account: str | None = None) -> Sequence[DomainRecord]:
        """A panel's names, by name; all of them where none is named."""
        sql, values = "SELECT body FROM domain WHERE panel = ?", [panel]
        wanted = list(names)
        if wanted:
            # One JSON value, since a list of placeholders has a limit.
            sql += " AND name IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(wanted))
        if account is not None:
            sql += " AND account = ?"
            values.append(account)
        return self._all(DomainRecord, sql + " ORDER BY name", *values)

    def put_domain(self, record: DomainRecord) -> None:
        """Keep a name's record; it replaces the last one."""
        self._run(
            "INSERT INTO domain (name, panel, account, body) VALUES (?, ?, ?, ?) ON CONFLICT (name)"
            " DO UPDATE SET panel = excluded.panel, account = excluded.account, body = excluded.body",
            *(record.name, record.panel, record.account, self._codec.dump(record)),
        )

    def contact(self, panel: str, contact: str) -> ContactRecord | None:
        """The newest version of a panel's contact, deleted or not."""
        return self._one(
            ContactRecord,
            "SELECT body FROM contact WHERE panel = ? AND id = ? ORDER BY version DESC LIMIT 1",
            *(panel, contact),
        )

    def contact_versions(self, panel: str, contact: str) -> Sequence[ContactRecord]:
        """All versions, oldest first."""
        return self._all(
            ContactRecord, "SELECT body FROM contact WHERE panel = ? AND id = ? ORDER BY version", panel, contact
        )

    def add_contact_version(self, record: ContactRecord) -> None:
        """Keep a new version. Raises UniqueKey when that version exists."""
        self._run(
            "INSERT INTO contact (panel, id, version, body) VALUES (?, ?, ?, ?)",
            *(record.panel, record.id, record.version, self._codec.dump(record)),
        )

    def host(self, panel: str, name: str) -> HostRecord | None:
        """A panel's host."""
        return self._one(HostRecord, "SELECT body FROM host WHERE panel = ? AND name = ?", panel, name)

    def put_host(self, record: HostRecord) -> None:
        """Keep a host's record; it replaces the last one."""
        self._run(
            "INSERT INTO host (panel, name, body) VALUES (?, ?, ?)"
            " ON CONFLICT (panel, name) DO UPDATE SET body = excluded.body",
            *(record.panel, record.name, self._codec.dump(record)),
        )

    def instances(self, kind: ObjectKind, panel: str, name: str) -> Sequence[Instance]:
        """The registry objects behind a panel's contact or host, in every account."""
        return self._all(
            Instance,
            "SELECT body FROM instance WHERE kind = ? AND panel = ? AND name = ? ORDER BY account, role",
            *(kind, panel, name),
        )

    def instance_of(self, account: str, kind: ObjectKind, registry_id: str) -> Sequence[Instance]:
        """Who uses a registry object, by panel."""
        return self._all(
            Instance,
            "SELECT body FROM instance WHERE account = ? AND kind = ? AND registry_id = ? ORDER BY panel, name, role",
            *(account, kind, registry_id),
        )

    def put_instance(self, instance: Instance) -> None:
        """Keep a registry object. Raises UniqueKey when another contact has the registry id in that account."""
        self._run(
            "INSERT INTO instance (account, kind, panel, name, role, registry_id, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (account, kind, panel, name, role)"
            " DO UPDATE SET registry_id = excluded.registry_id, body = excluded.body",
            *(instance.account, instance.kind, instance.panel, instance.name, instance.role),
            *(instance.registry_id, self._codec.dump(instance)),
        )

    def facts(self, scope: FactScope, subject: str) -> Mapping[str, Fact]:
        """The facts of a subject by their names."""
        found = self._all(
            Fact, "SELECT body FROM fact WHERE scope = ? AND subject = ? ORDER BY name", *(scope, subject)
        )
        return {fact.name: fact for fact in found}

    def put_facts(self, scope: FactScope, subject: str, facts: Iterable[Fact]) -> None:
        """Keep facts; each replaces the one of its name."""
        for fact in facts:
            self._run(
                "INSERT INTO fact (scope, subject, name, body) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (scope, subject, name) DO UPDATE SET body = excluded.body",
                *(scope, subject, fact.name, self._codec.dump(fact)),
            )

    def clear_facts(self, scope: FactScope, subject: str) -> None:
        """Forget the facts of a subject."""
        self._run("DELETE FROM fact WHERE scope = ? AND subject = ?", scope, subject)

    def panels(self) -> Sequence[str]:
        """Ids of all panels, sorted."""
        return [row[0] for row in self._run("SELECT id FROM panel ORDER BY id")]

    def add_panel(self, panel: str, at: str) -> None:
        """Keep a new panel. Raises UniqueKey when it exists."""
        self._run("INSERT INTO panel (id, at) VALUES (?, ?)", panel, at)

    def tokens(self, panel: str) -> Sequence[Token]:
        """A panel's tokens, revoked ones too."""
        return self._all(Token, "SELECT body FROM token WHERE panel = ? ORDER BY id", panel)

    def token(self, digest: str) -> Token | None:
        """A token by its hash."""
        return self._one(Token, "SELECT body FROM token WHERE digest = ?", digest)

    def put_token(self, token: Token) -> None:
        """Keep a token; it replaces the one of its id. Raises UniqueKey when another token has the digest."""
        self._run(
            "INSERT INTO token (id, digest, panel, body) VALUES (?, ?, ?, ?) ON CONFLICT (id)"
            " DO UPDATE SET digest = excluded.digest, panel = excluded.panel, body = excluded.body",
            *(token.id, token.digest, token.panel, self._codec.dump(token)),
        )

    def meta(self, name: str) -> str | None:
        """A setting of the store itself."""
        row = self._run("SELECT value FROM meta WHERE name = ?", name).fetchone()
        return None if row is None else str(row[0])

    def put_meta(self, name: str, value: str) -> None:
        """Keep a setting of the store."""
        self._run(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            *(name, value),
        )
