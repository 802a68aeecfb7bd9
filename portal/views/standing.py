"""Pages that stand beside the archive: sign-in, errors, and the written pages of help and services."""

from __future__ import annotations

from dataclasses import dataclass

from portal.views.frame import Link, PageFrame


@dataclass(frozen=True, slots=True)
class SignInView:
    """``problem`` is what went wrong with the last attempt; the account is kept, the password never."""

    page: PageFrame
    account: str
    next_path: str
    problem: str


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An answer that is not what was asked for.  It names neither a path nor a record nor a request."""

    page: PageFrame
    heading: str
    sentence: str
    detail: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of a written page: a heading, paragraphs, and a list."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyLine:
    keys: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class WrittenView:
    """A standing page: help, certificates, disclosure, accessibility, site map, about."""

    page: PageFrame
    heading: str
    passages: tuple[Passage, ...]
    keys: tuple[KeyLine, ...] = ()
