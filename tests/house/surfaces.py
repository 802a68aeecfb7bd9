"""Every place where a record could show itself to one reader, asked one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from access.subjects import Subject, Zone
from portal.apps import create_app
from portal.wiring import open_house
from search.browsing import CurrentChoice
from search.catalogue import Catalogue
from search.errors import RecordNotFound
from search.state import Facet, SearchState
from tests.archive import Archive
from tests.portal.conftest import Browser, no_picture


@dataclass(frozen=True, slots=True)
class Sought:
    """One record and what only it says: its id, a rendition's, words of title and text, its department."""

    id: str
    rendition_id: str
    title: str
    word: str
    department: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a home page and a tree count for one reader."""

    search: int
    tree: int
    holdings: int
    current: int


def figures(archive: Archive, subject: Subject) -> Figures:
    catalogue = archive.catalogue(subject.zone)
    return Figures(
        search=catalogue.search(subject, SearchState(subject.zone)).total,
        tree=catalogue.tree(subject, "", "").total,
        holdings=catalogue.holdings(subject).records,
        current=catalogue.current_documents(subject, CurrentChoice(), "").total,
    )


def shown_on(archive: Archive, subject: Subject, sought: Sought) -> set[str]:
    """The names of the surfaces on which this reader meets the record."""
    catalogue = archive.catalogue(subject.zone)
    found = {name for name, look in _LOOKS.items() if look(catalogue, subject, sought)}
    return found | _http(archive, subject, sought)


def _hits(catalogue: Catalogue, subject: Subject, sought: Sought, query: str) -> bool:
    page = catalogue.search(subject, SearchState(subject.zone, query=query, limit=100))
    return page.total > 0 and sought.id in {hit.item.id for hit in page.hits}


def _counted(catalogue: Catalogue, subject: Subject, sought: Sought) -> bool:
    page = catalogue.search(subject, SearchState(subject.zone))
    departments = next(counts for counts in page.facets if counts.facet is Facet.DEPARTMENT)
    return sought.department in {value.value for value in departments.values}


def _answers(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except RecordNotFound:
        return False
    return True


def _walk(catalogue: Catalogue, subject: Subject, node_id: str) -> Iterator[str]:
    page = catalogue.tree(subject, node_id, "")
    yield from (item.id for item, _, _ in page.items)
    for branch in page.branches:
        yield from _walk(catalogue, subject, branch.node.id)


def _is_current(catalogue: Catalogue, subject: Subject, sought: Sought) -> bool:
    page = catalogue.current_documents(subject, CurrentChoice(), "")
    return sought.id in {item.id for item, _ in page.items} or sought.department in dict(page.organs)


_LOOKS: dict[str, Callable[[Catalogue, Subject, Sought], bool]] = {
    "search": lambda c, who, it: _hits(c, who, it, ""),
    "title": lambda c, who, it: _hits(c, who, it, it.title),
    "text": lambda c, who, it: _hits(c, who, it, it.word),
    "facet": _counted,
    "suggestion": lambda c, who, it: any(it.title in title for title in c.suggest(who, it.title)),
    "record": lambda c, who, it: _answers(lambda: c.record(who, it.id)),
    "why": lambda c, who, it: _answers(lambda: c.why(who, it.id)),
    "file": lambda c, who, it: _answers(lambda: c.file(who, it.id, it.rendition_id)),
    "page": lambda c, who, it: _answers(lambda: c.page(who, it.id, it.rendition_id, number=1, query="")),
    "tree": lambda c, who, it: it.id in set(_walk(c, who, "")),
    "current": _is_current,
    "holdings": lambda c, who, it: it.id in {item.id for item in c.holdings(who).newest},
}


def _http(archive: Archive, subject: Subject, sought: Sought) -> set[str]:
    """The same by the addresses of the portal; a government reader is signed in by a session of his own."""
    house = open_house(archive.settings, subject.zone, no_picture)
    browser = Browser(create_app(house))
    if house.sessions is not None:
        browser.cookies.set("kaijuan_session", house.sessions.open(subject.user, house.now()).token)
    pages = {"http home": "/", "http search": f"/search?q={sought.title}", "http current": "/current"}
    pages |= {"http api": f"/api/v1/search?q={sought.word}", "http sitemap": "/sitemap.xml"}
    found = {name for name, path in pages.items() if sought.id in browser.get(path).text}
    record = f"/records/{sought.id}"
    addresses = {
        "http record": record,
        "http api record": f"/api/v1{record}",
        "http file": f"{record}/files/{sought.rendition_id}",
        "http page": f"{record}/files/{sought.rendition_id}/pages/1",
    }
    return found | {name for name, path in addresses.items() if browser.get(path).status_code == 200}


#: All there are in the public zone for an open current document; the government portal has no site map.
EVERYWHERE = frozenset(_LOOKS) | {
    *("http home", "http search", "http current", "http api", "http sitemap"),
    *("http record", "http api record", "http file", "http page"),
}
EVERYWHERE_BY_ZONE = {Zone.PUBLIC: EVERYWHERE, Zone.GOV: EVERYWHERE - {"http sitemap"}}
