"""From a view to an answer: the page, or the part of it htmx asked for.  The only module that knows htmx's headers."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import escape

from access.subjects import Zone
from portal.templating import render
from portal.views.finding import CurrentView, GovernmentHomeView, PublicHomeView, SearchView, TreeView
from portal.views.frame import PageFrame
from portal.views.reading import PageReadingView, RecordView, WhyView
from portal.views.standing import ErrorView, SignInView, WrittenView
from portal.visits import PREFERENCES, Visit

View = (
    PublicHomeView
    | GovernmentHomeView
    | SearchView
    | TreeView
    | CurrentView
    | RecordView
    | PageReadingView
    | WhyView
    | SignInView
    | ErrorView
    | WrittenView
)

#: View → its page, and the part that htmx may ask for alone (empty: always the whole page).
TEMPLATES: Final[dict[type[View], tuple[str, str]]] = {
    PublicHomeView: ("home/public.html", ""),
    GovernmentHomeView: ("home/government.html", ""),
    SearchView: ("search/page.html", "search/_results.html"),
    TreeView: ("tree/page.html", ""),
    CurrentView: ("current/page.html", "current/_results.html"),
    RecordView: ("record/page.html", ""),
    PageReadingView: ("reading/page.html", ""),
    WhyView: ("why/page.html", ""),
    SignInView: ("signin/page.html", ""),
    ErrorView: ("error/page.html", "error/_error.html"),
    WrittenView: ("written/page.html", ""),
}

#: The answer differs by these request headers, so no cache may mix them up.
VARY: Final = "Cookie, HX-Request, HX-History-Restore-Request, HX-Boosted, HX-Request-Type"
_A_YEAR: Final = 365 * 24 * 3600


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a part: not when it restores history, not when it replaces the whole body."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-History-Restore-Request") != "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-Request-Type") != "full"
    )


def respond(visit: Visit, view: View, *, status: int = 200, retry_after: int = 0) -> Response:
    """Render the view and say how long anyone may keep it."""
    whole, part = TEMPLATES[type(view)]
    fragment = bool(part) and wants_fragment(visit.request)
    body = f"{_title(view.page)}{render(part, view)}" if fragment else render(whole, view)
    answer = HTMLResponse(body, status_code=status)
    answer.headers["Vary"] = VARY
    answer.headers["Cache-Control"] = caching(visit.house.zone)
    answer.headers["Content-Language"] = view.page.words.language.html_tag
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    _remember_preferences(visit, answer)
    return answer


def redirect(request: Request, place: str, *, status: int = 303) -> Response:
    """Send the reader to another address of this site; htmx would follow a plain redirect inside the page."""
    if wants_fragment(request):
        answer = Response(status_code=200)
        answer.headers["HX-Redirect"] = place
    else:
        answer = RedirectResponse(place, status_code=status)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Vary"] = VARY
    return answer


def to_sign_in(request: Request, path: str) -> Response:
    """The one answer to anybody unrecognised, whatever was asked for; the address is kept for afterwards."""
    return redirect(request, f"/signin?next={quote(path, safe='')}" if path not in {"", "/"} else "/signin")


def caching(zone: Zone) -> str:
    """What is not public is kept by nobody; what is public is asked for again each time, as it may be withdrawn."""
    return "no-cache" if zone is Zone.PUBLIC else "private, no-store"


def _title(frame: PageFrame) -> str:
    """The tab's title: htmx takes it from a part that carries one."""
    return f"<title>{escape(frame.document_title)}</title>"


def _remember_preferences(visit: Visit, answer: Response) -> None:
    for name, allowed in PREFERENCES.items():
        said = visit.request.query_params.get(name)
        if said in allowed and visit.request.cookies.get(name) != said:
            answer.set_cookie(
                name, said, max_age=_A_YEAR, path="/", secure=visit.house.https, httponly=True, samesite="lax"
            )
