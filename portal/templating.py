"""The one Jinja environment, and the addresses of static files.  Pages are rendered from a view alone."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
TEMPLATES = HERE.parent / "templates"


def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


@lru_cache
def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it for a year."""
    return f"/static/{name}?v={_fingerprint(name)}"


@lru_cache
def environment() -> Environment:
    """Strict: an undefined name is an error in a test, not an empty place on a page."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    jinja.globals["asset"] = asset
    return jinja


def render(template: str, view: object) -> str:
    return environment().get_template(template).render(view=view)
