"""One example of every view in both zones, for the tests of templates and for looking at them."""

from __future__ import annotations

from access.subjects import Zone
from portal.words import Language
from tests.portal.samples.finding import current, empty, home, search, tree
from tests.portal.samples.reading import error, reading, record, signin, why, written


def every_page() -> dict[str, tuple[str, object]]:
    """Name → (template, view), for both zones."""
    pages: dict[str, tuple[str, object]] = {}
    for zone in Zone:
        pages |= {
            f"{zone}-home": ("home/public.html" if zone is Zone.PUBLIC else "home/government.html", home(zone)),
            f"{zone}-search": ("search/page.html", search(zone)),
            f"{zone}-empty": ("search/page.html", empty(zone)),
            f"{zone}-record": ("record/page.html", record(zone)),
            f"{zone}-reading": ("reading/page.html", reading(zone)),
            f"{zone}-tree": ("tree/page.html", tree(zone)),
            f"{zone}-items": ("tree/page.html", tree(zone, items=True)),
            f"{zone}-current": ("current/page.html", current(zone)),
            f"{zone}-error": ("error/page.html", error(zone)),
            f"{zone}-why": ("why/page.html", why(zone)),
            f"{zone}-written": ("written/page.html", written(zone)),
        }
    pages["gov-signin"] = ("signin/page.html", signin())
    pages["public-search-en"] = ("search/page.html", search(Zone.PUBLIC, Language.ENGLISH))
    pages["public-home-en"] = ("home/public.html", home(Zone.PUBLIC, Language.ENGLISH))
    return pages
