"""What a reader typed, understood: a tree, with the limits of a question as errors of asking."""

from __future__ import annotations

from search.errors import BadSearch
from search.text import Parsed, TextError, parse


def understood(query: str) -> Parsed:
    """The question as a tree.  Only its limits are errors; a malformed one is read literally and says so."""
    try:
        return parse(query)
    except TextError as limit:
        raise BadSearch(str(limit)) from limit
