"""The store chain."""
