"""The one catalogue of interface strings: each key has its Chinese and its English beside each other.

Pages, errors and partials take every visible word from here, so that a key cannot exist in one language only.
Archival content is never translated and never passes through this package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from portal.words.finding import FINDING
from portal.words.frame import FRAME
from portal.words.messages import MESSAGES
from portal.words.reading import READING
from portal.words.services import SERVICES


class Language(StrEnum):
    """The interface language; the value is what the ``lang`` parameter and cookie carry."""

    CHINESE = "zh"
    ENGLISH = "en"

    @property
    def html_tag(self) -> str:
        return "zh-Hans" if self is Language.CHINESE else "en"


def _joined(*parts: Mapping[str, tuple[str, str]]) -> Mapping[str, tuple[str, str]]:
    """Join the catalogue's parts; a key said twice would hide one of its sayings, so it stops the import."""
    whole: dict[str, tuple[str, str]] = {}
    for part in parts:
        for key, pair in part.items():
            if key in whole:
                raise ValueError(f"interface string {key!r} is in the catalogue twice")
            whole[key] = pair
    return MappingProxyType(whole)


CATALOGUE: Final = _joined(FRAME, FINDING, READING, SERVICES, MESSAGES)


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language.  An unknown key is a mistake of ours and raises ``KeyError``."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        chinese, english = CATALOGUE[key]
        text = chinese if self.language is Language.CHINESE else english
        return text.format(**values) if values else text

    def known(self, prefix: str, value: str) -> str:
        """A word for a closed value such as a retention period, or the value itself where none is kept.

        Vocabularies are edited by administrators; an unknown label is shown as it stands.
        """
        key = f"{prefix}.{value}"
        return self(key) if key in CATALOGUE else value
