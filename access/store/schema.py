"""The tables of access: RULES, PEOPLE and LEDGER, for SQLite and PostgreSQL.  No statements here.

``RULES`` stands in the government store and, as a copy, in the public catalogue.  ``PEOPLE`` stands in the
government store alone.  ``LEDGER`` is used three times: in either store, where a change event shares the transaction
of the change, and in a database of its own for read events.

Days are integers YYYYMMDD (0: none); instants are UTC text of one width (``access.store.moments``), so that both
sort as they are.  Audiences are the numbers of ``access.tiers.Audience``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

RULES = MetaData()
PEOPLE = MetaData()
LEDGER = MetaData()

tier = Table(
    "tier",
    RULES,
    Column("axis", String, primary_key=True),
    Column("code", String, primary_key=True),
    Column("label", Text, nullable=False),
    Column("catalogue", Integer, nullable=False),
    Column("content", Integer, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False),
    # A retired tier still rules the records that carry it; it is not offered for new ones.
    Column("retired", Boolean, nullable=False),
    CheckConstraint("axis IN ('public', 'gov')", name="tier_axis"),
    CheckConstraint("0 <= content AND content <= catalogue AND catalogue <= 4", name="tier_content_within_catalogue"),
    CheckConstraint("axis = 'public' OR catalogue <= 3", name="tier_gov_not_public"),
)

organ = Table(
    "organ",
    RULES,
    Column("name", String, primary_key=True),
    Column("is_archive", Boolean, nullable=False),
    Column("abolished_on", Integer, nullable=False),
)

succession = Table(
    "succession",
    RULES,
    Column("organ", String, primary_key=True),
    # Empty: abolished without a successor, so that the archive speaks for it.
    Column("successor", String, primary_key=True),
    Column("since", Integer, nullable=False),
)

block = Table(
    "block",
    RULES,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("since", String, nullable=False),
    Column("reason", Text, nullable=False),
    # The order in which blocks were set; for the worker, which lifts the oldest first.
    Column("seq", BigInteger, nullable=False),
    CheckConstraint("kind IN ('record', 'ancestor', 'tier')", name="block_kind"),
)

account = Table(
    "account",
    PEOPLE,
    Column("user", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", String, nullable=False),
    Column("password_changed_at", String, nullable=False),
    # Tries since the last success, counted before the password is looked at, and when the last one was.
    Column("tries", Integer, nullable=False),
    Column("tried_at", String, nullable=False),
)

account_role = Table(
    "account_role",
    PEOPLE,
    Column("user", String, ForeignKey("account.user", ondelete="CASCADE"), primary_key=True),
    Column("role", String, primary_key=True),
)

session = Table(
    "session",
    PEOPLE,
    # SHA-256 of the token: who reads the table cannot sign in with it.
    Column("token_hash", String(64), primary_key=True),
    Column("user", String, ForeignKey("account.user", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Column("ends_at", String, nullable=False),
)

access_grant = Table(
    "access_grant",
    PEOPLE,
    Column("id", String, primary_key=True),
    Column("holder_kind", String, nullable=False),
    Column("holder", String, nullable=False),
    Column("target", String, nullable=False),
    Column("target_id", String, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("until", Integer, nullable=False),
    Column("proposed_by", String, nullable=False),
    # Empty until another person approves; a grant without approval opens nothing.
    Column("approved_by", String, nullable=False),
    Column("withdrawn_on", Integer, nullable=False),
    CheckConstraint("holder_kind IN ('person', 'department')", name="grant_holder_kind"),
    CheckConstraint("target IN ('record', 'level')", name="grant_target"),
    CheckConstraint("approved_by <> proposed_by", name="grant_two_persons"),
    Index("access_grant_holder", "holder_kind", "holder"),
)

# What loosens needs a second person: asked for here by one, decided by another.
proposal = Table(
    "proposal",
    PEOPLE,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("object", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("proposed_at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", String, nullable=False),
    CheckConstraint("state IN ('waiting', 'approved', 'declined')", name="proposal_state"),
    CheckConstraint("state <> 'approved' OR decided_by NOT IN ('', proposed_by)", name="proposal_two_persons"),
)

ledger_event = Table(
    "event",
    LEDGER,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("act", String, nullable=False),
    Column("user", Text, nullable=False),
    Column("zone", String, nullable=False),
    Column("object", Text, nullable=False),
    Column("outcome", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("previous", name="event_one_follower"),
    Index("event_at", "at"),
)

# One row.  Taking it for update is what puts concurrent writers into one line, on both databases.
ledger_head = Table(
    "event_head",
    LEDGER,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    CheckConstraint("id = 1", name="event_head_one_row"),
)

# Events are only ever added.  Whoever may drop a trigger can still tamper; the chain then shows it.
_GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER event_kept_{act} BEFORE {act} ON event "
        "BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END"
        for act in ("update", "delete")
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION event_kept() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'audit events are never changed'; END $$"
        ),
        (
            "CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
            "FOR EACH STATEMENT EXECUTE FUNCTION event_kept()"
        ),
    ),
}


def _guard_events(_table: Table, connection: Connection, **_options: object) -> None:
    """Follow the creation of the event table, also when a migration calls ``LEDGER.create_all``."""
    for statement in _GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


event.listen(ledger_event, "after_create", _guard_events)
