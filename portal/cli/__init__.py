"""The command line ``kaijuan``: stable words, stable exit codes, JSON where scripts read.

Exit codes: 0 done; 1 a difference or a failure; 2 wrong use; 3 something was refused or a row was bad.
"""

from portal.cli.main import main

__all__ = ["main"]
