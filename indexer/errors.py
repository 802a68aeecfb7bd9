"""What can go wrong while packages come in.  One base, closed refusal codes, and no word of HTTP.

The reason of a refusal is written for the clerk who handed the package in: Chinese, naming the file, saying what to do.
"""

from enum import StrEnum


class IndexerError(Exception):
    """Base of every error this package raises on purpose."""


class RefusalCode(StrEnum):
    """Why a package was not taken in.  Closed: reports and tests count on this list."""

    NOT_A_PACKAGE = "not_a_package"
    UNSUPPORTED_FORMAT = "unsupported_format"
    UNSAFE_NAME = "unsafe_name"
    LINK_OR_DEVICE = "link_or_device"
    TOO_LARGE = "too_large"
    BAD_ARCHIVE = "bad_archive"
    DUPLICATE_MEMBER = "duplicate_member"
    MISSING_FILE = "missing_file"
    CHECKSUM_MISMATCH = "checksum_mismatch"
    SIZE_MISMATCH = "size_mismatch"
    UNLISTED_FILE = "unlisted_file"
    BAD_XML = "bad_xml"
    BAD_METS = "bad_mets"
    BAD_BAG = "bad_bag"
    INCOMPLETE_BAG = "incomplete_bag"
    SECRET = "secret"  # noqa: S105 - a verdict, not a password
    NO_DESCRIPTION = "no_description"
    BAD_DESCRIPTION = "bad_description"
    UNREADABLE = "unreadable"


class PackageRefused(IndexerError):
    """The package stays outside, and nothing of it is kept.  ``reason_zh`` is shown to the clerk."""

    def __init__(self, code: RefusalCode, reason_zh: str) -> None:
        super().__init__(f"{code.value}: {reason_zh}")
        self.code = code
        self.reason_zh = reason_zh


class BadCatalogueFile(IndexerError):
    """The file is no catalogue that can be imported; the message says what to do with it.  Nothing was taken."""


class ExtractionUnavailable(IndexerError):
    """No extraction child could be started: a fault of the installation, never of the file."""


class PageImageUnavailable(IndexerError):
    """A page of a file cannot be drawn; the message says why, in Chinese."""
