"""What surrounds every page: zone, language, reader, links of the frame, footer.  Built once per request."""

from __future__ import annotations

from dataclasses import dataclass

from access.subjects import Zone
from portal.words import Words


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go.  ``current`` marks the one the reader is at."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """The signed-in person as the strip and the watermark name them."""

    name: str
    department: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """The organisation behind the site, from settings.  Empty lines are not shown."""

    archive: str
    address: str = ""
    telephone: str = ""
    hours: str = ""
    site_code: str = ""
    icp_number: str = ""
    police_number: str = ""
    report_contact: str = ""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The frame of one answer.

    ``path`` is the local address with its query; ``csrf`` is empty where nobody is signed in;
    ``printed_at`` is empty in the public zone, where print names the place only.
    """

    zone: Zone
    words: Words
    imprint: Imprint
    section: str
    title: str
    path: str
    canonical: str
    reader: Reader | None
    csrf: str
    printed_at: str
    large: bool
    keys: bool
    navigation: tuple[Link, ...]
    language_href: str
    size_href: str
    keys_href: str

    @property
    def house_name(self) -> str:
        return self.words(f"house.{self.zone}", archive=self.imprint.archive)

    @property
    def document_title(self) -> str:
        return self.words(f"title.{self.zone}", page=self.title)

    @property
    def government(self) -> bool:
        return self.zone is Zone.GOV

    @property
    def strip_reader(self) -> str:
        """Who is recorded: the person and the department, or nobody yet."""
        if self.reader is None:
            return self.words("strip.anonymous")
        return self.words("strip.reader", name=self.reader.name, department=self.reader.department)

    @property
    def printed_by(self) -> str:
        if self.reader is None or not self.printed_at:
            return ""
        return self.words(
            "foot.printed.by", name=self.reader.name, department=self.reader.department, when=self.printed_at
        )

    @property
    def watermark(self) -> str:
        if self.reader is None:
            return ""
        return self.words(
            "reading.watermark", name=self.reader.name, department=self.reader.department, when=self.printed_at
        )
