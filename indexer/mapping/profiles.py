"""Which table reads a description, and reading it.  Pure: elements in, an :class:`Entry` out.

The Chinese table is asked first beside every other one: a 密级 or 档号 beside Dublin Core means what it says.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from indexer.mapping.entry import ENTRY_KEYS, Entry
from indexer.package import Description, Element, PackageItem

_PROFILES = ("dat46", "dc", "ead", "bag")
_ALWAYS = "dat46"
_CLASSIFICATION = re.compile(r"密级|保密等级|security ?classification|secrecy ?(level|class)", re.IGNORECASE)
_NOT_A_LEVEL = re.compile(r"期限|时间|日期|机关|变更|period", re.IGNORECASE)
_TITLE_LIKE = re.compile(r"title(proper)?$|题名$|标题$|^(name|名称|caption|subject line)$", re.IGNORECASE)
#: Fields that may hold several values; the others take the first occurrence and leave the rest to ``further``.
_JOINED = frozenset({"subjects", "creator"})


@dataclass(frozen=True, slots=True)
class _Table:
    """Key → accepted names, best first.  A name with ``/`` is the end of a path."""

    profile: str
    names: Mapping[str, tuple[str, ...]]

    simple: frozenset[str]
    tails: tuple[str, ...]

    def matches(self, element: Element) -> bool:
        return _plain(element.name) in self.simple or any(_fits(element, tail) for tail in self.tails)


@cache
def _table(profile: str) -> _Table:
    text = (files("indexer.mapping") / f"{profile}.toml").read_text("utf-8")
    keys = tomllib.loads(text)["keys"]
    unknown = set(keys) - set(ENTRY_KEYS)
    if unknown:
        raise ValueError(f"{profile}.toml maps to keys an entry does not have: {sorted(unknown)}")
    accepted = {key: tuple(_plain(name) for name in names) for key, names in keys.items()}
    every = frozenset(name for names in accepted.values() for name in names)
    tails = tuple(sorted(name for name in every if "/" in name))
    return _Table(profile, accepted, every.difference(tails), tails)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """Names compare without case, width, spaces and the marks that dialects scatter; ``/`` keeps its meaning."""
    return re.sub(r"[\s_:：()（）\[\]【】*-]", "", unicodedata.normalize("NFKC", name)).casefold()


def _fits(element: Element, name: str) -> bool:
    if "/" in name:
        return _plain(element.path).endswith("/" + name)
    return _plain(element.name) == name


def profile_of(description: Description) -> str:
    """The profile whose table knows most of the names; ``""`` when none knows any."""
    counts = {
        profile: sum(_table(profile).matches(element) for element in description.elements if element.value)
        for profile in _PROFILES
    }
    best = max(_PROFILES, key=lambda profile: counts[profile])
    return best if counts[best] else ""


def map_description(description: Description, *, profile: str) -> Entry:
    """Read a description by one profile (``""``: none fits; all stays further, but a title-like element)."""
    left = [element for element in description.elements if element.value.strip()]
    values: dict[str, str] = {}
    tables = [_table(name) for name in dict.fromkeys((_ALWAYS, profile)) if name]
    for table in tables:
        for key, names in table.names.items():
            if key not in values:
                _take(key, names, left=left, values=values)
    if "title" not in values:
        _take_title(left, values)
    return Entry(**values, further=tuple(left))


def _take(key: str, names: Sequence[str], *, left: list[Element], values: dict[str, str]) -> None:
    """Move the value of one key out of what is left: the best name that occurs, its first occurrence."""
    for name in names:
        found = [element for element in left if _fits(element, name)]
        if not found:
            continue
        chosen = found if key in _JOINED else found[:1]
        values[key] = "；".join(dict.fromkeys(element.value.strip() for element in chosen))
        for element in chosen:
            left.remove(element)
        return


def _take_title(left: list[Element], values: dict[str, str]) -> None:
    for element in left:
        if _TITLE_LIKE.search(element.name.strip()):
            values["title"] = element.value.strip()
            left.remove(element)
            return


def map_item(item: PackageItem) -> Entry:
    """Detect the profile of an item, read it, and give it at least its identifier as title."""
    entry = map_description(item.description, profile=profile_of(item.description))
    if entry.title:
        return entry
    values = {key: getattr(entry, key) for key in ENTRY_KEYS} | {"title": item.identifier}
    return Entry(**values, further=entry.further)


def classifications(elements: Sequence[Element]) -> tuple[str, ...]:
    """Every 密级 value among elements, of parts and context too: a single one may forbid all."""
    return tuple(
        element.value for element in elements if element.value.strip() and _names_a_level(element.name.split("@", 1)[0])
    )


def _names_a_level(name: str) -> bool:
    known = {_plain(candidate) for candidate in _table(_ALWAYS).names["classification"]}
    return _plain(name) in known or bool(_CLASSIFICATION.search(name) and not _NOT_A_LEVEL.search(name))
