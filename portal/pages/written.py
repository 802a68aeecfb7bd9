"""The standing pages: help, keys, certificates, disclosure, consultation, accessibility, site map, about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from access.subjects import Zone
from portal.rendering import respond
from portal.views.frame import Link
from portal.views.standing import KeyLine, Passage, WrittenView
from portal.visits import Visit, Visiting
from search.errors import RecordNotFound

router = APIRouter(include_in_schema=False)

_KEYS: Final = (
    (("/",), "about.keys.search"),
    (("j", "k"), "about.keys.hits"),
    (("[", "]"), "about.keys.pages"),
    (("n",), "about.keys.mark"),
    (("?",), "about.keys.help"),
)


@router.get("/about")
def about(visit: Visiting) -> Response:
    return respond(visit, _about(visit))


@router.get("/about/{topic}")
def show(visit: Visiting, topic: str) -> Response:
    """A standing page of this zone; any other name is an address like any that does not exist."""
    made = PAGES[visit.house.zone].get(topic)
    if made is None:
        raise RecordNotFound
    return respond(visit, made(visit))


def _page(visit: Visit, topic: str, *passages: Passage) -> WrittenView:
    heading = visit.words(f"about.{topic}.title")
    return WrittenView(visit.frame(f"/about/{topic}", heading), heading, passages)


def _said(visit: Visit, *keys: str) -> tuple[str, ...]:
    return tuple(visit.words(key) for key in keys)


def _help(visit: Visit) -> WrittenView:
    words = visit.words
    searching = Passage(
        words("about.help.search"),
        points=_said(visit, *(f"about.help.search.{number}" for number in range(1, 5))),
    )
    reading = Passage(
        words("about.help.read"),
        points=_said(visit, "about.help.read.1", "about.help.read.2"),
        links=(Link(words("about.help.keys"), "/about/keys"),),
    )
    return _page(visit, "help", searching, reading)


def _keys(visit: Visit) -> WrittenView:
    heading = visit.words("about.help.keys")
    lines = tuple(KeyLine(keys, visit.words(does)) for keys, does in _KEYS)
    return WrittenView(visit.frame("/about/keys", heading), heading, (), lines)


def _accessibility(visit: Visit) -> WrittenView:
    telephone = visit.house.imprint.telephone
    call = (visit.words("about.accessibility.3", telephone=telephone),) if telephone else ()
    said = _said(visit, "about.accessibility.1", "about.accessibility.2")
    return _page(visit, "accessibility", Passage("", paragraphs=said + call))


def _about(visit: Visit) -> WrittenView:
    said = _said(visit, f"about.about.{visit.house.zone}", "about.about.law")
    heading = visit.words("about.about.title")
    return WrittenView(visit.frame("/about", heading), heading, (Passage("", paragraphs=said),))


def _map(visit: Visit) -> WrittenView:
    words = visit.words
    links = [Link(link.label, link.href) for link in visit.frame("", "").navigation]
    topics = ["services", "disclosure"] if visit.house.zone is Zone.PUBLIC else ["consult"]
    named = {link.href for link in links}
    links += [
        Link(words(f"about.{topic}.title"), f"/about/{topic}")
        for topic in (*topics, "accessibility")
        if f"/about/{topic}" not in named
    ]
    links += [Link(words("about.help.keys"), "/about/keys"), Link(words("about.about.title"), "/about")]
    return _page(visit, "map", Passage("", links=tuple(links)))


def _services(visit: Visit) -> WrittenView:
    words = visit.words
    return _page(
        visit,
        "services",
        Passage("", paragraphs=_said(visit, "about.services.lede")),
        Passage(
            words("about.services.bring"),
            points=_said(visit, *(f"about.services.bring.{number}" for number in range(1, 4))),
        ),
        Passage(words("about.services.what"), points=_said(visit, "about.services.what.1")),
        Passage(words("about.services.where"), points=_where(visit)),
    )


def _disclosure(visit: Visit) -> WrittenView:
    words = visit.words
    return _page(
        visit,
        "disclosure",
        Passage("", paragraphs=_said(visit, "about.disclosure.lede")),
        Passage(
            words("about.disclosure.write"),
            points=_said(visit, *(f"about.disclosure.write.{number}" for number in range(1, 4))),
        ),
        Passage("", paragraphs=_said(visit, "about.disclosure.term", "about.disclosure.archive")),
        Passage(words("about.services.where"), points=_where(visit)),
    )


def _consult(visit: Visit) -> WrittenView:
    points = _said(visit, "about.consult.state", "about.consult.filed", "about.consult.transferred")
    return _page(visit, "consult", Passage("", paragraphs=_said(visit, "about.consult.lede"), points=points))


def _where(visit: Visit) -> tuple[str, ...]:
    imprint = visit.house.imprint
    told = (imprint.archive, imprint.address, imprint.telephone, imprint.hours)
    return tuple(line for line in told if line)


_BOTH: Final[dict[str, Callable[[Visit], WrittenView]]] = {
    "help": _help,
    "keys": _keys,
    "accessibility": _accessibility,
    "map": _map,
}
PAGES: Final = {
    Zone.PUBLIC: _BOTH | {"services": _services, "disclosure": _disclosure},
    Zone.GOV: _BOTH | {"consult": _consult},
}
