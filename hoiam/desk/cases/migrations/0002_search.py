"""The full-text index of blind tokens: FTS5 on SQLite, tsvector with GIN on PostgreSQL."""

from typing import Any

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE cases_search USING fts5(labels, tokens, tokenize='ascii', detail='full')"
POSTGRES = (
    "CREATE TABLE cases_search (rowid bigint PRIMARY KEY, labels tsvector NOT NULL, tokens tsvector NOT NULL)",
    "CREATE INDEX cases_search_tokens ON cases_search USING gin (labels, tokens) WITH (gin_pending_list_limit = 512)",
    # It guesses how common words are, and would read the whole table where it guesses wrong: not allowed within these.
    "CREATE FUNCTION cases_search_any(tsquery, tsquery, bigint) RETURNS SETOF bigint LANGUAGE sql STABLE "
    "SET enable_seqscan = off SET enable_indexscan = off SET enable_bitmapscan = on SET jit = off AS "
    "'SELECT rowid FROM cases_search WHERE labels @@ $1 AND tokens @@ $2 LIMIT $3'",
    "CREATE FUNCTION cases_search_newest(tsquery, tsquery, bigint, bigint) RETURNS SETOF bigint LANGUAGE sql STABLE "
    "SET enable_seqscan = off SET enable_indexscan = off SET enable_bitmapscan = on SET jit = off AS "
    "'SELECT rowid FROM cases_search WHERE labels @@ $1 AND tokens @@ $2 AND rowid + 0 < $3 "
    "ORDER BY rowid DESC LIMIT $4'",
    "CREATE FUNCTION cases_search_marked(tsquery[], tsquery, bigint) RETURNS TABLE (n bigint, found bigint) "
    "LANGUAGE sql STABLE SET enable_seqscan = off SET enable_indexscan = off SET enable_bitmapscan = on SET jit = off AS "
    "'SELECT asked.n, held.rowid FROM unnest($1) WITH ORDINALITY asked (mark, n) CROSS JOIN LATERAL "
    "(SELECT rowid FROM cases_search WHERE labels @@ $2 AND tokens @@ asked.mark ORDER BY rowid + 0 DESC LIMIT $3) held'",
)


def create(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    """Make the index for this database."""
    statements = (SQLITE,) if schema_editor.connection.vendor == "sqlite" else POSTGRES
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - Django's signature
    """Take it away again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION cases_search_any, cases_search_newest, cases_search_marked")
    schema_editor.execute("DROP TABLE cases_search")


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("cases", "0001_tables"),)
    operations = (migrations.RunPython(create, drop),)
