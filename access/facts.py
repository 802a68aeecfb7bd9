"""What a rule may look at in a record.  Facts are stored and indexed; rights never are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Custody(StrEnum):
    """Where the record is: with its department (未进馆) or transferred to the archive (进馆)."""

    FILED = "filed"
    TRANSFERRED = "transferred"
    UNKNOWN = ""


class Network(StrEnum):
    """The network marking: may the record leave the government network at all."""

    UNMARKED = ""
    BOTH = "both"
    GOV = "gov"
    UNKNOWN = "unknown"


def strictest(markings: Iterable[Network]) -> Network:
    """The marking that counts for a record: its own and its ancestors', the strictest wins.

    An unknown marking is as strict as ``gov``: a sign nobody understands is not a permission.
    """
    seen = set(markings)
    for marking in (Network.GOV, Network.UNKNOWN, Network.BOTH):
        if marking in seen:
            return marking
    return Network.UNMARKED


@dataclass(frozen=True, slots=True)
class Cell:
    """The facts that many records share.  One keyword per document, so that a scope is a small set of cells.

    ``network`` is already the strictest of the record and its ancestors.  ``organ`` is a fact of the record but not
    of its keyword: with dozens of organs the keywords would be thousands, and a scope names few organs anyway.
    """

    public_tier: str
    gov_tier: str
    network: Network
    custody: Custody
    withdrawn: bool
    work_secret: bool
    organ: str

    def encode(self) -> str:
        """The keyword: every fact but the organ.  Tier codes hold no bar (``access.store.rules`` sees to it)."""
        flags = ("w" if self.withdrawn else "") + ("s" if self.work_secret else "")
        return f"{self.public_tier}|{self.gov_tier}|{self.network}|{self.custody}|{flags}"

    @classmethod
    def decode(cls, line: str) -> Cell:
        """The facts of a keyword; its organ is unknown."""
        public_tier, gov_tier, network, custody, flags = line.split("|")
        return cls(public_tier, gov_tier, Network(network), Custody(custody), "w" in flags, "s" in flags, "")


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Everything a rule may ask of one record: its cell, its opening day, its id and its ancestors."""

    record_id: str
    cell: Cell
    opens_on: date | None
    ancestors: frozenset[str]
