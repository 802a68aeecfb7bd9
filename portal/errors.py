"""What went wrong, as one table: which answer each error gets, as a page, a part of a page, or JSON.

Domain errors carry no status; this is the only place that gives them one.  No answer names a path, a record or a
request, so that what is absent and what is forbidden are the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from access.errors import LedgerBroken, SignInRefused
from indexer.errors import PageImageUnavailable
from search.errors import BadSearch, EngineUnavailable, QueryRejected, RecordNotFound
from search.text.errors import TextError


class PortalError(Exception):
    """The base of every error of this room."""


class SignInRequired(PortalError):
    """Nobody has signed in, and nothing is shown to nobody."""


class Forbidden(PortalError):
    """A form came from another site, or its session is over."""


class Busy(PortalError):
    """More requests are under way than this portal takes on at once."""


class PageNotDrawn(PortalError):
    """There is no picture of this page."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one kind of error is answered.  ``words`` begins two keys of the catalogue, ``.title`` and ``.lede``.

    ``tells`` says that the error's own message is written for readers and may be shown.
    """

    status: int
    code: str
    words: str
    tells: bool = False
    retry_after: int = 0


NOT_FOUND: Final = Answer(404, "not_found", "error.404")
BROKEN: Final = Answer(500, "internal", "error.500")
BUSY: Final = Answer(503, "busy", "error.busy", retry_after=5)

#: Looked through in order; the first class that fits decides.
ANSWERS: Final[tuple[tuple[type[Exception], Answer], ...]] = (
    (RecordNotFound, NOT_FOUND),
    (PageNotDrawn, NOT_FOUND),
    (PageImageUnavailable, NOT_FOUND),
    (BadSearch, Answer(400, "bad_search", "error.400", tells=True)),
    (TextError, Answer(400, "bad_search", "error.400", tells=True)),
    (QueryRejected, Answer(400, "bad_search", "error.400")),
    (EngineUnavailable, Answer(503, "search_unavailable", "error.503", retry_after=10)),
    (LedgerBroken, Answer(503, "audit_unavailable", "error.busy", retry_after=10)),
    (Busy, BUSY),
    (SignInRequired, Answer(401, "sign_in_required", "signin")),
    (SignInRefused, Answer(401, "sign_in_refused", "signin", tells=True)),
    (Forbidden, Answer(403, "forbidden", "error.403")),
)

#: Answers to what the framework itself refuses: no such route, no such method, a body that cannot be read.
BY_STATUS: Final = {
    400: Answer(400, "bad_request", "error.400"),
    403: Answer(403, "forbidden", "error.403"),
    404: NOT_FOUND,
    405: Answer(405, "method_not_allowed", "error.405"),
    413: Answer(400, "bad_request", "error.400"),
    422: Answer(400, "bad_request", "error.400"),
}


def answer_for(error: Exception) -> Answer:
    """The table read for one error; whatever it does not list is a mistake of ours."""
    for kind, answer in ANSWERS:
        if isinstance(error, kind):
            return answer
    return BROKEN
