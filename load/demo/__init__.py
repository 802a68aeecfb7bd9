"""A demonstration archive of an invented district, written as real E-ARK AIP folders.

It shares no code with the product that reads them: a maker of packages must not agree with the reader by accident.
"""

from load.demo.builder import build

__all__ = ["build"]
