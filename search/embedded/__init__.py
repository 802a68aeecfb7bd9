"""The embedded engine (tantivy): nothing to install, one writer, any number of reading processes."""
