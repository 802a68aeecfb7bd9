"""``/current``: 现行文件 by organ, life topic and validity.  An expired one says so before its title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from portal.pages.showing import badge_of, expiry_note, facts_of, number_text, record_href, validity_of
from portal.rendering import respond
from portal.views.finding import CurrentView
from portal.views.parts import Chip, Facet, FacetValue, Fact, Hit, Paging, Piece
from portal.visits import Visit, Visiting
from records.items import Item
from search.browsing import CurrentChoice
from search.results import CurrentPage

router = APIRouter(include_in_schema=False)
SECTION: Final = "/current"
_SHOWN: Final = 8
#: Parameter → the word for it.
_NAMES: Final = {"validity": "facet.validity", "topic": "facet.life_topic", "organ": "facet.department"}


@router.get("/current")
def show(visit: Visiting, organ: str = "", topic: str = "", validity: str = "", cursor: str = "") -> Response:
    choice = CurrentChoice(organ, topic, validity)
    page = visit.house.catalogue.current_documents(visit.subject, choice, cursor)
    return respond(visit, current_view(visit, page, choice))


def address(choice: CurrentChoice, cursor: str = "") -> str:
    pairs = {"organ": choice.organ, "topic": choice.topic, "validity": choice.validity, "cursor": cursor}
    query = urlencode({name: value for name, value in pairs.items() if value})
    return f"{SECTION}?{query}" if query else SECTION


def current_view(visit: Visit, page: CurrentPage, choice: CurrentChoice) -> CurrentView:
    words = visit.words
    chips = _chips(visit, choice)
    label = words("search.facets.chosen", number=len(chips)) if chips else words("search.facets")
    counted = (("validity", page.validities), ("topic", page.topics), ("organ", page.organs))
    return CurrentView(
        page=visit.frame(SECTION, words("current.title")),
        count=words("current.count", total=number_text(page.total)),
        chips=chips,
        clear_href=SECTION,
        facets=tuple(facet for facet in (_facet(visit, choice, *pair) for pair in counted) if facet.values),
        facets_label=label,
        hits=tuple(_hit(visit, item, readable=readable) for item, readable in page.items),
        paging=Paging(
            next_href=address(choice, page.next_cursor) if page.next_cursor else "",
            first_href=address(choice) if visit.params.get("cursor") else "",
        ),
    )


def _chosen(choice: CurrentChoice, name: str) -> str:
    return str(getattr(choice, name))


def _chips(visit: Visit, choice: CurrentChoice) -> tuple[Chip, ...]:
    words = visit.words
    return tuple(
        Chip(
            words(key),
            words.known("validity", _chosen(choice, name)),
            address(replace(choice, **{name: ""})),
            words("search.chip.remove", condition=_chosen(choice, name)),
        )
        for name, key in _NAMES.items()
        if _chosen(choice, name)
    )


def _facet(visit: Visit, choice: CurrentChoice, name: str, values: Iterable[tuple[str, int]]) -> Facet:
    words = visit.words
    lines = tuple(
        FacetValue(
            anchor=f"facet-{name}-{'_'.join(value.split())}",
            label=words.known("validity", value) if name == "validity" else value,
            count=number_text(count),
            href=address(replace(choice, **{name: "" if value == _chosen(choice, name) else value})),
            chosen=value == _chosen(choice, name),
        )
        for value, count in values
    )
    ordered = tuple(sorted(lines, key=lambda line: not line.chosen))
    return Facet(name, words(_NAMES[name]), ordered[:_SHOWN], ordered[_SHOWN:])


def _hit(visit: Visit, item: Item, *, readable: bool) -> Hit:
    mark = validity_of(item, visit.words)
    number = item.description.index_number
    index = (Fact(visit.words("meta.index_number"), visit.words("current.index", number=number), figures=True),)
    return Hit(
        href=record_href(item.id),
        title=(Piece(item.description.title),),
        facts=facts_of(visit, item) + (index if number else ()),
        badge=None if readable else badge_of(visit, item, None, readable=False),
        validity=mark,
        validity_note=expiry_note(mark, visit.words),
    )
