"""Who is at the door and how they like to be spoken to: one ``Visit`` per request, given to every handler.

The subject comes from the process's zone and the server-side session alone; no header is ever read for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Annotated, Final, cast
from urllib.parse import urlencode

from fastapi import Depends, Request

from access.subjects import CITIZEN, STRANGER, Subject, Zone
from portal.errors import SignInRequired
from portal.house import House
from portal.views.frame import Link, PageFrame, Reader
from portal.words import Language, Words

#: The clock on the wall of every archive in China, whatever the server is set to.
_BEIJING: Final = timezone(timedelta(hours=8))
#: Preferences a reader may carry in a cookie; each has a parameter of the same name, and a closed list of values.
PREFERENCES: Final = {"lang": ("zh", "en"), "size": ("normal", "large"), "keys": ("on", "off")}

_SECTIONS: Final = {
    Zone.PUBLIC: (
        ("/", "nav.home"),
        ("/search", "nav.search"),
        ("/catalogue", "nav.catalogue"),
        ("/current", "nav.current"),
        ("/about/services", "nav.services"),
        ("/about/help", "nav.help"),
    ),
    Zone.GOV: (
        ("/", "nav.home"),
        ("/search", "nav.search"),
        ("/catalogue", "nav.catalogue"),
        ("/current", "nav.current"),
        ("/about/help", "nav.help"),
    ),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """The person behind a request, as the gate recognised them.  ``token`` and ``csrf`` are empty without a session."""

    subject: Subject
    reader: Reader | None = None
    token: str = ""
    csrf: str = ""


def unrecognised(zone: Zone) -> Visitor:
    """Whoever carries no session: everybody in the public zone, nobody on the government network."""
    return Visitor(CITIZEN if zone is Zone.PUBLIC else STRANGER)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request with everything a handler needs."""

    request: Request
    house: House
    visitor: Visitor

    @property
    def subject(self) -> Subject:
        return self.visitor.subject

    @property
    def words(self) -> Words:
        return Words(Language(preference(self.request, "lang")))

    @property
    def params(self) -> dict[str, list[str]]:
        """The query's parameters, each with all of its values, without the preferences."""
        query = self.request.query_params
        return {name: query.getlist(name) for name in query if name not in PREFERENCES}

    def frame(self, section: str, title: str) -> PageFrame:
        """The frame of a page that has an address of its own."""
        path = _address(self.request)
        return _frame(self, section=section, title=title, path=path)

    def nameless_frame(self, title: str) -> PageFrame:
        """The frame of an error: the same for every address, so that a refusal tells nothing by its links."""
        return _frame(self, section="", title=title, path="")


def preference(request: Request, name: str) -> str:
    """What the reader prefers, by parameter, else by cookie, else the first of the closed list."""
    allowed = PREFERENCES[name]
    for said in (request.query_params.get(name), request.cookies.get(name)):
        if said in allowed:
            return said
    return allowed[0]


def visit_of(request: Request) -> Visit:
    """The visit as the gate left it; without a gate before it, nobody."""
    house = cast("House", request.app.state.house)
    visitor = getattr(request.state, "visitor", None) or unrecognised(house.zone)
    return Visit(request, house, visitor)


def _recognised(request: Request) -> Visit:
    """The dependency of every page: on the government network nobody goes further without having signed in."""
    visit = visit_of(request)
    if visit.house.zone is Zone.GOV and not visit.subject.signed_in:
        raise SignInRequired
    return visit


def _anybody(request: Request) -> Visit:
    """The dependency of sign-in and of the few addresses that a stranger may ask for."""
    return visit_of(request)


Visiting = Annotated[Visit, Depends(_recognised)]
Unrecognised = Annotated[Visit, Depends(_anybody)]
#: What the route test looks for.
VISIT_DEPENDENCIES: Final = (_recognised, _anybody)


def _address(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _switch(visit: Visit, path: str, **change: str) -> str:
    """The same page with one preference changed."""
    if not path:
        return f"/?{urlencode(change)}"
    kept = [(name, value) for name, value in visit.request.query_params.multi_items() if name not in PREFERENCES]
    return f"{visit.request.url.path}?{urlencode([*kept, *change.items()])}"


def _frame(visit: Visit, *, section: str, title: str, path: str) -> PageFrame:
    house, words = visit.house, visit.words
    large = preference(visit.request, "size") == "large"
    keys = preference(visit.request, "keys") == "on"
    recognised = house.zone is Zone.PUBLIC or visit.subject.signed_in
    sections = _SECTIONS[house.zone] if recognised else ()
    return PageFrame(
        zone=house.zone,
        words=words,
        imprint=house.imprint,
        section=section,
        title=title,
        path=path,
        canonical=f"{house.address}{path}" if house.address and path else "",
        reader=visit.visitor.reader,
        csrf=visit.visitor.csrf,
        printed_at=house.now().astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")
        if path and house.zone is Zone.GOV
        else "",
        large=large,
        keys=keys,
        navigation=tuple(Link(words(key), href, href == section) for href, key in sections),
        language_href=_switch(visit, path, lang="zh" if words.language is Language.ENGLISH else "en"),
        size_href=_switch(visit, path, size="normal" if large else "large"),
        keys_href=_switch(visit, path, keys="off" if keys else "on"),
    )
