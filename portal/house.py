"""What a portal is made of, handed to ``create_app`` by the wiring.  No concrete class is chosen here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from access.store.sessions import Sessions
from access.subjects import Zone
from portal.views.frame import Imprint
from search.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One portal of one zone.

    ``sessions`` is ``None`` in the public zone, which has no sign-in at all.  ``address`` is the site's own
    beginning (scheme and host) for canonical links, empty when unknown.  ``page_image`` draws one page of a file
    (path, page number from 1) as PNG; it raises ``PageImageUnavailable`` when the file has no picture of that page.
    ``capacity`` is how many requests may be under way at once before the next is asked to come back.
    """

    zone: Zone
    catalogue: Catalogue
    sessions: Sessions | None
    imprint: Imprint
    now: Callable[[], datetime]
    page_image: Callable[[Path, int], bytes]
    https: bool = False
    address: str = ""
    capacity: int = 64
    examples: tuple[str, ...] = ()
