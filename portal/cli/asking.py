"""``kaijuan search``: the same ``Catalogue`` as the portal, asked from a terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from access.store.accounts import subject_of
from access.subjects import CITIZEN, STRANGER, Subject, Zone
from portal import wiring
from portal.cli.shared import Exit, JsonOption, RequiredZone, console, invocation, print_json, stop
from portal.settings import Settings, for_zone
from records.database import reading
from search.errors import BadSearch
from search.results import ResultPage
from search.state import SearchState, facet_named


def register(app: typer.Typer) -> None:
    app.command()(search)


def search(
    query: str,
    zone: RequiredZone,
    as_user: Annotated[str, typer.Option("--as", help="以此账号查（仅政务端）；不写则为未登录")] = "",
    filters: Annotated[list[str] | None, typer.Option("--filter", help="筛选项=值，可多次")] = None,
    sort: Annotated[str, typer.Option(help="relevance、newest、oldest、code")] = "",
    limit: Annotated[int, typer.Option(help="每页件数")] = 20,
    cursor: Annotated[str, typer.Option(help="上一页给出的 next")] = "",
    as_json: JsonOption = False,
) -> None:
    """检索。"""
    settings, own = invocation.settings(), Zone(zone.value)
    zoned = for_zone(settings, own)
    catalogue = wiring.open_catalogue(zoned, wiring.open_store(zoned))
    params = {"q": [query], "sort": [sort], "limit": [str(limit)], "cursor": [cursor], **_filters(own, filters or [])}
    try:
        page = catalogue.search(_subject(settings, own, as_user), SearchState.from_params(own, params))
    except BadSearch as error:
        stop(str(error), Exit.REFUSED)
    if as_json:
        print_json(as_json_value(page))
    else:
        _print(page)


def _filters(zone: Zone, filters: list[str]) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    for entry in filters:
        name, equals, value = entry.partition("=")
        if not equals:
            stop(f"筛选“{entry}”要写成 名称=值。", Exit.REFUSED)
        try:
            facet = facet_named(name.strip(), zone)
        except BadSearch as error:
            stop(str(error), Exit.REFUSED)
        chosen.setdefault(facet.value, []).append(value)
    return chosen


def _subject(settings: Settings, zone: Zone, user: str) -> Subject:
    if not user:
        return CITIZEN if zone is Zone.PUBLIC else STRANGER
    if zone is Zone.PUBLIC:
        stop("公众端没有账号，请去掉 --as。", Exit.REFUSED)
    with reading(wiring.open_store(for_zone(settings, Zone.GOV)).database) as connection:
        return subject_of(connection, user, zone, wiring.today())


def as_json_value(page: ResultPage) -> dict[str, object]:
    """The stable JSON form of a page of results, shared with ``/api/v1/search``."""
    return {
        "total": page.total,
        "hits": [
            {
                "id": hit.item.id,
                "reference_code": hit.item.description.reference_code,
                "title": hit.item.description.title,
                "score": hit.score,
                "highlights": [part.snippet.text for part in hit.pages],
            }
            for hit in page.hits
        ],
        "facets": {
            counts.facet.value: [{"value": v.value, "count": v.count} for v in counts.values] for counts in page.facets
        },
        "next": page.next_cursor or None,
    }


def _print(page: ResultPage) -> None:
    if page.notice:
        console.print(page.notice, markup=False)
    console.print(f"找到 {page.total} 件" + ("（没有同时含有全部词的，以下含有部分词）" if page.loosened else ""))
    for hit in page.hits:
        d = hit.item.description
        line = " · ".join(part for part in (d.reference_code, d.creator, d.document_number, d.date_text) if part)
        console.print(f"{d.title}\n    {line}", markup=False, soft_wrap=True)
    if page.next_cursor:
        console.print(f"下一页：--cursor {page.next_cursor}", markup=False, soft_wrap=True)
