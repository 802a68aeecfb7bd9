"""Alembic's entry to this chain."""

from migrations.environment import run

run()
