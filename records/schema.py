"""The tables of a store, the same in the government store and in the public catalogue.

Dates are integers YYYYMMDD with 00 for unknown parts (0: absent), as ``search.document`` indexes them.
Ids are random, so that an address tells nothing about the holdings.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

STORE = MetaData()

_BIG_KEY = BigInteger().with_variant(Integer, "sqlite")

meta = Table("meta", STORE, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

counter = Table(
    "counter",
    STORE,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

fonds = Table(
    "fonds",
    STORE,
    Column("code", String, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    # Reviewed defaults per axis; empty means none, so that a missing value is 未审核 or 本单位.
    Column("public_tier", String, nullable=False, server_default=""),
    Column("gov_tier", String, nullable=False, server_default=""),
)

arrangement = Table(
    "arrangement",
    STORE,
    Column("fonds_code", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("levels", Text, nullable=False),
)

node = Table(
    "node",
    STORE,
    Column("id", String, primary_key=True),
    # Empty for a fonds: a NULL would not count as equal in the unique index below.
    Column("parent_id", String, nullable=False),
    Column("fonds_code", String, nullable=False),
    Column("level", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("order_key", String, nullable=False),
    Column("network", String, nullable=False, server_default=""),
    Column("path", Text, nullable=False),
    Index("node_child", "parent_id", "level", "value", unique=True),
    Index("node_path", "path"),
)

item = Table(
    "item",
    STORE,
    Column("id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False, unique=True),
    Column("removed", Boolean, nullable=False, default=False),
    Column("fonds_code", String, nullable=False),
    Column("fonds_name", Text, nullable=False),
    Column("reference_code", Text, nullable=False),
    Column("code_key", Text, nullable=False),
    Column("order_key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("creator", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("date_text", Text, nullable=False),
    Column("date", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("retention", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("custody", String, nullable=False),
    Column("kind", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("abstract", Text, nullable=False),
    Column("subjects", Text, nullable=False),
    Column("index_number", Text, nullable=False),
    Column("validity", Text, nullable=False),
    Column("validity_act", Text, nullable=False),
    Column("life_topic", Text, nullable=False),
    Column("published_on", Text, nullable=False),
    Column("in_force_on", Text, nullable=False),
    Column("public_tier", String, nullable=False),
    Column("gov_tier", String, nullable=False),
    Column("opens_on", Integer, nullable=False),
    Column("network", String, nullable=False),
    Column("network_effective", String, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("work_secret", Boolean, nullable=False),
    Column("cell", Text, nullable=False),
    Column("node_id", String, ForeignKey("node.id"), nullable=False),
    Column("ancestors", Text, nullable=False),
    Column("content_digest", String, nullable=False),
    Column("updated_at", String, nullable=False),
    Index("item_identity", "fonds_code", "code_key", unique=True),
    Index("item_place", "node_id", "order_key", "id"),
    Index("item_count", "removed", "node_id", "cell", "opens_on"),
    Index("item_current", "public_tier", "removed", "published_on"),
    Index("item_number", "number_key"),
)

item_ancestor = Table(
    "item_ancestor",
    STORE,
    Column("item_id", String, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    Column("node_id", String, primary_key=True),
    Index("item_ancestor_node", "node_id"),
)

cell = Table("cell", STORE, Column("value", Text, primary_key=True))

item_version = Table(
    "item_version",
    STORE,
    Column("item_id", String, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("snapshot", Text, nullable=False),
)

component = Table(
    "component",
    STORE,
    Column("id", String, primary_key=True),
    Column("item_id", String, ForeignKey("item.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("title", Text, nullable=False),
)

rendition = Table(
    "rendition",
    STORE,
    Column("id", String, primary_key=True),
    Column("component_id", String, ForeignKey("component.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("item_id", String, ForeignKey("item.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("media_type", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("text_status", String, nullable=False),
    Column("text_note", Text, nullable=False),
    Column("page_count", Integer, nullable=False),
)

page = Table(
    "page",
    STORE,
    Column("rendition_id", String, ForeignKey("rendition.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)

element = Table(
    "element",
    STORE,
    Column("item_id", String, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("section", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("path", Text, nullable=False),
)

life_event = Table(
    "life_event",
    STORE,
    Column("item_id", String, ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("type", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

package = Table(
    "package",
    STORE,
    Column("digest", String, primary_key=True),
    Column("format", String, nullable=False),
    Column("identifier", Text, nullable=False),
    Column("received_at", String, nullable=False),
    Column("record_ids", Text, nullable=False),
)

outbox = Table(
    "outbox",
    STORE,
    Column("seq", _BIG_KEY, primary_key=True, autoincrement=True),
    Column("target", String, nullable=False),
    Column("item_id", String, nullable=False),
    Index("outbox_target", "target", "seq"),
    sqlite_autoincrement=True,
)

job = Table(
    "job",
    STORE,
    Column("id", _BIG_KEY, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", String, nullable=False),
    Column("error", Text, nullable=False),
    Index("job_due", "state", "due_at"),
    sqlite_autoincrement=True,
)
