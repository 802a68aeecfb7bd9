"""What the district's offices write about: the shape of a subject, and all subjects under their keys.

The subjects themselves are in ``topics_*.py``, as plain blocks of sentences written for this archive.
"""

from dataclasses import dataclass
from functools import cache

from load.demo import topics_economy, topics_governance, topics_land, topics_people


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject: what titles may be about, what is reported, what is ordered.  All are sentence patterns."""

    key: str
    series: str
    life: str
    words: tuple[str, ...]
    matters: tuple[str, ...]
    facts: tuple[str, ...]
    measures: tuple[str, ...]


def _topic(block: str) -> Topic:
    """Read one block: a head line ``key|series|life|words``, then lines marked T (title), F (fact), M (measure)."""
    head, *lines = block.strip().splitlines()
    key, series, life, words = head.split("|")
    marked: dict[str, list[str]] = {"T": [], "F": [], "M": []}
    for line in lines:
        marked[line[0]].append(line[2:].strip())
    return Topic(key, series, life, tuple(words.split()), tuple(marked["T"]), tuple(marked["F"]), tuple(marked["M"]))


@cache
def topics() -> dict[str, Topic]:
    sources = (topics_people.BLOCKS, topics_land.BLOCKS, topics_economy.BLOCKS, topics_governance.BLOCKS)
    found = [_topic(block) for source in sources for block in source.strip().split("\n\n")]
    return {topic.key: topic for topic in found}
