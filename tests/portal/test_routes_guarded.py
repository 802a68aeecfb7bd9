"""No route without a visitor, and no route that nobody declared here."""

from __future__ import annotations

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from access.subjects import Zone
from portal.apps import routers_for
from portal.visits import VISIT_DEPENDENCIES, _anybody

BOTH = {
    ("GET", "/"),
    ("GET", "/search"),
    ("POST", "/search"),
    ("GET", "/records/{record_id}"),
    ("GET", "/records/{record_id}/why"),
    ("GET", "/records/{record_id}/files/{rendition_id}"),
    ("GET", "/records/{record_id}/files/{rendition_id}/pages/{number}"),
    ("GET", "/records/{record_id}/files/{rendition_id}/pages/{number}/image"),
    ("GET", "/catalogue"),
    ("GET", "/catalogue/{node_id}"),
    ("GET", "/current"),
    ("GET", "/about"),
    ("GET", "/about/{topic}"),
    ("GET", "/healthz"),
    ("GET", "/robots.txt"),
    ("GET", "/api/v1/search"),
    ("GET", "/api/v1/records/{record_id}"),
}
DECLARED = {
    Zone.PUBLIC: BOTH | {("GET", "/sitemap.xml")},
    Zone.GOV: BOTH | {("GET", "/signin"), ("POST", "/signin"), ("POST", "/signout")},
}
#: What may be asked by anybody, in either zone.
FOR_ANYBODY = {
    ("POST", "/search"),
    ("GET", "/healthz"),
    ("GET", "/robots.txt"),
    ("GET", "/signin"),
    ("POST", "/signin"),
    ("POST", "/signout"),
}


def routes(zone: Zone) -> dict[tuple[str, str], APIRoute]:
    found = [route for router in routers_for(zone) for route in router.routes]
    assert all(isinstance(route, APIRoute) for route in found)
    return {(method, route.path): route for route in found for method in route.methods}


def calls(dependant: Dependant) -> set[object]:
    return {dependant.call}.union(*(calls(part) for part in dependant.dependencies))


@pytest.mark.parametrize("zone", list(Zone))
def test_the_routes_are_those_declared(zone: Zone) -> None:
    assert set(routes(zone)) == DECLARED[zone]


@pytest.mark.parametrize("zone", list(Zone))
def test_every_route_knows_its_visitor(zone: Zone) -> None:
    for place, route in routes(zone).items():
        asked = calls(route.dependant) & set(VISIT_DEPENDENCIES)
        assert asked, f"{place} asks for no visitor"
        assert (_anybody in asked) == (place in FOR_ANYBODY), place
