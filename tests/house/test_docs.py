"""The documents as a contract: settings, commands, words and migrations are what the code says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from typer.main import get_command

from portal.cli.main import app
from portal.migrating import LEDGER_CHAIN, PEOPLE_CHAIN, STORE_CHAIN, Chain, migrate, require_current
from portal.settings import Settings
from records.database import open_database, sqlite_url

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
PRODUCT = ("access", "records", "search", "indexer", "utilization", "portal")


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row."""
    for line in text.splitlines():
        if line.startswith("|") and not set(line) <= set("|- "):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_settings_table_is_the_settings() -> None:
    told = {cells[0].strip("`"): cells[1] for cells in rows(README) if cells[0].startswith("`KAIJUAN_")}
    assert list(told) == [f"KAIJUAN_{name.upper()}" for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        default = told[f"KAIJUAN_{name.upper()}"]
        given = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        if default.startswith("`") or given:
            assert default == f"`{given}`", name


def test_every_command_is_in_the_readme_and_every_command_there_is_one() -> None:
    table = " ".join(cells[0] for cells in rows(README) if cells[0].startswith("`") and "KAIJUAN" not in cells[0])
    told = {word for part in re.findall(r"`([^`]+)`", table) for word in re.findall(r"^[a-z-]+", part)}
    assert told == set(get_command(app).commands)  # type: ignore[attr-defined]


def test_commands_of_the_examples_are_commands() -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    pages = [README, *(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))]
    used = {name for page in pages for name in re.findall(r"(?:bin/|`)kaijuan ([a-z-]+)", page)}
    assert used
    assert used <= known


def test_the_words_of_the_glossary_are_the_words_of_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for room in PRODUCT for path in (ROOT / room).rglob("*.py"))
    names = set(re.findall(r"[A-Za-z_][A-Za-z_0-9]*", code))
    listed = [cells for cells in rows(GLOSSARY) if len(cells) == 4 and cells[0] != "中文"]
    assert len(listed) > 25
    for chinese, english, in_code, _ in listed:
        assert english, chinese
        for name in re.findall(r"`([^`]+)`", in_code):
            known = (ROOT / name).is_dir() if name.endswith("/") else set(name.split(".")) <= names
            assert known, f"{chinese}: {name}"
    assert len({cells[0] for cells in listed}) == len(listed), "one term has one row"


def test_relative_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
    for path in re.findall(r"`((?:docs|indexer|search|access)/[\w/.-]+)`", README):
        assert (ROOT / path.rstrip("/")).exists(), path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("postgresql_url") if on_server else sqlite_url(tmp_path / "empty.sqlite3")
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("chain", [STORE_CHAIN, PEOPLE_CHAIN, LEDGER_CHAIN], ids=lambda chain: chain.name)
def test_migrations_lead_to_the_tables_of_the_code(database: Engine, chain: Chain) -> None:
    migrate(database, (chain,))
    migrate(database, (chain,))
    require_current(database, (chain,))
    with database.connect() as connection:
        options = {
            "version_table": f"migration_{chain.name}",
            # SQLite's empty defaults read back quoted, which the comparison takes for a change.
            "compare_server_default": database.dialect.name == "postgresql",
            "include_object": lambda _object, name, kind, _reflected, _other: (
                kind != "table" or name in chain.metadata.tables
            ),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, chain.metadata) == []
