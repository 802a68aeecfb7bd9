"""The door of the government portal: one answer to strangers, sign-in, sign-out, forms from elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.portal.conftest import Browser
from tests.portal.holdings import PASSWORD

SignIn = Callable[[str], Browser]


def test_stranger_gets_one_answer_whatever_is_asked(stranger: Browser, ids: dict[int, str]) -> None:
    for path in ("/", "/search", f"/records/{ids[1]}", "/records/none", "/no/such/place", "/catalogue/x", "/about/x"):
        answer = stranger.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/signin")
        assert answer.content == b""
    assert stranger.get("/api/v1/search").status_code == 401
    assert stranger.get("/api/v1/openapi.json").status_code == 401
    assert stranger.post("/signout").status_code == 303
    assert stranger.get("/signin").status_code == 200
    assert stranger.get("/healthz").status_code == 200


def test_deep_link_survives_sign_in(stranger: Browser) -> None:
    wanted = "/search?q=%E5%A9%9A%E5%A7%BB&kind=%E6%96%87%E4%B9%A6"
    form = stranger.get(stranger.get(wanted).headers["location"])
    assert 'value="/search?q=' in form.text
    answer = stranger.post("/signin", data={"account": "minzheng", "password": PASSWORD, "next": wanted})
    assert answer.headers["location"] == wanted
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = stranger.get(wanted)
    assert page.status_code == 200
    assert "林小禾（明河区民政局）" in page.text


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/signin", "x"]
)
def test_sign_in_never_leads_to_another_site(stranger: Browser, place: str) -> None:
    answer = stranger.post("/signin", data={"account": "minzheng", "password": PASSWORD, "next": place})
    assert answer.headers["location"] == "/"


def test_wrong_password_and_unknown_account_are_one_answer(stranger: Browser) -> None:
    wrong = stranger.post("/signin", data={"account": "jiaoyu", "password": "x" * 12})
    unknown = stranger.post("/signin", data={"account": "nobody", "password": "x" * 12})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("jiaoyu", "nobody") == unknown.text
    assert "x" * 12 not in wrong.text


def test_too_many_attempts_are_slowed(stranger: Browser) -> None:
    answers = [stranger.post("/signin", data={"account": "ghost", "password": "y" * 12}) for _ in range(12)]
    assert "尝试次数过多" in answers[-1].text
    assert "尝试次数过多" not in answers[0].text


def test_sign_out_needs_its_own_form(signed_in: SignIn) -> None:
    browser = signed_in("minzheng")
    assert browser.post("/signout", data={"csrf": "guess"}).status_code == 403
    home = browser.get("/").text
    assert home.count("林小禾") >= 1
    csrf = home.split('name="csrf" value="')[1].split('"')[0]
    elsewhere = browser.post("/signout", data={"csrf": csrf}, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert browser.post("/signout", data={"csrf": csrf}).headers["location"] == "/signin"
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_forms_from_elsewhere_are_refused(stranger: Browser, header: dict[str, str]) -> None:
    answer = stranger.post("/signin", data={"account": "minzheng", "password": PASSWORD}, headers=header)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_public_portal_has_no_sign_in(public: Browser) -> None:
    absent = public.get("/no/such/place").content
    assert public.get("/signin").content == absent
    assert public.post("/signin", data={"account": "a", "password": "b"}).status_code == 404


def test_a_session_that_ended_sends_htmx_to_the_whole_sign_in(stranger: Browser) -> None:
    answer = stranger.get("/search?q=a", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"].startswith("/signin?next=")
