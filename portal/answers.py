"""Errors into answers: reads the table of ``portal.errors`` and renders a page, a part, or JSON."""

from __future__ import annotations

import logging
import secrets
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from portal.errors import ANSWERS, BROKEN, BY_STATUS, NOT_FOUND, Answer, SignInRequired, answer_for
from portal.rendering import respond, to_sign_in
from portal.views.frame import Link
from portal.views.standing import ErrorView
from portal.visits import Visit, visit_of
from portal.words import Language, Words

API: Final = "/api/"
_log = logging.getLogger("kaijuan.portal")


def register(app: FastAPI) -> None:
    """Let the application answer every error by the table."""
    for kind, _ in ANSWERS:
        app.add_exception_handler(kind, refusal)
    app.add_exception_handler(HTTPException, _framework_refusal)
    app.add_exception_handler(RequestValidationError, _framework_refusal)


def refusal(request: Request, error: Exception) -> Response:
    """The answer to one of our errors."""
    if isinstance(error, SignInRequired) and not request.url.path.startswith(API):
        return to_sign_in(request, request.url.path)
    return _answer(request, answer_for(error), str(error))


def breakdown(request: Request, error: Exception) -> Response:
    """The answer to a mistake of ours.  The log has the whole story under an id; the reader is told none of it."""
    _log.error("request %s failed: %s %s", secrets.token_hex(6), request.method, request.url.path, exc_info=error)
    return _answer(request, BROKEN, "")


def problem(error: Exception) -> JSONResponse:
    """The answer of the API to one of our errors."""
    return _problem(answer_for(error), str(error))


def error_view(visit: Visit, answer: Answer, message: str) -> ErrorView:
    words = visit.words
    heading = words(f"{answer.words}.title")
    return ErrorView(
        page=visit.nameless_frame(heading),
        heading=heading,
        sentence=words(f"{answer.words}.lede"),
        detail=message if answer.tells else "",
        links=(
            Link(words("error.to.search"), "/search"),
            Link(words("error.to.catalogue"), "/catalogue"),
            Link(words("error.to.home"), "/"),
        ),
    )


def _framework_refusal(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 422
    return _answer(request, BY_STATUS.get(status, NOT_FOUND if status < 500 else BROKEN), "")


def _answer(request: Request, answer: Answer, message: str) -> Response:
    if request.url.path.startswith(API):
        return _problem(answer, message)
    visit = visit_of(request)
    view = error_view(visit, answer, message)
    return respond(visit, view, status=answer.status, retry_after=answer.retry_after)


def _problem(answer: Answer, message: str) -> JSONResponse:
    """``{"error": {"code", "message"}}``; the message is Chinese, the code is for programs."""
    said = message if answer.tells and message else Words(Language.CHINESE)(f"{answer.words}.lede")
    body = {"error": {"code": answer.code, "message": said}}
    made = JSONResponse(body, status_code=answer.status, headers={"Cache-Control": "private, no-store"})
    if answer.retry_after:
        made.headers["Retry-After"] = str(answer.retry_after)
    return made
