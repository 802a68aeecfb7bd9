"""Asking, independent of the engine: state, grammar, text, and the one door ``Catalogue``."""
