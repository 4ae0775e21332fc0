-- The truth: append-only and content-addressed. The tables that applications
-- read are a projection of it and no migration's business.

-- +goose Up
CREATE TABLE documents (
    digest  TEXT NOT NULL PRIMARY KEY,
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    version INTEGER,
    body    TEXT NOT NULL
) STRICT;

CREATE INDEX documents_identity ON documents (kind, name, version);

CREATE TABLE releases (
    number           INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    digest           TEXT NOT NULL,
    plan_digest      TEXT NOT NULL,
    catalog          TEXT NOT NULL,
    target           TEXT NOT NULL,
    git_revision     TEXT,
    git_author       TEXT,
    git_message      TEXT,
    git_modified     INTEGER NOT NULL CHECK (git_modified IN (0, 1)),
    published_at     TEXT NOT NULL,
    published_by     TEXT NOT NULL,
    compiler_version TEXT NOT NULL,
    created          INTEGER NOT NULL,
    updated          INTEGER NOT NULL,
    deleted          INTEGER NOT NULL,
    documents        INTEGER NOT NULL
) STRICT;

CREATE TABLE entries (
    kind         TEXT NOT NULL,
    name         TEXT NOT NULL,
    digest       TEXT NOT NULL REFERENCES documents (digest),
    from_release INTEGER NOT NULL REFERENCES releases (number),
    to_release   INTEGER REFERENCES releases (number) CHECK (to_release > from_release),
    source       TEXT,
    PRIMARY KEY (kind, name, from_release)
) STRICT, WITHOUT ROWID;

CREATE INDEX entries_from_release ON entries (from_release);
CREATE INDEX entries_to_release ON entries (to_release);

CREATE TABLE current (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    release INTEGER NOT NULL REFERENCES releases (number)
) STRICT;

CREATE TABLE publish_journal (
    id           INTEGER NOT NULL PRIMARY KEY,
    plan_digest  TEXT NOT NULL,
    base_release INTEGER NOT NULL,
    holder       TEXT NOT NULL,
    process      INTEGER NOT NULL,
    started_at   TEXT NOT NULL,
    outcome      TEXT CHECK (outcome IN ('published', 'failed', 'abandoned')),
    release      INTEGER REFERENCES releases (number)
) STRICT;

CREATE INDEX publish_journal_open ON publish_journal (id) WHERE outcome IS NULL;

CREATE TABLE key_pins (
    release     INTEGER NOT NULL REFERENCES releases (number),
    integration TEXT NOT NULL,
    path        TEXT NOT NULL,
    field       TEXT NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (release, integration, path, field)
) STRICT;

CREATE TABLE audit_log (
    id        INTEGER NOT NULL PRIMARY KEY,
    at        TEXT NOT NULL,
    actor     TEXT NOT NULL,
    action    TEXT NOT NULL,
    release   INTEGER REFERENCES releases (number),
    detail    TEXT NOT NULL,
    prev_hash TEXT NOT NULL UNIQUE,
    hash      TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE projection (
    table_name  TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL
) STRICT;
