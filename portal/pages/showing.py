"""From the values of the holdings to the small parts of a page: dates, badges, facts, marked text.

It words what was decided elsewhere.  The badge says who may read; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from access.facts import Custody
from access.subjects import Zone
from access.tiers import UNREVIEWED, Audience, Tier
from portal.views.parts import Badge, BadgeShape, Fact, Piece, Row, Validity, ValidityMark
from portal.visits import Visit
from portal.words import Language, Words
from records.items import Item, day_of
from search.text import Span

_AMENDED: Final = frozenset({"已修改", "修改"})
_IN_FORCE: Final = frozenset({"有效", "现行有效", "继续有效"})
_SHAPES: Final = {
    Audience.GOV: BadgeShape.GOV,
    Audience.DEPARTMENT: BadgeShape.DEPARTMENT,
    Audience.ARCHIVES: BadgeShape.ARCHIVES,
    Audience.NOBODY: BadgeShape.ARCHIVES,
}


def record_href(item_id: str) -> str:
    return f"/records/{item_id}"


def number_text(number: int) -> str:
    """1204 as 1,204."""
    return f"{number:,}"


def date_text(number: int, as_written: str, words: Words) -> str:
    """A YYYYMMDD integer whose month and day may be 0; without one, what the record says of itself."""
    year, month, day = number // 10000, number // 100 % 100, number % 100
    if not year:
        return as_written
    if words.language is Language.ENGLISH:
        return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if month and day else "")


def written_date(text: str, words: Words) -> str:
    """A date kept as text: set like other dates when it is an ISO day, else shown as it stands."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return text
    return date_text(day.year * 10000 + day.month * 100 + day.day, text, words)


def item_date(item: Item, words: Words) -> str:
    description = item.description
    return date_text(description.date, description.date_text, words) or (
        date_text(description.year * 10000, "", words) if description.year else ""
    )


def badge_of(visit: Visit, item: Item, tier: Tier | None, *, readable: bool) -> Badge | None:
    """The badge of a record by its public tier; ``None`` where no tier is known and nothing can be said."""
    why = "" if readable else f"{record_href(item.id)}/why"
    if tier is None:
        return None
    label = visit.words.known("tier", tier.label)
    opens_on = day_of(item.marks.opens_on)
    if item.marks.withdrawn:
        return Badge(BadgeShape.WITHDRAWN, label, why)
    if tier.code == UNREVIEWED:
        return Badge(BadgeShape.UNREVIEWED, label, why)
    if opens_on is not None and opens_on > visit.house.catalogue.today():
        until = date_text(item.marks.opens_on, "", visit.words)
        return Badge(BadgeShape.POSTPONED, visit.words("badge.postponed", label=label, date=until), why)
    return Badge(_shape(tier, has_come=opens_on is not None or visit.house.zone is Zone.PUBLIC), label, why)


def _shape(tier: Tier, *, has_come: bool) -> BadgeShape:
    """Public tiers speak to the public once their date has come; before that they read as the department's."""
    if tier.content is Audience.PUBLIC:
        return BadgeShape.PUBLIC if has_come else BadgeShape.DEPARTMENT
    if tier.catalogue is Audience.PUBLIC:
        return BadgeShape.ENTRY if has_come else BadgeShape.DEPARTMENT
    return _SHAPES[tier.content]


def validity_of(item: Item, words: Words) -> ValidityMark | None:
    """效力 of a document, by its word: any word but the known ones of being in force counts as expired."""
    word = item.description.validity.strip()
    if not word:
        return None
    kind = Validity.IN_FORCE if word in _IN_FORCE else Validity.AMENDED if word in _AMENDED else Validity.EXPIRED
    return ValidityMark(kind, words.known("validity", word))


def expiry_note(mark: ValidityMark | None, words: Words) -> str:
    """What an expired document says before its title."""
    if mark is None or mark.kind is not Validity.EXPIRED:
        return ""
    return words("current.expired", validity=mark.label)


def facts_of(visit: Visit, item: Item) -> tuple[Fact, ...]:
    """The second line of a hit; what is empty is left out."""
    words, description = visit.words, item.description
    facts = [
        Fact(words("meta.creator"), description.creator or description.department),
        Fact(words("meta.document_number"), description.document_number, figures=True),
        Fact(words("meta.date"), item_date(item, words), figures=True),
        Fact(words("meta.reference_code"), description.reference_code, figures=True),
    ]
    if visit.house.zone is Zone.GOV and description.custody is not Custody.UNKNOWN:
        facts.append(Fact(words("meta.custody"), words(f"custody.{description.custody}")))
    return tuple(fact for fact in facts if fact.value)


def item_row(visit: Visit, item: Item, tier: Tier | None, *, readable: bool) -> Row:
    description = item.description
    return Row(
        code=description.reference_code,
        title=description.title,
        href=record_href(item.id),
        note=item_date(item, visit.words),
        badge=badge_of(visit, item, tier, readable=readable),
    )


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text cut at its marks.  Spans are ascending and do not overlap."""
    cut: list[Piece] = []
    place = 0
    for span in spans:
        cut += [Piece(text[place : span.start]), Piece(text[span.start : span.end], marked=True)]
        place = span.end
    cut.append(Piece(text[place:]))
    return tuple(piece for piece in cut if piece.text)
