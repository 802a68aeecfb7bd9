"""Catalogue entries without files, from CSV, XLSX or JSONL: rows to entries, entries to drafts, drafts to the store.

A row means what a package with the same description means: both go through ``indexer.drafting.review``.
"""

from indexer.catalogue_import.columns import Columns, columns_of
from indexer.catalogue_import.importing import ImportReport, import_catalogue
from indexer.catalogue_import.rows import Row, read_rows

__all__ = ["Columns", "ImportReport", "Row", "columns_of", "import_catalogue", "read_rows"]
