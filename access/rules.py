"""What the archive has decided, loaded as one value: tiers, organs, successions and blocks.

Loaded fresh for every request, so that an edited tier applies to the next answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from access.predicates import HasTier, IsRecord, Nothing, Predicate, Under, any_of
from access.tiers import SHIPPED, Audience, Axis, Surface, Tier


@dataclass(frozen=True, slots=True)
class Succession:
    """From ``since`` on, ``successor`` speaks for ``organ``; an empty successor: abolished without one."""

    organ: str
    successor: str
    since: date


class BlockKind(StrEnum):
    """What a block hides."""

    RECORD = "record"
    ANCESTOR = "ancestor"
    TIER = "tier"


@dataclass(frozen=True, slots=True)
class Block:
    """A tightening that every scope obeys before the index has followed.  For a tier, ``value`` is ``axis:code``."""

    kind: BlockKind
    value: str

    def predicate(self) -> Predicate:
        match self.kind:
            case BlockKind.RECORD:
                return IsRecord(frozenset({self.value}))
            case BlockKind.ANCESTOR:
                return Under(frozenset({self.value}))
            case BlockKind.TIER:
                axis, _, code = self.value.partition(":")
                return HasTier(Axis(axis), frozenset({code}))


@dataclass(frozen=True, slots=True)
class Rules:
    """The archive's decisions as of now.  ``archives`` are the organs that are the archive itself."""

    tiers: tuple[Tier, ...] = SHIPPED
    archives: frozenset[str] = frozenset()
    successions: tuple[Succession, ...] = ()
    blocks: tuple[Block, ...] = ()

    def barred(self) -> Predicate:
        """Everything a block hides; ``Nothing`` when there is none.  Record blocks are joined into one set."""
        ids = frozenset(block.value for block in self.blocks if block.kind is BlockKind.RECORD)
        nodes = frozenset(block.value for block in self.blocks if block.kind is BlockKind.ANCESTOR)
        tiers = [block.predicate() for block in self.blocks if block.kind is BlockKind.TIER]
        records: Predicate = IsRecord(ids) if ids else Nothing()
        branches: Predicate = Under(nodes) if nodes else Nothing()
        return any_of([records, branches, *tiers])

    def at_least(self, audience: Audience, surface: Surface) -> Predicate:
        """Records with a tier, on either axis, that speaks to ``audience`` or a wider one."""
        return any_of(self._on(axis, surface, frozenset(a for a in Audience if a >= audience)) for axis in Axis)

    def exactly(self, audience: Audience, surface: Surface) -> Predicate:
        """Records with a tier, on either axis, that speaks to just ``audience``."""
        return any_of(self._on(axis, surface, frozenset({audience})) for axis in Axis)

    def _on(self, axis: Axis, surface: Surface, audiences: frozenset[Audience]) -> Predicate:
        codes = frozenset(t.code for t in self.tiers if t.axis is axis and t.audience(surface) in audiences)
        return HasTier(axis, codes) if codes else Nothing()

    def tier(self, axis: Axis, code: str) -> Tier | None:
        return next((t for t in self.tiers if t.axis is axis and t.code == code), None)

    def speaks_for(self, departments: frozenset[str], today: date) -> frozenset[str]:
        """Every organ these departments speak for today: themselves and all they have succeeded."""
        spoken = {name for name in departments if name}
        grown = True
        while grown:
            heirs = {s.organ for s in self.successions if s.since <= today and s.successor in spoken}
            grown = not heirs <= spoken
            spoken |= heirs
        return frozenset(spoken)

    def orphans(self, today: date) -> frozenset[str]:
        """Organs abolished without a successor, and whatever they had succeeded: the archive speaks for them."""
        gone = frozenset(s.organ for s in self.successions if s.since <= today and not s.successor)
        return self.speaks_for(gone, today)
