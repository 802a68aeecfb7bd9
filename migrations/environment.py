"""What the three chains share: migrations run on a connection that the caller gives, never on one of their own."""

from __future__ import annotations

from alembic import context


def run() -> None:
    """Run the migrations of the chain whose ``env.py`` called us."""
    given = context.config.attributes
    context.configure(
        connection=given["connection"],
        target_metadata=given["metadata"],
        version_table=given["version_table"],
        render_as_batch=True,
        transaction_per_migration=False,
        include_object=lambda _object, name, kind, _reflected, _other: (
            kind != "table" or name in given["metadata"].tables
        ),
    )
    with context.begin_transaction():
        context.run_migrations()
