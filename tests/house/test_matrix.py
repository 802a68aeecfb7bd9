"""The access matrix by every interpreter of the policy, each against the oracle: memory, SQL, both engines, HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import cycle, islice

import pytest
from sqlalchemy import select

from access.policy import scope_for
from access.predicates import matches
from access.store.accounts import subject_of
from access.store.rules import load_rules
from access.subjects import Subject, Zone
from portal.apps import create_app
from portal.wiring import open_house
from records import schema, scopes
from records.database import reading
from records.reading import cells
from search.catalogue import Catalogue
from search.errors import RecordNotFound
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.writer import OpenSearchWriter
from search.state import SearchState
from tests.access import lattice, oracle
from tests.archive import Archive
from tests.house.lattice_archive import COMMON, NOW, TITLE, Kept, LatticeArchive, build, may_have_account
from tests.portal.conftest import Browser, no_picture

SIZE = 640
#: Searched word by word: so many records per principal, other ones for each.
PROBES = 20
#: By HTTP a request costs more.
ASKED = 8

Ask = Callable[[Subject], Catalogue]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> LatticeArchive:
    return build(Archive.at(tmp_path_factory.mktemp("matrix")), SIZE, seed=42)


def _today() -> date:
    return lattice.TODAY


@pytest.fixture(scope="module")
def embedded(held: LatticeArchive) -> dict[Zone, Catalogue]:
    return {zone: replace(held.archive.catalogue(zone), today=_today) for zone in Zone}


@pytest.fixture(scope="module")
def cluster(
    held: LatticeArchive, embedded: dict[Zone, Catalogue], opensearch_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Zone, Catalogue]]:
    """The same stores, asked through indices of this test's own."""
    from tests.servers.opensearch.server import delete_indices

    prefix = f"test-{tmp_path_factory.mktemp('matrix-cluster').parent.name}-{id(held):x}-"
    found = {}
    for relay in held.worker().relays:
        zone = relay.store.zone
        alias = f"{prefix}{zone.value}"
        replace(relay, writer=OpenSearchWriter(opensearch_url, alias)).rebuild()
        found[zone] = replace(embedded[zone], engine=OpenSearchEngine(opensearch_url, alias, seconds=30))
    yield found
    delete_indices(opensearch_url, prefix=prefix)


def expected(held: LatticeArchive, subject: Subject) -> tuple[set[str], set[str]]:
    """Ids this subject may find, and may read, by the oracle."""
    whom = (lattice.TIERS, lattice.TODAY)
    return (
        {record.id for record in held.kept if oracle.finds(subject, record.facts, *whom)},
        {record.id for record in held.kept if oracle.reads(subject, record.facts, *whom)},
    )


def probes(held: LatticeArchive, name: str, many: int = PROBES) -> list[Kept]:
    """Some records, spread over the sample and different for each principal."""
    start = list(lattice.PRINCIPALS).index(name) * 37
    return list(islice(cycle(held.kept), start, start + many * 101, 101))


def test_the_sample_covers_every_value_of_every_fact(held: LatticeArchive) -> None:
    found = [record.facts.cell for record in held.kept]
    assert {cell.public_tier for cell in found} == set(lattice.PUBLIC_TIERS)
    assert {cell.gov_tier for cell in found} == set(lattice.GOV_TIERS)
    assert {cell.organ for cell in found} == set(lattice.ORGANS)
    assert len({(cell.network, cell.custody, cell.withdrawn, cell.work_secret) for cell in found}) == 4 * 3 * 4
    assert {record.facts.opens_on for record in held.kept} == set(lattice.DAYS)


def test_some_principal_finds_without_reading_and_some_finds_nothing(held: LatticeArchive) -> None:
    """A matrix of one verdict would prove nothing."""
    verdicts = {name: expected(held, subject) for name, subject in held.principals.items()}
    assert any(found - read for found, read in verdicts.values())
    assert any(read for _, read in verdicts.values())
    assert verdicts["stranger"] == (set(), set())
    assert 5 < len(verdicts["citizen"][0]) < SIZE / 4


@pytest.mark.parametrize("name", lattice.PRINCIPALS)
def test_in_memory_and_in_sql(held: LatticeArchive, name: str) -> None:
    subject = held.principals[name]
    with reading(held.archive.store(Zone.GOV).database) as connection:
        rules, known = load_rules(connection), cells(connection)
        assert set(rules.tiers) == set(lattice.TIERS)
        scope = scope_for(subject, rules, lattice.TODAY)
        for predicate, wanted in zip((scope.discoverable, scope.readable), expected(held, subject), strict=True):
            assert {record.id for record in held.kept if matches(predicate, record.facts)} == wanted
            rows = connection.execute(select(schema.item.c.id).where(scopes.visible(predicate, known)))
            assert set(rows.scalars()) == wanted


@pytest.mark.parametrize("name", lattice.PRINCIPALS)
def test_through_the_embedded_engine(held: LatticeArchive, embedded: dict[Zone, Catalogue], name: str) -> None:
    _searches_agree(held, embedded, name)


@pytest.mark.parametrize("name", lattice.PRINCIPALS)
def test_through_opensearch(held: LatticeArchive, cluster: dict[Zone, Catalogue], name: str) -> None:
    _searches_agree(held, cluster, name)


def _searches_agree(held: LatticeArchive, catalogues: dict[Zone, Catalogue], name: str) -> None:
    subject = held.principals[name]
    catalogue = catalogues[subject.zone]
    found, read = expected(held, subject)
    assert _all_hits(catalogue, subject, "") == found
    assert _all_hits(catalogue, subject, TITLE) == found
    assert _all_hits(catalogue, subject, COMMON) == read
    for record in probes(held, name):
        page = catalogue.search(subject, SearchState(subject.zone, query=record.word))
        assert [hit.item.id for hit in page.hits] == ([record.id] if record.id in read else [])
        assert page.total == len(page.hits) == sum(bool(hit.pages) for hit in page.hits)


def _all_hits(catalogue: Catalogue, subject: Subject, query: str) -> set[str]:
    """Every hit of a search, page by page; totals and facets count just these."""
    found: list[str] = []
    cursor = ""
    while True:
        page = catalogue.search(subject, SearchState(subject.zone, query=query, limit=100, cursor=cursor))
        found += [hit.item.id for hit in page.hits]
        cursor = page.next_cursor
        if not cursor:
            break
    years = next(counts for counts in page.facets if counts.facet.value == "year")
    assert page.total == len(found) == len(set(found)) == sum(value.count for value in years.values)
    return set(found)


@pytest.mark.parametrize("name", lattice.PRINCIPALS)
def test_record_by_record_through_the_door(held: LatticeArchive, embedded: dict[Zone, Catalogue], name: str) -> None:
    subject = held.principals[name]
    catalogue = embedded[subject.zone]
    found, read = expected(held, subject)
    for record in probes(held, name):
        if record.id not in found:
            with pytest.raises(RecordNotFound):
                catalogue.record(subject, record.id)
            continue
        sheet = catalogue.record(subject, record.id)
        assert (sheet.readable, sheet.verdict.readable) == (record.id in read,) * 2
        assert bool(sheet.components) == bool(sheet.elements) == bool(sheet.events) == (record.id in read)


PEOPLE = [name for name, who in lattice.PRINCIPALS.items() if may_have_account(who)]


@pytest.fixture(scope="module")
def portals(held: LatticeArchive) -> dict[Zone, Browser]:
    made = {}
    for zone in Zone:
        house = open_house(held.archive.settings, zone, no_picture)
        catalogue = replace(house.catalogue, today=_today)
        made[zone] = Browser(create_app(replace(house, catalogue=catalogue, now=lambda: NOW)))
    return made


@pytest.mark.parametrize("name", PEOPLE)
def test_an_account_is_the_subject_it_was_made_for(held: LatticeArchive, name: str) -> None:
    wanted = held.principals[name]
    with reading(held.archive.store(Zone.GOV).database) as connection:
        found = subject_of(connection, wanted.user, Zone.GOV, lattice.TODAY)
    running = {grant for grant in wanted.grants if grant.until >= lattice.TODAY}
    assert (found.departments, found.roles, set(found.grants)) == (wanted.departments, wanted.roles, running)


@pytest.mark.parametrize("name", ["citizen", *PEOPLE])
def test_through_http(held: LatticeArchive, portals: dict[Zone, Browser], name: str) -> None:
    subject = held.principals[name]
    browser = portals[subject.zone]
    if subject.zone is Zone.GOV:
        sessions = open_house(held.archive.settings, Zone.GOV, no_picture).sessions
        assert sessions is not None
        browser.cookies.set("kaijuan_session", sessions.open(subject.user, NOW).token)
    found, read = expected(held, subject)
    for record in probes(held, name, ASKED):
        told = browser.get(f"/api/v1/records/{record.id}")
        shown = browser.get(f"/records/{record.id}")
        text = browser.get(f"/records/{record.id}/files/{record.rendition_id}/pages/1")
        assert told.status_code == shown.status_code == (200 if record.id in found else 404)
        assert text.status_code == (200 if record.id in read else 404)
        assert (record.word in shown.text) == (record.word in text.text) == (record.id in read)
        if record.id in found:
            assert told.json()["readable"] == (record.id in read)
        assert (record.word in told.text) == (record.id in read)
