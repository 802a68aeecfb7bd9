"""From elements as found to the fields of a catalogue entry: which name of which dialect means which field.

The names stand in TOML tables, one per profile; the code knows none of them.  Values stay strings as found: dates,
terms and tiers are understood by whoever writes the catalogue, which also takes spreadsheets with the same keys.
"""

from indexer.mapping.entry import ENTRY_KEYS, Entry
from indexer.mapping.profiles import classifications, map_description, map_item, profile_of
from indexer.mapping.secrecy import Secrecy, marked_secret, secrecy_of

__all__ = [
    "ENTRY_KEYS",
    "Entry",
    "Secrecy",
    "classifications",
    "map_description",
    "map_item",
    "marked_secret",
    "profile_of",
    "secrecy_of",
]
