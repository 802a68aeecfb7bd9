"""``/catalogue``: the arrangement, level by level, by window, so that 13,000 siblings open as fast as ten."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from portal.pages.showing import item_row, number_text
from portal.rendering import respond
from portal.views.finding import TreeView
from portal.views.frame import Link
from portal.views.parts import Paging, Row
from portal.visits import Visit, Visiting
from records.places import Level, natural_key
from search.results import Branch, TreePage
from search.text import code_key

router = APIRouter(include_in_schema=False)
SECTION: Final = "/catalogue"
_LONGEST_CODE: Final = 100


@router.get("/catalogue")
def roots(visit: Visiting) -> Response:
    return respond(visit, tree_view(visit, visit.house.catalogue.tree(visit.subject, "", ""), ""))


@router.get("/catalogue/{node_id}")
def level(visit: Visiting, node_id: str, cursor: str = "", start: str = "") -> Response:
    """One level.  ``start`` is a reference code to begin at; it is turned into the place just before it."""
    code = start.strip()[:_LONGEST_CODE]
    place = cursor or (f"{natural_key(code_key(code))}\t" if code else "")
    return respond(visit, tree_view(visit, visit.house.catalogue.tree(visit.subject, node_id, place), code))


def tree_view(visit: Visit, page: TreePage, start: str) -> TreeView:
    words = visit.words
    heading = page.path[-1][1] if page.path else words("tree.title")
    here = f"{SECTION}/{page.path[-1][0].id}" if page.path else SECTION
    moved = "cursor" in visit.params or bool(start)
    return TreeView(
        page=visit.frame(SECTION, heading),
        path=_path(visit, page),
        heading=heading,
        heading_note=words("tree.records", number=number_text(page.total)) if page.path else words("tree.lede"),
        search_href=f"/search?{urlencode({'in': page.path[-1][0].id})}" if page.path else "",
        branches=tuple(_branch(visit, branch) for branch in page.branches),
        items=tuple(item_row(visit, item, tier, readable=readable) for item, tier, readable in page.items),
        window=_window(visit, page),
        paging=Paging(
            next_href=f"{here}?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else "",
            first_href=here if moved else "",
        ),
        jump_action=here if page.items and (page.next_cursor or moved) else "",
        jump_value=start,
    )


def _path(visit: Visit, page: TreePage) -> tuple[Link, ...]:
    if not page.path:
        return ()
    last = len(page.path) - 1
    levels = (Link(label, f"{SECTION}/{node.id}", number == last) for number, (node, label) in enumerate(page.path))
    return (Link(visit.words("tree.title"), SECTION), *levels)


def _branch(visit: Visit, branch: Branch) -> Row:
    """A fonds shows its code apart from its name; other levels have none."""
    code = branch.node.value if branch.node.level is Level.FONDS else ""
    title = branch.label.removeprefix(f"{code} ") if code else visit.words.known("retention", branch.label)
    count = visit.words("tree.records", number=number_text(branch.count))
    return Row(code, title, f"{SECTION}/{branch.node.id}", count)


def _window(visit: Visit, page: TreePage) -> str:
    if page.items:
        first, last = page.items[0][0], page.items[-1][0]
        codes = (first.description.reference_code, last.description.reference_code)
        return visit.words("tree.window", first=codes[0], last=codes[1]) if codes[0] != codes[1] else codes[0]
    return visit.words("tree.count", number=number_text(len(page.branches))) if page.branches else ""
