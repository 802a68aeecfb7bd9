"""Sign-in and sign-out of the government portal.  The public one does not carry this router."""

from __future__ import annotations

import hmac
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from fastapi.responses import Response

from access.errors import SignInRefused
from portal.errors import Forbidden
from portal.gate import cookie_name
from portal.limits import PAUSE_MINUTES, SignInLimit
from portal.rendering import redirect, respond
from portal.views.standing import SignInView
from portal.visits import Unrecognised, Visit

router = APIRouter(include_in_schema=False)
_LONGEST_PLACE: Final = 2000


@router.get("/signin")
def show(visit: Unrecognised) -> Response:
    """The form.  Whoever has signed in already is sent on to where they wanted to go."""
    place = local_place(visit.request.query_params.get("next", ""))
    if visit.subject.signed_in:
        return redirect(visit.request, place)
    return respond(visit, _view(visit, place=place, account="", problem=""))


@router.post("/signin")
def sign_in(
    visit: Unrecognised,
    account: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    place: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Open a session.  A wrong password and an unknown account are one answer."""
    sessions = visit.house.sessions
    if sessions is None:
        raise Forbidden
    kept, problem = local_place(place), _hindrance(visit, account, password)
    if problem:
        return respond(visit, _view(visit, place=kept, account=account, problem=problem), status=401)
    try:
        opened = sessions.sign_in(account.strip(), password, visit.house.now())
    except SignInRefused:
        problem = visit.words("signin.wrong")
        return respond(visit, _view(visit, place=kept, account=account, problem=problem), status=401)
    answer = redirect(visit.request, kept)
    _give_cookie(visit, answer, opened.token)
    return answer


@router.post("/signout")
def sign_out(visit: Unrecognised, csrf: Annotated[str, Form()] = "") -> Response:
    """End the session on this side and forget the cookie.  The form carries the session's own secret."""
    sessions, visitor = visit.house.sessions, visit.visitor
    if sessions is not None and visitor.token:
        if not hmac.compare_digest(csrf.encode(), visitor.csrf.encode()):
            raise Forbidden
        sessions.close(visitor.token)
    answer = redirect(visit.request, "/signin")
    answer.delete_cookie(cookie_name(visit.house), path="/", secure=visit.house.https, httponly=True, samesite="lax")
    return answer


def local_place(place: str) -> str:
    """A place of this site to go to after sign-in, or the first page: never an address of another site."""
    parts = urlsplit(place)
    plain = place.isprintable() and "\\" not in place and len(place) <= _LONGEST_PLACE
    local = place.startswith("/") and not place.startswith("//") and not parts.scheme and not parts.netloc
    return place if plain and local and parts.path not in {"/signin", "/signout"} else "/"


def _hindrance(visit: Visit, account: str, password: str) -> str:
    """Why this attempt is not even tried, or nothing."""
    if not account.strip() or not password:
        return visit.words("signin.empty")
    limit: SignInLimit = visit.request.app.state.sign_in_limit
    client = visit.request.client
    if not limit.admits(account.strip(), client.host if client else ""):
        return visit.words("signin.slow", minutes=PAUSE_MINUTES)
    return ""


def _give_cookie(visit: Visit, answer: Response, token: str) -> None:
    answer.set_cookie(
        cookie_name(visit.house), token, path="/", secure=visit.house.https, httponly=True, samesite="lax"
    )


def _view(visit: Visit, *, place: str, account: str, problem: str) -> SignInView:
    return SignInView(visit.frame("", visit.words("signin.title")), account[:100], place, problem)
