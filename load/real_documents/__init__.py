"""Documents that provincial offices really published, written as E-ARK AIP folders, so that searching meets real words.

The documents are evaluation material beside the checkout and never copied into it.  全宗号 and 档号 alone are invented.
"""

from load.real_documents.document import Document, read_documents
from load.real_documents.package import write_packages

__all__ = ["Document", "read_documents", "write_packages"]
