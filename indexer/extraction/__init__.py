"""Files in, text per page out, in processes that may die.  Nothing here knows packages, records or stores."""

from indexer.extraction.pool import ExtractionPool
from indexer.extraction.result import Extraction, Status

__all__ = ["Extraction", "ExtractionPool", "Status"]
