"""``kaijuan doctor``: is this installation fit to run, said one finding a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import packages_distributions
from pathlib import Path

from access.policy import scope_for
from access.rules import Rules
from access.subjects import STRANGER, Zone
from portal.settings import SettingsError, for_zone, load_settings
from portal.wiring import alias_of, open_store, search_engine
from records.errors import RecordsError
from search.engine import permit_for
from search.errors import SearchError

ROOMS = ("portal", "indexer", "search", "access", "records", "utilization", "templates", "migrations")


@dataclass(frozen=True, slots=True)
class Finding:
    well: bool
    sentence: str


def findings(data: Path | None) -> Iterator[Finding]:
    """Package names, settings, and for each zone its store and engine."""
    yield _names()
    try:
        settings = load_settings(data)
        zones = [(zone, for_zone(settings, zone)) for zone in Zone]
    except SettingsError as error:
        yield Finding(well=False, sentence=str(error))
        return
    yield Finding(well=True, sentence=f"设置可读，数据目录 {settings.data}，引擎 {settings.engine}")
    for zone, own in zones:
        if zone not in own.places.present():
            yield Finding(well=True, sentence=f"{zone.value}：这里没有这一端的库")
            continue
        try:
            open_store(own)
            search_engine(own).among((), permit_for(scope_for(STRANGER, Rules(), date.min), ()))
        except (RecordsError, SearchError) as error:
            yield Finding(well=False, sentence=f"{zone.value}：{error}")
        else:
            alias = f"（别名 {alias_of(own)}）" if own.engine == "opensearch" else ""
            yield Finding(well=True, sentence=f"{zone.value}：数据库和索引可用{alias}")


def _names() -> Finding:
    """Our package names are generic; another distribution owning one would be imported in our place."""
    owners = packages_distributions()
    foreign = {room: [o for o in owners.get(room, []) if o != "kaijuan"] for room in ROOMS}
    taken = [f"{room}（{'、'.join(names)}）" for room, names in foreign.items() if names]
    if taken:
        return Finding(well=False, sentence=f"包名被别的软件占用：{'；'.join(taken)}。请在独立环境中安装开卷。")
    return Finding(well=True, sentence="包名没有冲突")
