"""When something of ours fails: the engine away, a mistake in a page, a secure site; and what the log keeps."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from access.subjects import Zone
from portal.apps import create_app
from portal.headers import HEADERS
from portal.house import House
from search.embedded.engine import EmbeddedEngine
from tests.portal.conftest import Browser
from tests.portal.holdings import PASSWORD


@pytest.fixture
def without_engine(houses: dict[Zone, House], tmp_path: Path) -> dict[Zone, Browser]:
    """Both portals with an index that is not there."""
    portals = {}
    for zone, house in houses.items():
        catalogue = replace(house.catalogue, engine=EmbeddedEngine(tmp_path / zone))
        portals[zone] = Browser(create_app(replace(house, catalogue=catalogue)))
    return portals


def test_engine_away_leaves_the_rest_standing(without_engine: dict[Zone, Browser], ids: dict[int, str]) -> None:
    public = without_engine[Zone.PUBLIC]
    away = public.get("/search", params={"q": "婚姻"})
    assert away.status_code == 503
    assert int(away.headers["retry-after"]) > 0
    assert 'value="婚姻"' in away.text
    assert public.get("/api/v1/search", params={"q": "婚姻"}).json()["error"]["code"] == "search_unavailable"
    for path in ("/", f"/records/{ids[1]}", "/catalogue", "/current"):
        assert public.get(path).status_code == 200
    gov = without_engine[Zone.GOV]
    gov.post("/signin", data={"account": "minzheng", "password": PASSWORD})
    assert gov.get("/").status_code == 200


def test_a_mistake_of_ours_is_logged_and_not_told(houses: dict[Zone, House], caplog: pytest.LogCaptureFixture) -> None:
    broken = replace(houses[Zone.PUBLIC], examples=None)
    portal = Browser(create_app(broken))
    with caplog.at_level(logging.ERROR, logger="kaijuan.portal"):
        answers = [portal.get("/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert answers[0].content == answers[1].content
    assert "Traceback" not in answers[0].text
    assert "Error" not in answers[0].text
    for name, value in HEADERS.items():
        assert answers[0].headers[name] == value
    assert len(caplog.records) == 2
    assert caplog.records[0].exc_info


def test_a_secure_site_binds_cookie_and_browser_to_https(houses: dict[Zone, House]) -> None:
    portal = Browser(create_app(replace(houses[Zone.GOV], https=True)), "https://portal.test")
    answer = portal.post("/signin", data={"account": "minzheng", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-kaijuan=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "max-age=" in answer.headers["strict-transport-security"]
    assert portal.get("/").status_code == 200


def test_sessions_belong_to_the_government_zone_alone(houses: dict[Zone, House]) -> None:
    with pytest.raises(ValueError, match="government zone"):
        create_app(replace(houses[Zone.GOV], sessions=None))
    with pytest.raises(ValueError, match="government zone"):
        create_app(replace(houses[Zone.PUBLIC], sessions=houses[Zone.GOV].sessions))


def test_a_session_of_one_person_opens_nothing_on_the_public_portal(
    houses: dict[Zone, House], ids: dict[int, str]
) -> None:
    gov, public = (Browser(create_app(houses[zone])) for zone in (Zone.GOV, Zone.PUBLIC))
    gov.post("/signin", data={"account": "minzheng", "password": PASSWORD})
    public.cookies = gov.cookies
    assert public.get(f"/records/{ids[3]}").status_code == 404
    headers = {"X-Forwarded-For": "10.0.0.1", "X-Zone": "gov", "X-Remote-User": "minzheng"}
    assert public.get(f"/records/{ids[3]}", headers=headers).status_code == 404
