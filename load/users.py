"""The four kinds of users as locust plays them: search, narrow, open a record, read a page, take a file.

They follow the links of the pages they were given, as people do, and know nothing of what they may see.
"""

import random
import re
import threading
from html import unescape
from http.cookiejar import Cookie
from typing import ClassVar

from locust import between, task
from locust.contrib.fasthttp import FastHttpUser, FastResponse

from load.bounds import Account
from load.questions import Questions

_FACET = re.compile(r'<a id="[^"]+" href="(/search\?[^"]+)"')
_RECORD = re.compile(r'href="(/records/[^"/?#]+)["?#]')
_PAGE = re.compile(r'href="(/records/[^"/]+/files/[^"/]+/pages/[0-9]+)[^"]*"')
_FILE = re.compile(r'href="(/records/[^"/]+/files/[^"/?#]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}〔[0-9]{4}〕[0-9]+号")
_LEARN_FROM = 100  # titles

_learning = threading.RLock()  # A lock between greenlets: locust has patched it.
_learnt: dict[str, Questions] = {}
#: One session per account and run: the portal lets nobody sign in twenty times a minute, and rightly.
_sessions: dict[Account, list[Cookie]] = {}


class Visitor(FastHttpUser):
    """A person with some patience.  ``accounts`` empty: nobody signs in."""

    abstract = True
    wait_time = between(0.5, 2.0)
    accounts: ClassVar[tuple[Account, ...]] = ()
    searches: ClassVar[str] = "/search"

    def on_start(self) -> None:
        self.rng = random.Random()
        with _learning:
            if self.accounts:
                self._sign_in(self.rng.choice(self.accounts))
            key = type(self).__name__
            if key not in _learnt:
                _learnt[key] = self._learn()
        self.questions = _learnt[key]

    def _sign_in(self, account: Account) -> None:
        """By the form, with every hidden field it carries."""
        if account not in _sessions:
            form = self._get("/signin", name="/signin")
            fields = {name: unescape(value) for name, value in _HIDDEN.findall(form)}
            fields |= {"account": account.user, "password": account.password}
            with self.client.post("/signin", data=fields, name="/signin [POST]", catch_response=True) as answer:
                if not list(self.client.cookiejar):
                    answer.failure(f"{account.user} could not sign in")
            _sessions[account] = list(self.client.cookiejar)
        for cookie in _sessions[account]:
            self.client.cookiejar.set_cookie(cookie)

    def _learn(self) -> Questions:
        """The words of what this portal serves this person."""
        answer = self.client.get(f"/api/v1/search?sort=newest&limit={_LEARN_FROM}", name="/api/v1/search")
        titles = [hit["title"] for hit in answer.json()["hits"]] if answer.ok else []
        numbers = sorted(set(_NUMBER.findall(self._get("/search?sort=newest", name="/search [all]"))))
        return Questions.of(titles or ["通知"], numbers)

    def _get(self, path: str, *, name: str) -> str:
        """The page's HTML; empty when it failed, which locust has counted."""
        answer: FastResponse = self.client.get(path, name=name)
        return (answer.text or "") if answer.ok else ""

    def _follow(self, pattern: re.Pattern[str], page: str, *, name: str) -> str:
        """Open one of the links of this kind; without any, nothing happens."""
        links = sorted(set(pattern.findall(page)))
        return self._get(unescape(self.rng.choice(links)), name=name) if links else ""

    def _search(self) -> str:
        with self.client.get(
            "/search", params={"q": self.questions.choose(self.rng)}, name="/search", catch_response=True
        ) as answer:
            return (answer.text or "") if answer.ok else ""

    def _read(self, results: str) -> None:
        record = self._follow(_RECORD, results, name="/records/{id}")
        self._follow(_PAGE, record, name="/records/{id}/files/{r}/pages/{n}")
        if self.rng.random() < 0.3:
            self._follow(_FILE, record, name="/records/{id}/files/{r}")

    @task(6)
    def look_something_up(self) -> None:
        results = self._search()
        if self.rng.random() < 0.5:
            results = self._follow(_FACET, results, name="/search [facet]") or results
        self._read(results)

    @task(1)
    def come_to_the_front_page(self) -> None:
        self._get("/", name="/")


class Citizen(Visitor):
    """Browses the opened catalogue and current documents."""

    abstract = True

    @task(2)
    def browse_current_documents(self) -> None:
        self._read(self._get("/current", name="/current"))

    @task(1)
    def browse_the_catalogue(self) -> None:
        self._get("/catalogue", name="/catalogue")


class Staff(Visitor):
    """Looks for the own department's records and what others share."""

    abstract = True

    @task(1)
    def browse_the_catalogue(self) -> None:
        self._get("/catalogue", name="/catalogue")


class ArchivesStaff(Visitor):
    """Works through many results, newest first, to answer a request."""

    abstract = True

    @task(3)
    def work_through_results(self) -> None:
        for sort in ("newest", "code"):
            query = {"q": self.questions.choose(self.rng), "sort": sort, "limit": "50"}
            with self.client.get("/search", params=query, name="/search [50]", catch_response=True) as answer:
                self._read((answer.text or "") if answer.ok else "")


class Overseer(Visitor):
    """An administrator or a reader of the reading room: finds little, and asks why."""

    abstract = True

    @task(2)
    def ask_why(self) -> None:
        results = self._search()
        links = sorted(set(_RECORD.findall(results)))
        if links:
            self._get(f"{self.rng.choice(links)}/why", name="/records/{id}/why")
