"""The ledger's tables, and how an older ledger becomes a newer one.

`PRAGMA user_version` counts the migrations that a file has seen; opening it runs the rest, in one transaction.
A migration that has been released is never changed: another is added.  docs/ledger.md explains every column.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from cleaner.ledger.alike import alike
from cleaner.ledger.trouble import PATIENCE, LedgerError

_IS_OPEN = "({0}.answer IS NULL AND {0}.verdict <> 'fix')"
_ONE_MORE = """
    UPDATE alike SET open = open + 1, sure = sure + NEW.confidence
        WHERE number = (SELECT alike FROM patterns WHERE id = NEW.pattern_id);
    INSERT INTO open_documents VALUES (NEW.document_id, 1) ON CONFLICT DO UPDATE SET open = open + 1;"""
_ONE_LESS = """
    UPDATE alike SET open = open - 1, sure = sure - OLD.confidence
        WHERE number = (SELECT alike FROM patterns WHERE id = OLD.pattern_id);
    UPDATE open_documents SET open = open - 1 WHERE document_id = OLD.document_id;
    DELETE FROM open_documents WHERE document_id = OLD.document_id AND open = 0;"""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT,
        version TEXT NOT NULL, command TEXT NOT NULL, policy TEXT NOT NULL);
    CREATE TABLE rule_versions (
        run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, rule TEXT NOT NULL, version TEXT NOT NULL,
        PRIMARY KEY (run_id, rule)) WITHOUT ROWID;

    CREATE TABLE files (
        path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, data BLOB NOT NULL, options TEXT NOT NULL,
        applied TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
    CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT, run_id INTEGER NOT NULL REFERENCES runs, path TEXT NOT NULL, name TEXT NOT
        NULL, sha256 TEXT NOT NULL, digest TEXT NOT NULL, text BLOB NOT NULL, chars INTEGER NOT NULL,
        diagnosis TEXT NOT NULL, UNIQUE (path, name));
    CREATE TABLE patterns (
        id INTEGER PRIMARY KEY, rule TEXT NOT NULL, damage TEXT NOT NULL, tier TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT, why TEXT NOT NULL);
    CREATE UNIQUE INDEX patterns_key ON patterns (rule, before, ifnull(after, char(0)));
    CREATE TABLE findings (  -- AUTOINCREMENT: a page that is still open must never answer another finding
        id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        pattern_id INTEGER NOT NULL REFERENCES patterns,
        start INTEGER NOT NULL, end INTEGER NOT NULL, byte_start INTEGER NOT NULL, byte_end INTEGER NOT NULL,
        before TEXT NOT NULL, suggestions TEXT NOT NULL, tier TEXT NOT NULL, verdict TEXT NOT NULL,
        confidence REAL NOT NULL, reason TEXT NOT NULL, why TEXT NOT NULL, evidence TEXT NOT NULL,
        left TEXT NOT NULL, right TEXT NOT NULL,
        answer TEXT, text TEXT, decision_id INTEGER REFERENCES decisions);
    CREATE INDEX findings_document ON findings (document_id, start);
    CREATE INDEX findings_pattern ON findings (pattern_id, document_id);
    CREATE INDEX findings_open ON findings (pattern_id, document_id) WHERE answer IS NULL AND verdict <>
    'fix'; CREATE INDEX findings_decision ON findings (decision_id) WHERE decision_id IS NOT NULL;
    CREATE TABLE overlaps (
        finding_id INTEGER NOT NULL REFERENCES findings ON DELETE CASCADE,
        other_id INTEGER NOT NULL REFERENCES findings ON DELETE CASCADE,
        PRIMARY KEY (finding_id, other_id)) WITHOUT ROWID;
    CREATE INDEX overlaps_other ON overlaps (other_id);

    CREATE TABLE decisions (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, session TEXT NOT NULL,
        answer TEXT NOT NULL, text TEXT, scope TEXT NOT NULL, rule TEXT NOT NULL, before TEXT NOT NULL,
        document TEXT NOT NULL, undoes INTEGER REFERENCES decisions, note TEXT NOT NULL);
    CREATE UNIQUE INDEX decisions_undoes ON decisions (undoes) WHERE undoes IS NOT NULL;
    CREATE INDEX decisions_session ON decisions (session);
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY, decision_id INTEGER NOT NULL REFERENCES decisions,
        finding_id INTEGER REFERENCES findings ON DELETE SET NULL,
        rule TEXT NOT NULL, before TEXT NOT NULL, text TEXT, document TEXT NOT NULL, digest TEXT NOT NULL,
        start INTEGER NOT NULL, left TEXT NOT NULL, right TEXT NOT NULL);
    CREATE INDEX answers_decision ON answers (decision_id);
    CREATE INDEX answers_finding ON answers (finding_id);

    CREATE VIEW standing AS  -- decisions that were not taken back
        SELECT * FROM decisions d WHERE answer <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE
            u.undoes = d.id);
    CREATE VIEW questions AS  -- what a person should still look at
        SELECT d.path, d.name, f.id, f.start, f.end, p.rule, f.before, p.after, f.verdict, f.confidence,
            f.reason
        FROM findings f JOIN patterns p ON p.id = f.pattern_id JOIN documents d ON d.id = f.document_id
        WHERE f.answer IS NULL AND f.verdict <> 'fix';
    CREATE VIEW edits AS  -- what stands in the final texts
        SELECT d.path, d.name, f.id, f.start, f.end, p.rule, f.before,
            CASE WHEN f.answer IN ('accept', 'replace') THEN f.text ELSE p.after END AS after, f.decision_id
        FROM findings f JOIN patterns p ON p.id = f.pattern_id JOIN documents d ON d.id = f.document_id
        WHERE (f.answer IN ('accept', 'replace') AND f.text IS NOT NULL) OR (f.answer IS NULL AND f.verdict
            = 'fix');
    """,
    # Every answer redraws the list of what is open.  These indexes hold all that the list counts, so the findings
    # themselves, which are fifty times as large, are not read.
    """
    DROP INDEX findings_open;
    CREATE INDEX findings_open ON findings (pattern_id, document_id, confidence, answer, verdict)
        WHERE answer IS NULL AND verdict <> 'fix';
    CREATE INDEX findings_answered ON findings (pattern_id, document_id, confidence, answer)
        WHERE answer IS NOT NULL;
    """,
    """
    CREATE TABLE written (  -- a file that an "always" or "never" changed: undo puts back what it held before
        id INTEGER PRIMARY KEY, decision_id INTEGER NOT NULL REFERENCES decisions,
        path TEXT NOT NULL, before TEXT, after TEXT NOT NULL);
    CREATE INDEX written_decision ON written (decision_id);
    """,
    # A file in OUT is replaced only where it holds what we wrote there, so that is noted before it is written: after a
    # kill either of two contents may stand there, and both are ours.
    """
    CREATE TABLE wrote (
        folder TEXT NOT NULL,  -- '' is OUT; else where `apply --to` wrote
        path TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (folder, path, sha256)) WITHOUT ROWID;
    INSERT INTO wrote SELECT '', path, applied FROM files WHERE applied <> '';
    CREATE TABLE kept (
        path TEXT PRIMARY KEY, name BLOB NOT NULL, sha256 TEXT NOT NULL, data BLOB NOT NULL,
        options TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO kept SELECT path, CAST(path AS BLOB), sha256, data, options FROM files;
    DROP TABLE files;
    ALTER TABLE kept RENAME TO files;
    """,
    """
    ALTER TABLE runs ADD COLUMN passed TEXT NOT NULL DEFAULT '{}';
    """,
    """
    ALTER TABLE written ADD COLUMN done INTEGER NOT NULL DEFAULT 1;  -- 0: noted, and yet to be written
    CREATE TABLE replaced (  -- what a file held before `clean --in-place` changed it
        id INTEGER PRIMARY KEY, place BLOB NOT NULL, data BLOB NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL);  -- SHA-256 of what it held, and of what it was given
    CREATE INDEX replaced_place ON replaced (place, after);
    """,
    """
    CREATE TABLE roots (  -- the folders from which files came, and the way to each from OUT: both may have moved
        id INTEGER PRIMARY KEY, place BLOB NOT NULL UNIQUE, way BLOB NOT NULL);
    CREATE TABLE done (  -- a file that was cleaned to its end: the next run need not do it again
        path TEXT PRIMARY KEY, root INTEGER REFERENCES roots ON DELETE SET NULL, sha256 TEXT NOT NULL,
        recipe TEXT NOT NULL, decided INTEGER NOT NULL, told BLOB NOT NULL) WITHOUT ROWID;
    """,
    # A million findings are not counted again for each question: what is open is counted as it changes.
    f"""
    CREATE TABLE alike (  -- patterns that are one question: the number is that of the first of them
        number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, rule TEXT NOT NULL,
        open INTEGER NOT NULL DEFAULT 0, sure REAL NOT NULL DEFAULT 0);  -- open findings, the sum of their confidence
    CREATE TABLE open_documents (document_id INTEGER PRIMARY KEY, open INTEGER NOT NULL);
    INSERT INTO alike (number, key, rule) SELECT min(id), alike(rule, before, after), rule FROM patterns GROUP BY 2;
    ALTER TABLE patterns ADD COLUMN alike INTEGER;
    UPDATE patterns SET alike = (SELECT number FROM alike WHERE key = alike(patterns.rule, before, after));
    CREATE INDEX patterns_alike ON patterns (alike);
    UPDATE alike SET (open, sure) = (SELECT count(*), total(f.confidence) FROM patterns p JOIN findings f
        ON f.pattern_id = p.id WHERE p.alike = number AND f.answer IS NULL AND f.verdict <> 'fix');
    INSERT INTO open_documents SELECT document_id, count(*) FROM findings
        WHERE answer IS NULL AND verdict <> 'fix' GROUP BY document_id;
    DROP INDEX findings_open;
    CREATE INDEX findings_open ON findings (pattern_id, document_id, confidence, tier, answer, verdict)
        WHERE answer IS NULL AND verdict <> 'fix';
    CREATE INDEX alike_open ON alike (open DESC, sure / open DESC, number, rule) WHERE open > 0;
    CREATE TRIGGER findings_come AFTER INSERT ON findings WHEN {_IS_OPEN.format("NEW")} BEGIN {_ONE_MORE} END;
    CREATE TRIGGER findings_go AFTER DELETE ON findings WHEN {_IS_OPEN.format("OLD")} BEGIN {_ONE_LESS} END;
    CREATE TRIGGER findings_close AFTER UPDATE OF answer, verdict ON findings
        WHEN {_IS_OPEN.format("OLD")} AND NOT ({_IS_OPEN.format("NEW")}) BEGIN {_ONE_LESS} END;
    CREATE TRIGGER findings_open_again AFTER UPDATE OF answer, verdict ON findings
        WHEN {_IS_OPEN.format("NEW")} AND NOT ({_IS_OPEN.format("OLD")}) BEGIN {_ONE_MORE} END;
    """,
    """
    ALTER TABLE findings ADD COLUMN clock TEXT NOT NULL DEFAULT '';  -- when the words are said, and by whom
    """,
    # An older cleaner knows no answer to what nobody looked at, and must not read one.
    """
    CREATE INDEX decisions_unseen ON decisions (id) WHERE scope = 'unseen';
    """,
)


def prepare(db: sqlite3.Connection, where: str) -> None:
    """Brings a connection's settings and a ledger's tables up to date."""
    db.execute(f"PRAGMA busy_timeout = {1000 * PATIENCE}")
    version = _version(db, where)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")  # an answer that was shown as saved survives a pulled plug
    if version < len(MIGRATIONS):
        db.create_function("alike", 3, alike, deterministic=True)
        _migrate(db)


def _migrate(db: sqlite3.Connection) -> None:
    """All missing steps at once, so that no kill leaves a ledger between two versions."""
    with transaction(db):
        version = db.execute("PRAGMA user_version").fetchone()[0]  # another process may have been quicker
        for statement in (s for migration in MIGRATIONS[version:] for s in _statements(migration)):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, whatever happens in between; within another transaction it is a part of that one."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for piece in script.split(";")[:-1]:
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def check(db: sqlite3.Connection, where: str) -> None:
    """Refuses a ledger that would have to be brought up to date first, where it cannot be written."""
    if (version := _version(db, where)) < len(MIGRATIONS):
        raise LedgerError(
            f"{where} was written by an older cleaner (ledger version {version}), and may not be written here: "
            "copy its folder to where it may, and look at it there"
        )


def _version(db: sqlite3.Connection, where: str) -> int:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise LedgerError(
            f"{where} was written by a newer cleaner (ledger version {version}); update cleaner to read it"
        )
    return version
