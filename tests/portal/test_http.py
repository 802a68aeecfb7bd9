"""Both portals over HTTP: what they show, what they refuse, and with which words and headers."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from portal.headers import HEADERS
from tests.portal.conftest import Browser
from tests.portal.holdings import CLOSED_ABSTRACT, CLOSED_SUBJECT, CLOSED_WORD

SignIn = Callable[[str], Browser]


def test_citizen_finds_and_reads_an_opened_record(public: Browser, ids: dict[int, str]) -> None:
    found = public.get("/search", params={"q": "婚姻登记"})
    assert found.status_code == 200
    assert f"/records/{ids[1]}" in found.text
    assert "<mark>婚姻登记</mark>" in found.text
    record = public.get(f"/records/{ids[1]}")
    assert "关于印发《婚姻登记工作规范》的通知" in record.text
    assert "现将有关事项通知如下" in record.text
    assert "阅读" in record.text


def test_page_reading_has_an_address_for_every_page(public: Browser, ids: dict[int, str]) -> None:
    first = next(link for link in public.get(f"/records/{ids[1]}").text.split('"') if link.endswith("/pages/1"))
    page = public.get(first, params={"q": "规范"})
    assert "<mark>规范</mark>" in page.text
    second = public.get(first[:-1] + "2")
    assert "婚姻登记档案的移交" in second.text
    assert 'rel="prev"' in second.text
    assert public.get(first[:-1] + "9").status_code == 404
    assert public.get(first + "/image").status_code == 404


def test_download_is_never_shown_inside_the_site(public: Browser, ids: dict[int, str]) -> None:
    href = next(link for link in public.get(f"/records/{ids[1]}").text.split('"') if "/files/" in link)
    answer = public.get(href.split("/pages/")[0])
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f"attachment; filename*=utf-8''{quote('正文.txt')}"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_entry_without_text_says_why_and_what_to_do(public: Browser, ids: dict[int, str]) -> None:
    record = public.get(f"/records/{ids[2]}")
    assert record.status_code == 200
    assert "不能阅读全文" in record.text
    assert CLOSED_WORD not in record.text
    assert "/about/disclosure" in record.text
    why = public.get(f"/records/{ids[2]}/why")
    assert "全文不对外提供" in why.text
    nothing = public.get("/search", params={"q": CLOSED_WORD})
    absent = public.get("/search", params={"q": "鸂鶒滩"})
    assert nothing.text.replace(CLOSED_WORD, "") == absent.text.replace("鸂鶒滩", "").replace(
        quote("鸂鶒滩"), quote(CLOSED_WORD)
    )


def test_another_department_sees_the_entry_and_not_the_text(signed_in: SignIn, ids: dict[int, str]) -> None:
    other = signed_in("jiaoyu")
    assert CLOSED_WORD not in other.get(f"/records/{ids[2]}").text
    assert other.get(f"/records/{ids[3]}").status_code == 404
    shared = other.get(f"/records/{ids[4]}")
    assert "请即调运" in shared.text
    own = signed_in("minzheng").get(f"/records/{ids[2]}").text
    for content in (CLOSED_WORD, CLOSED_ABSTRACT, CLOSED_SUBJECT):
        assert content in own
        assert content not in other.get(f"/records/{ids[2]}").text


def test_absent_and_forbidden_are_the_same_bytes(public: Browser, signed_in: SignIn, ids: dict[int, str]) -> None:
    other = signed_in("jiaoyu")
    tails = ("", "/why", "/files/1234", "/files/1234/pages/1", "/files/1234/pages/1/image")
    for browser in (public, other):
        for tail in tails:
            closed, absent = (browser.get(f"/records/{each}{tail}") for each in (ids[3], "0" * 16))
            assert closed.status_code == absent.status_code == 404
            assert closed.content == absent.content
            assert closed.headers == absent.headers
    assert public.get("/no/such/place").content == public.get(f"/records/{ids[3]}").content
    api = [public.get(f"/api/v1/records/{each}") for each in (ids[3], "0" * 16)]
    assert api[0].content == api[1].content
    assert api[0].json()["error"]["code"] == "not_found"


def test_other_sites_may_post_a_search(public: Browser, stranger: Browser) -> None:
    for browser in (public, stranger):
        answer = browser.post("/search", data={"q": "婚姻"}, headers={"Origin": "https://www.example.gov.cn"})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/search?q=%E5%A9%9A%E5%A7%BB"


@pytest.mark.parametrize(
    "params",
    [
        {"q": "字" * 201},
        {"q": "甲 " + "AND 乙 " * 65},
        {"q": "婚姻", "sort": "colour"},
        {"q": "婚姻", "custody": "进馆"},
        {"q": "婚姻", "from": "19x8"},
        {"q": "婚姻", "limit": "1000000"},
        {"q": "婚姻", "cursor": "forged"},
    ],
)
def test_bad_search_keeps_the_form(public: Browser, params: dict[str, str]) -> None:
    answer = public.get("/search", params=params)
    assert answer.status_code == 400
    assert f'value="{params["q"][:40]}' in answer.text
    assert "message danger" in answer.text
    told = public.get("/api/v1/search", params=params)
    assert told.status_code == 400
    assert told.json()["error"]["code"] == "bad_search"


def test_headers_on_every_answer(public: Browser, stranger: Browser, signed_in: SignIn) -> None:
    reader = signed_in("minzheng")
    for browser, paths in (
        (
            public,
            [
                "/",
                "/search?q=a",
                "/search?sort=x",
                "/none",
                "/healthz",
                "/static/page.css",
                "/static/none",
                "/api/v1/search",
            ],
        ),
        (stranger, ["/", "/signin", "/none"]),
        (reader, ["/", "/search?q=a", "/none", "/current", "/catalogue"]),
    ):
        for path in paths:
            answer = browser.get(path)
            for name, value in HEADERS.items():
                assert answer.headers[name] == value, (path, name)
            assert "strict-transport-security" not in answer.headers
            if browser is not public and not path.startswith("/static"):
                assert answer.headers["cache-control"] == "private, no-store", path


def test_head_is_get_without_its_body(public: Browser, stranger: Browser, ids: dict[int, str]) -> None:
    paths = ("/search?q=婚姻", f"/records/{ids[1]}", f"/records/{ids[3]}", "/absent")
    for browser, path in [*((public, path) for path in paths), (stranger, "/signin")]:
        asked, head = browser.get(path), browser.ask("HEAD", path)
        assert (head.status_code, head.content) == (asked.status_code, b"")
        assert head.headers["content-type"] == asked.headers["content-type"]


def test_a_part_for_htmx_and_the_whole_for_everybody_else(public: Browser) -> None:
    address = "/search?q=%E5%A9%9A%E5%A7%BB"
    part = public.get(address, headers={"HX-Request": "true"})
    assert part.text.startswith("<title>")
    assert "<html" not in part.text
    assert 'id="results"' in part.text
    for extra in ({"HX-History-Restore-Request": "true"}, {"HX-Boosted": "true"}, {"HX-Request-Type": "full"}):
        assert "<html" in public.get(address, headers={"HX-Request": "true"} | extra).text
    assert "HX-Request" in part.headers["vary"]
    wrong = public.get("/search?sort=x", headers={"HX-Request": "true"})
    assert wrong.status_code == 400
    assert "<html" not in wrong.text


def test_full_portal_says_so_and_stays_alive(crowded: Browser) -> None:
    answer = crowded.get("/")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert crowded.get("/healthz").status_code == 200


def test_english_by_a_switch_and_remembered(public: Browser) -> None:
    assert '<html lang="zh-Hans"' in public.get("/").text
    english = public.get("/?lang=en")
    assert '<html lang="en"' in english.text
    assert '<html lang="en"' in public.get("/current").text
    assert '<html lang="zh-Hans"' in public.get("/?lang=zh").text
    assert 'data-size="large"' in public.get("/?size=large").text
    assert 'data-size="large"' in public.get("/catalogue").text


def test_expired_document_says_so_first(public: Browser, ids: dict[int, str]) -> None:
    page = public.get(f"/records/{ids[5]}").text
    assert page.index("本文件已废止") < page.index("<h1")
    assert "明政发〔2004〕18号" in page
    listed = public.get("/current", params={"validity": "废止"}).text
    assert "本文件已废止" in listed
    assert f"/records/{ids[5]}" in listed
    assert f"/records/{ids[6]}" not in listed


def test_tree_leads_to_every_record_and_pages_by_window(public: Browser, ids: dict[int, str]) -> None:
    root = public.get("/catalogue").text
    assert "明河区民政局" in root
    place = next(link for link in root.split('"') if link.startswith("/catalogue/"))
    for _ in range(5):
        page = public.get(place).text
        deeper = [link for link in page.split('"') if link.startswith("/catalogue/") and "?" not in link]
        if f"/records/{ids[1]}" in page:
            break
        place = deeper[-1]
    assert f"/records/{ids[1]}" in page
    assert f"/records/{ids[3]}" not in page
    jumped = public.get(place, params={"start": "J012-WS·1998-30年-BGS-0020"}).text
    assert f"/records/{ids[20]}" in jumped
    assert f"/records/{ids[19]}" not in jumped


def test_api_tells_the_command_lines_shape_and_nothing_more(public: Browser, ids: dict[int, str]) -> None:
    told = public.get("/api/v1/search", params={"q": "婚姻登记", "limit": "1"}).json()
    assert set(told) == {"total", "hits", "facets", "next"}
    assert set(told["hits"][0]) == {"id", "reference_code", "title", "score", "highlights"}
    assert told["next"]
    record = public.get(f"/api/v1/records/{ids[2]}")
    assert record.json()["readable"] is False
    assert record.json()["files"] == []
    assert CLOSED_WORD not in record.text
    opened = public.get(f"/api/v1/records/{ids[1]}").json()
    assert opened["files"][0]["url"].startswith(f"/records/{ids[1]}/files/")
    outline = public.get("/api/v1/openapi.json").json()
    assert set(outline["paths"]) == {"/api/v1/search", "/api/v1/records/{record_id}"}
    assert "signin" not in json.dumps(outline)


def test_nothing_found_offers_ways_on(public: Browser) -> None:
    answer = public.get("/search", params={"q": "婚姻登记", "from": "1901", "to": "1902"}).text
    assert "没有找到" in answer
    assert "不限" in answer
    assert "/about/disclosure" in answer


def test_government_home_shows_the_own_departments_figures(signed_in: SignIn) -> None:
    page = signed_in("minzheng").get("/").text
    assert "明河区民政局" in page
    assert "本单位已进馆" in page


@pytest.mark.parametrize("path", ["/about", "/about/help", "/about/keys", "/about/accessibility", "/about/map"])
def test_standing_pages_open_in_both_zones(public: Browser, signed_in: SignIn, path: str) -> None:
    assert public.get(path).status_code == 200
    assert signed_in("minzheng").get(path).status_code == 200


def test_site_map_names_the_entrances(public: Browser, signed_in: SignIn) -> None:
    text = public.get("/sitemap.xml").text
    assert "<loc>https://dag.minghe.example/catalogue</loc>" in text
    assert signed_in("minzheng").get("/sitemap.xml").status_code == 404
    assert "Disallow: /search" in public.get("/robots.txt").text
