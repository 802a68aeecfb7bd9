"""The first page of each portal."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from access.facts import Custody
from access.subjects import Zone
from portal.pages.showing import item_date, number_text, record_href
from portal.rendering import respond
from portal.views.finding import Door, GovernmentHomeView, Line, PublicHomeView, Standing, Topic
from portal.views.frame import Link
from portal.views.parts import SearchBox
from portal.visits import Visit, Visiting
from records.items import Item
from search.documents import CUSTODY_LABELS
from search.errors import EngineUnavailable
from search.results import Holdings, ResultPage
from search.state import Facet, SearchState

router = APIRouter(include_in_schema=False)
_SHORT = 6
_DOORS = (
    ("catalogue", "/catalogue"),
    ("current", "/current"),
    ("services", "/about/services"),
    ("disclosure", "/about/disclosure"),
)


@router.get("/")
def show(visit: Visiting) -> Response:
    holdings = visit.house.catalogue.holdings(visit.subject)
    if visit.house.zone is Zone.PUBLIC:
        return respond(visit, public_view(visit, holdings))
    state = own_state(visit)
    return respond(visit, government_view(visit, holdings, asked(visit, state), state))


def own_state(visit: Visit) -> SearchState:
    """Everything of the reader's own department: facets give its own figures and every other organ's count."""
    own = tuple((Facet.DEPARTMENT, name) for name in sorted(visit.subject.departments))
    return SearchState(visit.house.zone, choices=own, limit=1)


def asked(visit: Visit, state: SearchState) -> ResultPage | None:
    """The answer, or nothing while the engine is away: the home page opens without it."""
    try:
        return visit.house.catalogue.search(visit.subject, state)
    except EngineUnavailable:
        return None


def public_view(visit: Visit, holdings: Holdings) -> PublicHomeView:
    words = visit.words
    return PublicHomeView(
        page=visit.frame("/", words("home.title")),
        box=SearchBox(""),
        records=number_text(holdings.records),
        current_documents=number_text(holdings.current_documents),
        examples=_examples(visit),
        doors=tuple(Door(words(f"home.door.{name}"), words(f"home.door.{name}.note"), href) for name, href in _DOORS),
        latest=_lines(visit, holdings.newest),
        topics=_topics(holdings),
    )


def government_view(
    visit: Visit, holdings: Holdings, page: ResultPage | None, state: SearchState
) -> GovernmentHomeView:
    words = visit.words
    counts = {group.facet: group.values for group in page.facets} if page else {}
    return GovernmentHomeView(
        page=visit.frame("/", words("home.title")),
        box=SearchBox(""),
        examples=_examples(visit),
        standing=_standing(visit, holdings, page, state),
        latest=_lines(visit, holdings.newest),
        departments=tuple(
            Topic(value.value, number_text(value.count), f"/search?{urlencode({'department': value.value})}")
            for value in counts.get(Facet.DEPARTMENT, ())[: _SHORT + 2]
        ),
        years=tuple(
            Topic(value.value, number_text(value.count), _search(state.with_choice(Facet.YEAR, value.value)))
            for value in sorted(counts.get(Facet.YEAR, ()), key=lambda value: value.value, reverse=True)[: _SHORT + 2]
        ),
    )


def _standing(visit: Visit, holdings: Holdings, page: ResultPage | None, state: SearchState) -> tuple[Standing, ...]:
    """What is within reach, then the own department's filing line."""
    words = visit.words
    figures = [
        Standing(number_text(holdings.records), words("home.standing.all"), "/search"),
        Standing(number_text(holdings.current_documents), words("home.standing.current"), "/current"),
    ]
    if page is None or visit.visitor.reader is None or not state.choices:
        return tuple(figures)
    department = visit.visitor.reader.department
    figures.append(Standing(number_text(page.total), department, _search(state)))
    custody = {
        value.value: value.count for group in page.facets if group.facet is Facet.CUSTODY for value in group.values
    }
    for kind in (Custody.FILED, Custody.TRANSFERRED):
        label = CUSTODY_LABELS[kind]
        href = _search(state.with_choice(Facet.CUSTODY, label))
        figures.append(Standing(number_text(custody.get(label, 0)), words(f"home.standing.{kind}"), href))
    return tuple(figures)


def _search(state: SearchState) -> str:
    return f"/search?{urlencode([pair for pair in state.params() if pair[0] != 'limit'])}"


def _examples(visit: Visit) -> tuple[Link, ...]:
    return tuple(Link(query, f"/search?{urlencode({'q': query})}") for query in visit.house.examples)


def _lines(visit: Visit, items: Iterable[Item]) -> tuple[Line, ...]:
    return tuple(
        Line(
            item.description.title,
            record_href(item.id),
            tuple(
                note
                for note in (
                    item.description.creator or item.description.department,
                    item_date(item, visit.words),
                    item.description.reference_code,
                )
                if note
            ),
        )
        for item in items
    )


def _topics(holdings: Holdings) -> tuple[Topic, ...]:
    return tuple(
        Topic(label, number_text(count), f"/current?{urlencode({'topic': label})}")
        for label, count in holdings.topics[: _SHORT + 2]
    )
