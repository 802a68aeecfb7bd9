"""Creating and migrating stores: the three Alembic chains, each on the connection of the database it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

import migrations
from access.store.schema import LEDGER, PEOPLE, RULES
from records.database import writing
from records.errors import StoreMissing
from records.schema import STORE


def _joined(*parts: MetaData) -> MetaData:
    """One metadata of several, for chains that hold the tables of two rooms."""
    whole = MetaData()
    for part in parts:
        for table in part.sorted_tables:
            table.to_metadata(whole)
    return whole


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain of migrations and the tables it leads to."""

    name: str
    metadata: MetaData

    def config(self) -> Config:
        config = Config()
        folder = Path(migrations.__file__).parent / self.name
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["metadata"] = self.metadata
        config.attributes["version_table"] = f"migration_{self.name}"
        return config


STORE_CHAIN = Chain("store", _joined(STORE, RULES))
PEOPLE_CHAIN = Chain("people", PEOPLE)
LEDGER_CHAIN = Chain("ledger", LEDGER)


def migrate(engine: Engine, chains: tuple[Chain, ...]) -> None:
    """Bring a database to the newest schema; safe to repeat, all of it or none of it."""
    for chain in chains:
        with writing(engine) as connection:
            config = chain.config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def require_current(engine: Engine, chains: tuple[Chain, ...]) -> None:
    """Refuse a database that was never created or is of another version."""
    for chain in chains:
        head = ScriptDirectory.from_config(chain.config()).get_current_head()
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"version_table": f"migration_{chain.name}"})
            current = context.get_current_revision()
        if current != head:
            raise StoreMissing("数据库还没有建立，或版本不符。请先运行 kaijuan init。")
