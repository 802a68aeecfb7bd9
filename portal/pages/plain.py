"""Addresses for machines: health, robots, and the public site map."""

from __future__ import annotations

from xml.sax.saxutils import escape

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from access.subjects import Zone
from portal.pages.showing import record_href
from portal.pages.written import PAGES
from portal.visits import Unrecognised, Visit, Visiting

router = APIRouter(include_in_schema=False)
public_router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def health(visit: Unrecognised) -> Response:
    """Alive.  It asks no store: an engine's trouble must not have the portal restarted."""
    return PlainTextResponse(f"ok {visit.house.zone}\n")


@router.get("/robots.txt")
def robots(visit: Unrecognised) -> Response:
    """Crawlers follow the catalogue, not the countless combinations of conditions."""
    if visit.house.zone is Zone.GOV:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")
    lines = ["User-agent: *", "Disallow: /search", "Disallow: /api/", "Disallow: /*?lang=", "Disallow: /*?size="]
    lines += [f"Sitemap: {visit.house.address}/sitemap.xml"] if visit.house.address else []
    return PlainTextResponse("\n".join(lines) + "\n")


@public_router.get("/sitemap.xml")
def site_map(visit: Visiting) -> Response:
    """The entrances: standing pages, every fonds, the newest records.  The tree leads to all others."""
    body = "".join(f"<url><loc>{escape(visit.house.address + place)}</loc></url>" for place in _entrances(visit))
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{name}">{body}</urlset>'
    return Response(text, media_type="application/xml", headers={"Cache-Control": "no-cache"})


def _entrances(visit: Visit) -> list[str]:
    catalogue = visit.house.catalogue
    fonds = [f"/catalogue/{branch.node.id}" for branch in catalogue.tree(visit.subject, "", "").branches]
    newest = [record_href(item.id) for item in catalogue.holdings(visit.subject).newest]
    standing = [f"/about/{topic}" for topic in PAGES[visit.house.zone]]
    return ["/", "/catalogue", "/current", "/about", *standing, *fonds, *newest]
