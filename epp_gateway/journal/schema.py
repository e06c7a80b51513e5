"""The journal's tables as one text: what all migrations together make. Read this to know what is kept and promised.

A row is a whole value as JSON in `body`, beside the columns that constraints and look-ups need. The promises:
a panel uses a key once; at most one operation in flight holds an object; a completed operation stays completed; the
history only grows; a version of a contact is written once; a contact's registry id and a token's digest are unique.
"""

SCHEMA = """
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE operation (
    id TEXT NOT NULL PRIMARY KEY,
    panel TEXT NOT NULL,
    key TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_name TEXT NOT NULL,
    object_scope TEXT NOT NULL,
    state TEXT NOT NULL,
    sent TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (panel, key)
);
CREATE UNIQUE INDEX operation_in_flight ON operation (object_kind, object_name, object_scope)
    WHERE state IN ('sending', 'reconciling');
CREATE INDEX operation_of_object ON operation (object_name, id);
CREATE INDEX operation_of_panel ON operation (panel, id);
CREATE INDEX operation_by_state ON operation (state, id);
CREATE TRIGGER operation_stays_completed BEFORE UPDATE ON operation
    WHEN old.state IN ('refused', 'succeeded', 'failed', 'cancelled') AND new.state <> old.state
        AND NOT (old.state = 'failed' AND old.sent = 'no')
    BEGIN SELECT RAISE(ABORT, 'a completed operation stays completed'); END;

CREATE TABLE history (
    operation TEXT NOT NULL REFERENCES operation (id),
    n INTEGER NOT NULL,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (operation, n)
) WITHOUT ROWID;
CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'the history only grows'); END;
CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'the history only grows'); END;

CREATE TABLE domain (
    name TEXT NOT NULL PRIMARY KEY,
    panel TEXT NOT NULL,
    account TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX domain_of_panel ON domain (panel, name);

CREATE TABLE contact (
    panel TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (panel, id, version)
) WITHOUT ROWID;
CREATE TRIGGER contact_version_is_not_changed BEFORE UPDATE ON contact
    BEGIN SELECT RAISE(ABORT, 'a version of a contact is written once'); END;

CREATE TABLE host (
    panel TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (panel, name)
) WITHOUT ROWID;

CREATE TABLE instance (
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    panel TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    registry_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, kind, panel, name, role)
) WITHOUT ROWID;
CREATE UNIQUE INDEX instance_contact_id ON instance (account, kind, registry_id) WHERE kind = 'contact';
CREATE INDEX instance_of_object ON instance (kind, panel, name);
CREATE INDEX instance_by_registry_id ON instance (account, kind, registry_id);

CREATE TABLE fact (
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (scope, subject, name)
) WITHOUT ROWID;

CREATE TABLE panel (
    id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL
);

CREATE TABLE token (
    id TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    panel TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX token_of_panel ON token (panel, id);
"""
